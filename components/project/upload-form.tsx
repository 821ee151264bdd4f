import { useFormatter } from 'next-intl'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'

export type UploadTexts = Record<'label' | 'hint' | 'drop' | 'chosen' | 'publish' | 'check' | 'checkHint' | 'sending' | 'working' | 'cancel' | 'broken', string>
type Props = { action: string; texts: UploadTexts }

/**
 * Files to publish: an ordinary form with a file input, which a script lets files be dropped on and whose progress it shows
 * (scripts/upload.ts). The server answers both with the address of a report.
 */
export function UploadForm({ action, texts }: Props) {
  const { sending, working, broken } = texts
  return (
    <form method="post" encType="multipart/form-data" action={action} className="form" data-upload="" data-sending={sending} data-working={working} data-broken={broken}>
      <div className="drop-zone" data-drop="">
        <Icon name="upload" />
        <div className="min-w-0">
          <label className="label" htmlFor="content">{texts.label}</label>
          <p className="hint" id="content-hint">{texts.hint} <span className="needs-script">{texts.drop}</span></p>
          <input id="content" name="content" type="file" multiple required accept=".whl,.gz" aria-describedby="content-hint" className="mt-3 block max-w-full" />
          <ChosenFiles label={texts.chosen} />
        </div>
      </div>
      <Buttons action={action} texts={texts} />
      <UploadProgress texts={texts} />
    </form>
  )
}

/** One line for each is made after the template. */
function ChosenFiles({ label }: { label: string }) {
  return (
    <ul aria-label={label} className="mt-3 text-small" data-chosen="" hidden>
      <template>
        <li className="flex flex-wrap gap-x-3"><code className="min-w-0 break-all" /><bdi className="nowrap text-ink-3" /></li>
      </template>
    </ul>
  )
}

function Buttons({ action, texts }: Props) {
  return (
    <div data-when="waiting">
      <div className="flex flex-wrap gap-3">
        <Button kind="primary" icon="upload">{texts.publish}</Button>
        <Button formAction={`${action}?check=1`} aria-describedby="check-hint">{texts.check}</Button>
      </div>
      <p className="hint mt-2" id="check-hint">{texts.checkHint}</p>
    </div>
  )
}

/** How much of the files is sent, from 0 to 1; while it is undefined nothing is seen. scripts/upload.ts keeps it up to date. */
export function UploadProgress({ texts, sent }: { texts: UploadTexts; sent?: number }) {
  const format = useFormatter()
  const isThrough = sent === 1
  const said = isThrough ? texts.working : texts.sending
  return (
    <div className="grid gap-2" data-when="sending" hidden={sent === undefined}>
      <p className="text-label"><output>{sent !== undefined && said}</output> <bdi className="tabular-nums">{sent !== undefined && !isThrough && format.number(sent, { style: 'percent' })}</bdi></p>
      <progress className="progress" max={1} value={isThrough ? undefined : sent} aria-label={said} />
      <div><Button type="button" data-cancel="">{texts.cancel}</Button></div>
    </div>
  )
}

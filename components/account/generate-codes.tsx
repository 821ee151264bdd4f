'use client'

import { useActionState, type ReactNode } from 'react'
import { Alert } from '#components/ui/alert.tsx'
import { Button } from '#components/ui/button.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { ErrorSummary } from '#components/ui/error-summary.tsx'
import { emptyForm, type FormAction } from '#components/ui/form-state.ts'

type Text = { generate: string; busy: string; once: string; list: string; print: string; download: string; head: string; after: string }
type Props = {
  action: FormAction
  errors: Record<string, string>
  filename: string
  /** The user has a set already: generating replaces it. */
  hasCodes: boolean
  /** None of the set was entered yet. */
  needsProof: boolean
  text: Text
  /** The form that proves a code was saved: shown as soon as there are codes. */
  children: ReactNode
}

/** Recovery codes, shown in the answer to the click and never again. */
export function GenerateCodes({ action, errors, filename, hasCodes, needsProof, text, children }: Props) {
  const [state, send] = useActionState(action, emptyForm)
  const codes = isCodes(state.data) ? state.data.codes : []

  return (
    <>
      <form action={send} id="generate-codes" className="no-print mt-6">
        {state.error && <ErrorSummary error={errors[state.error] ?? state.error} className="mb-6" />}
        {hasCodes && <p className="mb-3 text-small text-ink-2">{text.after}</p>}
        <Button kind={codes.length > 0 || hasCodes ? 'default' : 'primary'} busy={text.busy}>{text.generate}</Button>
      </form>
      <div data-once="codes">{codes.length > 0 && <ShownCodes codes={codes} filename={filename} text={text} />}</div>
      {(codes.length > 0 || (hasCodes && needsProof)) && <div className="no-print mt-8">{children}</div>}
    </>
  )
}

function ShownCodes({ codes, filename, text }: { codes: string[]; filename: string; text: Text }) {
  const file = `data:text/plain;charset=utf-8,${encodeURIComponent([text.head, '', ...codes, ''].join('\n'))}`
  return (
    <div className="token mt-6">
      <Alert tone="warn" live>{text.once}</Alert>
      <p className="print-only mt-4">{text.head}</p>
      <ol aria-label={text.list} className="recovery-codes">
        {codes.map((code) => <li key={code}><code>{code}</code></li>)}
      </ol>
      <div className="no-print mt-4 flex flex-wrap gap-2">
        <Button type="button" icon="print" className="needs-script" data-print="">{text.print}</Button>
        <a className="button" href={file} download={filename}>{text.download}</a>
        <CopyButton text={codes.join('\n')} />
      </div>
    </div>
  )
}

const isCodes = (data: unknown): data is { codes: string[] } => typeof data === 'object' && data !== null && 'codes' in data && Array.isArray(data.codes)

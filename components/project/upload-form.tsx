'use client'

import { type ChangeEvent, type DragEvent, type FormEvent, useRef, useState } from 'react'
import { useFormatter } from 'next-intl'
import { Alert } from '../ui/alert.tsx'
import { Button } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { Icon } from '../ui/icon.tsx'
import { Size } from './size.tsx'

export type UploadTexts = Record<'label' | 'hint' | 'drop' | 'chosen' | 'publish' | 'check' | 'checkHint' | 'sending' | 'working' | 'cancel' | 'broken', string>
type Props = { action: string; texts: UploadTexts }
type Chosen = { name: string; size: number }

/**
 * Files to publish: an ordinary form with a file input, which a script lets files be dropped on and whose progress it shows.
 * The server answers both with the address of a report.
 */
export function UploadForm({ action, texts }: Props) {
  const input = useRef<HTMLInputElement>(null)
  const [chosen, setChosen] = useState<Chosen[]>([])
  const [over, setOver] = useState(false)
  const { sent, broken, send, cancel } = useSending()

  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    if (!input.current || event.dataTransfer.files.length === 0) return
    input.current.files = event.dataTransfer.files
    setChosen(listed(event.dataTransfer.files))
  }
  const drag = (event: DragEvent) => {
    event.preventDefault()
    setOver(event.type === 'dragover')
  }

  return (
    <form method="post" encType="multipart/form-data" action={action} onSubmit={send} className="form" aria-busy={sent !== null}>
      {broken && <Alert tone="bad" live>{texts.broken}</Alert>}
      <div className={classNames('drop-zone', over && 'drop-zone-over')} onDrop={drop} onDragOver={drag} onDragLeave={drag}>
        <Icon name="upload" />
        <div className="min-w-0">
          <label className="label" htmlFor="content">{texts.label}</label>
          <p className="hint" id="content-hint">{texts.hint} <span className="needs-script">{texts.drop}</span></p>
          <input ref={input} id="content" name="content" type="file" multiple required accept=".whl,.gz" aria-describedby="content-hint" className="mt-3 block max-w-full"
            onChange={(event: ChangeEvent<HTMLInputElement>) => setChosen(listed(event.target.files))} />
          {chosen.length > 0 && <ChosenFiles files={chosen} label={texts.chosen} />}
        </div>
      </div>
      {sent === null ? <Buttons action={action} texts={texts} /> : <Sending sent={sent} texts={texts} cancel={cancel} />}
    </form>
  )
}

const listed = (files: FileList | null): Chosen[] => [...(files ?? [])].map(({ name, size }) => ({ name, size }))

function ChosenFiles({ files, label }: { files: Chosen[]; label: string }) {
  return (
    <ul aria-label={label} className="mt-3 text-small">
      {files.map(({ name, size }) => <li key={name} className="flex flex-wrap gap-x-3"><code className="min-w-0 break-all">{name}</code><span className="text-ink-3"><Size bytes={size} /></span></li>)}
    </ul>
  )
}

function Buttons({ action, texts }: Props) {
  return (
    <div>
      <div className="flex flex-wrap gap-3">
        <Button kind="primary" icon="upload">{texts.publish}</Button>
        <Button formAction={`${action}?check=1`} aria-describedby="check-hint">{texts.check}</Button>
      </div>
      <p className="hint mt-2" id="check-hint">{texts.checkHint}</p>
    </div>
  )
}

/** How far it is; the last byte is not the end, for the server looks at each file. */
function Sending({ sent, texts, cancel }: { sent: number; texts: UploadTexts; cancel: () => void }) {
  const format = useFormatter()
  const label = sent < 1 ? texts.sending : texts.working
  return (
    <div className="grid gap-2">
      <p className="text-label"><output>{label}</output>{sent < 1 && <> <bdi className="tabular-nums">{format.number(sent, { style: 'percent' })}</bdi></>}</p>
      <progress className="progress" value={sent < 1 ? sent : undefined} max={1} aria-label={label} />
      <div><Button type="button" onClick={cancel}>{texts.cancel}</Button></div>
    </div>
  )
}

/** Sends a form with a request of its own, whose progress can be seen, and goes where the answer says. */
function useSending() {
  const request = useRef<XMLHttpRequest>(null)
  const [sent, setSent] = useState<number | null>(null)
  const [broken, setBroken] = useState(false)

  const end = (failed: boolean) => {
    setSent(null)
    setBroken(failed)
  }
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const { submitter } = event.nativeEvent as SubmitEvent
    const xhr = new XMLHttpRequest()
    request.current = xhr
    xhr.open('POST', submitter?.getAttribute('formaction') ?? form.action)
    xhr.setRequestHeader('Accept', 'application/json')
    xhr.upload.addEventListener('progress', ({ loaded, total }) => setSent(total > 0 ? loaded / total : 0))
    xhr.addEventListener('load', () => {
      const to = xhr.status === 200 ? placeIn(xhr.responseText) : null
      if (to === null) end(true)
      else window.location.assign(to)
    })
    xhr.addEventListener('error', () => end(true))
    xhr.addEventListener('abort', () => end(false))
    setBroken(false)
    setSent(0)
    xhr.send(new FormData(form))
  }
  return { sent, broken, send, cancel: () => request.current?.abort() }
}

/** A path of this site, or nothing. */
function placeIn(answer: string): string | null {
  try {
    const { location } = JSON.parse(answer) as { location?: unknown }
    return typeof location === 'string' && location.startsWith('/') ? location : null
  } catch {
    return null
  }
}

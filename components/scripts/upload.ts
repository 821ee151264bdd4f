// The upload page: files may be dropped on it, what was chosen is listed, and one sees how far it is.

import { tell, takeBack } from './alerts.ts'
import { sizeIn } from './sizes.ts'

const zoneOf = (target: EventTarget | null) => (target instanceof Element ? target.closest<HTMLElement>('[data-drop]') : null)
const language = () => document.documentElement.lang

for (const name of ['dragover', 'dragleave', 'drop'] as const) {
  document.addEventListener(name, (event) => {
    const zone = zoneOf(event.target)
    if (!zone) return
    event.preventDefault()
    zone.classList.toggle('drop-zone-over', name === 'dragover')
    const input = zone.querySelector<HTMLInputElement>('input[type=file]')
    if (name !== 'drop' || !input || !event.dataTransfer?.files.length) return
    input.files = event.dataTransfer.files
    list(input)
  })
}

document.addEventListener('change', ({ target }) => {
  if (target instanceof HTMLInputElement && zoneOf(target)) list(target)
})

/** The chosen files with their sizes, under the field. */
function list(input: HTMLInputElement): void {
  const chosen = input.parentElement?.querySelector<HTMLElement>('[data-chosen]')
  const line = chosen?.querySelector('template')?.content.firstElementChild
  if (!chosen || !line) return
  const lines = [...(input.files ?? [])].map(({ name, size }) => {
    const copy = line.cloneNode(true) as HTMLElement
    const [file, bytes] = copy.children
    if (file) file.textContent = name
    if (bytes) bytes.textContent = sizeIn(language(), size)
    return copy
  })
  for (const old of chosen.querySelectorAll('li')) old.remove()
  chosen.append(...lines)
  chosen.hidden = lines.length === 0
}

document.addEventListener('submit', (event) => {
  const form = event.target
  if (!(form instanceof HTMLFormElement) || form.dataset.upload === undefined) return
  event.preventDefault()
  if (!form.hasAttribute('aria-busy')) send(form, event.submitter)
})

/** Sends a form with a request whose progress can be seen, and goes where the answer says. */
function send(form: HTMLFormElement, submitter: HTMLElement | null): void {
  const request = new XMLHttpRequest()
  const end = (failed: boolean) => {
    showSending(form, null)
    if (failed) tell(form, { as: 'not-sent', sentence: form.dataset.broken })
  }
  request.open('POST', submitter?.getAttribute('formaction') ?? form.action)
  request.setRequestHeader('Accept', 'application/json')
  request.upload.addEventListener('progress', ({ loaded, total }) => showSending(form, total > 0 ? loaded / total : 0))
  request.addEventListener('load', () => {
    const to = request.status === 200 ? placeIn(request.responseText) : null
    if (to === null) end(true)
    else location.assign(to)
  })
  request.addEventListener('error', () => end(true))
  request.addEventListener('abort', () => end(false))
  form.querySelector<HTMLButtonElement>('[data-cancel]')?.addEventListener('click', () => request.abort(), { once: true })
  takeBack(form)
  showSending(form, 0)
  request.send(new FormData(form))
}

/** How far it is, in place of the buttons; the last byte is not the end, for the server looks at each file. */
function showSending(form: HTMLFormElement, sent: number | null): void {
  const [buttons, sending] = form.querySelectorAll<HTMLElement>('[data-when]')
  const [label, percent] = [sending?.querySelector('output'), sending?.querySelector('bdi')]
  const bar = sending?.querySelector('progress')
  if (!buttons || !sending || !label || !percent || !bar) return
  if (sent === null) form.removeAttribute('aria-busy')
  else form.ariaBusy = 'true'
  buttons.hidden = sent !== null
  sending.hidden = sent === null
  const isThrough = sent !== null && sent >= 1
  const words = (isThrough ? form.dataset.working : form.dataset.sending) ?? ''
  if (label.textContent !== words) label.textContent = words
  bar.ariaLabel = words
  percent.textContent = isThrough ? '' : new Intl.NumberFormat(language(), { style: 'percent' }).format(sent ?? 0)
  if (isThrough) bar.removeAttribute('value')
  else bar.value = sent ?? 0
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

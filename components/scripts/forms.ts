// Forms of server actions are sent by a request of their own, with the same body to the same address as a browser sends them:
// the page says that it is busy, a second click sends nothing, a lost connection loses nothing that was typed, and to load the
// page again does not send it again. The answer is the page, which takes the place of this one, or an address to go to.

import { sendWhenConfirmed, tellWhoWaits, waitNoMore } from './after-confirming.ts'
import { tell, takeBack } from './alerts.ts'
import { goTo, leadToAnswer, onShown, pageIn, show } from './page.ts'

type Sending = { form: HTMLFormElement; submitter: HTMLElement | null; body: FormData }
type Told = { to: string } | { page: Document } | { first: string } | null

document.addEventListener('submit', (event) => {
  const form = event.target
  if (event.defaultPrevented || !(form instanceof HTMLFormElement) || !isOurs(form)) return
  event.preventDefault()
  // The second click of a double click: its answer would replace the first one, with a token in it that is shown once.
  if (form.hasAttribute('aria-busy')) return
  submit(form, event.submitter)
})

function submit(form: HTMLFormElement, submitter: HTMLElement | null): void {
  waitNoMore()
  const sending = { form, submitter, body: bodyOf(form, submitter) }
  void (form.dataset.ceremony ? askForKey(sending) : sendAndShow(sending))
}

// A page that comes back from the browser's memory as it was left is busy with nothing.
window.addEventListener('pageshow', ({ persisted }) => { if (persisted) for (const form of document.forms) form.removeAttribute('aria-busy') })

onShown(() => {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-ceremony]')) void tellObstacle(form)
})

/** A form of a server action, in the page itself; what stands around it (language, signing out) is left to the browser. */
const isOurs = (form: HTMLFormElement) => form.target === '' && form.closest('main') !== null && form.querySelector('[name^="$ACTION"]') !== null

/** With the fields elsewhere on the page that go along. */
function bodyOf(form: HTMLFormElement, submitter: HTMLElement | null): FormData {
  const body = new FormData(form, submitter)
  const other = document.getElementById(form.dataset.with ?? '')
  if (other instanceof HTMLInputElement && (other.type !== 'checkbox' || other.checked)) body.set(other.name, other.value)
  return body
}

async function sendAndShow(sending: Sending): Promise<void> {
  const told = await send(sending)
  if (told && 'page' in told) present(sending.form, told.page)
}

function present(form: HTMLFormElement, page: Document): void {
  show(page)
  // What was typed was sent; fields show again what the answer gives back.
  if (form.isConnected) form.reset()
  leadToAnswer()
}

/** Busy until there is an answer, and on while it leads away. */
async function send(sending: Sending): Promise<Told> {
  const { form, submitter } = sending
  const rest = startBusy(form, submitter)
  takeBack(form)
  const told = await post(sending).catch(() => null)
  if (told && 'to' in told) tellWhoWaits()
  if (told && 'to' in told) await goTo(told.to).catch(() => location.assign(told.to))
  else rest()
  if (!told) tell(form, { as: 'not-sent' })
  if (told && 'first' in told) tellWhatIsFirst(sending, told.first)
  return told
}

async function post({ form, submitter, body }: Sending): Promise<Told> {
  const address = new URL(submitter?.getAttribute('formaction') || form.getAttribute('action') || location.href, location.href)
  const answer = await fetch(address, { method: 'POST', body, headers: { Accept: 'text/html', 'X-Sent-By': 'script' } })
  const first = answer.headers.get('X-Go-First')
  if (first !== null) return { first }
  const to = answer.headers.get('X-Go-To')
  if (to !== null) return { to }
  const page = pageIn(await answer.text())
  return page && { page }
}

/** Nothing was done: one signs in or confirms in another tab first, so that nothing typed is lost. Then the form is sent. */
function tellWhatIsFirst({ form, submitter }: Sending, first: string): void {
  const [as = '', to] = first.split(' ')
  const link = tell(form, { as, to })
  if (as === 'confirm-first' && link) sendWhenConfirmed(link, () => { if (form.isConnected) submit(form, submitter) })
}

/** The button says what is happening; what it said before comes back with `rest`. */
function startBusy(form: HTMLFormElement, submitter: HTMLElement | null): () => void {
  const label = (submitter ?? form).querySelector<HTMLElement>('[data-busy]')
  const before = label?.textContent ?? ''
  form.ariaBusy = 'true'
  if (label) label.textContent = label.dataset.busy ?? before
  return () => {
    form.removeAttribute('aria-busy')
    if (label) label.textContent = before
  }
}

// ── keys ──
// Such a form is sent twice: without an answer, whereupon the page comes with options for the browser, and with the key's answer to them.

let turns = 0

async function askForKey(sending: Sending): Promise<void> {
  const { form, body } = sending
  const turn = ++turns
  const told = await send(sending)
  if (!told || !('page' in told)) return
  // By its attribute: `form.id` would be the form's field of that name.
  const options = told.page.getElementById(form.getAttribute('id') ?? '')?.querySelector<HTMLElement>('[data-options]')?.dataset.options
  if (!options) return present(form, told.page)
  const answer = await touch(sending, options)
  // Another click began anew, and ended this one.
  if (answer === null || turn !== turns) return
  body.set('assertion', answer)
  await sendAndShow(sending)
}

/** The key's answer as text, or null after the person was told why there is none. */
async function touch({ form, submitter }: Sending, options: string): Promise<string | null> {
  const turn = turns
  const prompt = submitter?.parentElement?.querySelector('output')
  const { askKey, ceremonyError } = await import('./ceremony.ts')
  if (prompt) prompt.textContent = prompt.dataset.prompt ?? ''
  try {
    return JSON.stringify(await askKey(form.dataset.ceremony === 'new', options))
  } catch (problem) {
    if (turn === turns) tellOfKey(form, ceremonyError(problem))
    return null
  } finally {
    if (prompt && turn === turns) prompt.textContent = ''
  }
}

/** A page at a bare IP address, or without https, cannot use keys: the person learns it before the click. */
async function tellObstacle(form: HTMLFormElement): Promise<void> {
  const { obstacle } = await import('./ceremony.ts')
  const code = obstacle()
  if (code) tellOfKey(form, code)
}

function tellOfKey(form: HTMLFormElement, code: string): void {
  const sentences = JSON.parse(form.dataset.sentences ?? '{}') as Record<string, string>
  tell(form, { as: 'not-sent', sentence: sentences[code] ?? sentences['key-failed'] })
}

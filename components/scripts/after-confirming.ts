// A form that waits until its person has confirmed who they are, in another tab, is sent as soon as that is done there (security
// bar e.4, sudo: what was being done arrives). Only the tab that the form's own link opened can tell it so: whoever confirms
// meanwhile for something else sends nothing that was left lying about.

const CHANNEL = 'confirmed'
const MARK = /^#for=[\da-f]{32}$/
const CONFIRMING = '/account/reauthenticate/'

let waiting: BroadcastChannel | null = null

/** Marks the link to the other tab; `send` runs when that one was confirmed, unless another form began to wait or `waitNoMore` was called. */
export function sendWhenConfirmed(link: HTMLAnchorElement, send: () => void): void {
  waitNoMore()
  const mark = `#for=${[...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`
  link.hash = mark
  waiting = new BroadcastChannel(CHANNEL)
  waiting.addEventListener('message', ({ data }) => {
    if (data !== mark) return
    waitNoMore()
    send()
  })
}

/** The form was sent by hand, or another one was. */
export function waitNoMore(): void {
  waiting?.close()
  waiting = null
}

/** What this tab asked for was answered: a form may wait for it in another one. */
export function tellWhoWaits(): void {
  if (location.pathname !== CONFIRMING || !MARK.test(location.hash)) return
  const channel = new BroadcastChannel(CHANNEL)
  channel.postMessage(location.hash)
  channel.close()
}

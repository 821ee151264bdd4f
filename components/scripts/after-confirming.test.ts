import { afterEach, expect, test, vi } from 'vitest'
import { sendWhenConfirmed, tellWhoWaits, waitNoMore } from './after-confirming.ts'

afterEach(() => {
  waitNoMore()
  vi.unstubAllGlobals()
})

/** What the other tab does once its person has confirmed. */
function confirmAt(pathname: string, hash: string): void {
  vi.stubGlobal('location', { pathname, hash })
  tellWhoWaits()
}
const HERE = '/account/reauthenticate/'
const waits = () => {
  const link = { hash: '' } as HTMLAnchorElement
  const send = vi.fn()
  sendWhenConfirmed(link, send)
  return { link, send }
}

test('a form is sent by the tab that its own link opened, once, and by no other', async () => {
  const { link, send } = waits()
  for (const [path, hash] of [[HERE, ''], [HERE, `#for=${'0'.repeat(32)}`], [HERE, '#for=nonsense'], ['/manage/account/', link.hash]] as const) confirmAt(path, hash)
  // Messages arrive in the order in which they were sent: when this one has come, those before it have.
  const last = new BroadcastChannel('confirmed')
  const arrived = new Promise((resolve) => { last.addEventListener('message', ({ data }) => { if (data === `#for=${'f'.repeat(32)}`) resolve(null) }) })
  confirmAt(HERE, `#for=${'f'.repeat(32)}`)
  await arrived
  expect(send).not.toHaveBeenCalled()

  confirmAt(HERE, link.hash)
  await vi.waitFor(() => expect(send).toHaveBeenCalledTimes(1))
  last.close()
})

test('a form that was sent by hand meanwhile is not sent again', async () => {
  const first = waits()
  waitNoMore()
  const second = waits()
  confirmAt(HERE, first.link.hash)
  confirmAt(HERE, second.link.hash)
  await vi.waitFor(() => expect(second.send).toHaveBeenCalledTimes(1))
  expect(first.send).not.toHaveBeenCalled()
})

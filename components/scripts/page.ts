// The page in the browser: an answered document takes its place, and what is the same in both stays as it is, with the focus and
// with what was typed into it.

import { renew } from './renew.ts'

const listeners: (() => void)[] = []

/** Runs now, and again whenever an answer changed the page. */
export function onShown(listener: () => void): void {
  listeners.push(listener)
  listener()
}

/** A document with a page of ours in it, or nothing. A page that broke is empty until Next's scripts fill it. */
export function pageIn(html: string): Document | null {
  const page = new DOMParser().parseFromString(html, 'text/html')
  return page.querySelector('main') ? page : null
}

/** Puts an answered page in the place of this one. */
export function show(page: Document): void {
  for (const script of page.querySelectorAll('script')) script.remove()
  // Parsed where scripts run, it would be text.
  for (const part of page.querySelectorAll('noscript')) part.textContent = part.innerHTML
  keepWhatIsShownOnce(page)
  keepOpen(page)
  document.title = page.title
  renew(document.documentElement, page.documentElement, ['HEAD'])
  for (const listener of listeners) listener()
}

/** A token or codes that were shown once stay until they are replaced or left: another answer does not hold them again. */
function keepWhatIsShownOnce(page: Document): void {
  for (const region of document.querySelectorAll<HTMLElement>('[data-once]')) {
    const place = page.querySelector(`[data-once="${region.dataset.once}"]`)
    if (region.querySelector('.token') && place && !place.querySelector('.token')) place.replaceWith(page.importNode(region, true))
  }
}

function keepOpen(page: Document): void {
  const parts = page.querySelectorAll('details')
  for (const [place, part] of document.querySelectorAll('details').entries()) if (part.open && parts[place]) parts[place].open = true
}

/** Asks for a page of this site again and shows it: false where there was none. */
export async function refresh(address: string): Promise<boolean> {
  const answer = await fetch(address, { headers: { Accept: 'text/html' } })
  if (answer.redirected) {
    location.assign(answer.url)
    return true
  }
  const page = pageIn(await answer.text())
  if (page) show(page)
  return page !== null
}

/** Goes where an answer leads. A browser would not load the page anew that it only has to scroll. */
export async function goTo(address: string): Promise<void> {
  const { href, hash, pathname, search } = new URL(address, location.href)
  if (hash === '' || pathname + search !== location.pathname + location.search) return location.assign(href)
  if (!(await refresh(href))) return location.reload()
  history.replaceState(null, '', href)
  const place = document.getElementById(hash.slice(1))
  place?.scrollIntoView()
  lead(place)
}

/** The focus to where the answer speaks, unless it is still where it was. */
export function leadToAnswer(): void {
  const summary = document.querySelector<HTMLElement>('[autofocus]')
  if (summary) return summary.focus()
  if (document.activeElement !== document.body) return
  lead(document.querySelector('main :is([role="alert"], [role="status"], .token)') ?? document.querySelector('h1'))
}

function lead(to: Element | null): void {
  if (!(to instanceof HTMLElement)) return
  if (!to.hasAttribute('tabindex')) to.tabIndex = -1
  to.focus()
}

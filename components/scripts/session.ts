// A session that is about to end says so (components/site/session-notice.tsx). The server is asked, because another tab may have put the end off.

import { onShown } from './page.ts'

const LOOK_MS = 10_000
type Part = '' | 'idle' | 'firm' | 'over'

let notice: HTMLElement | null = null
let end = Number.POSITIVE_INFINITY

onShown(() => {
  notice = document.querySelector('[data-session]')
  end = notice ? Date.now() + Number(notice.dataset.session) : Number.POSITIVE_INFINITY
})

setInterval(() => { if (Date.now() > end - warnMs()) ask('GET').catch(() => {}) }, LOOK_MS)

document.addEventListener('click', ({ target }) => {
  if (target instanceof Element && target.closest('[data-session] button')) ask('POST').catch(() => {})
})

const warnMs = () => Number(notice?.dataset.warn ?? 0)

async function ask(method: 'GET' | 'POST'): Promise<void> {
  const answer = await fetch('/api/session/', { method, cache: 'no-store' })
  if (!answer.ok) return
  const { endsIn, isFirm } = (await answer.json()) as { endsIn: number; isFirm: boolean }
  const isOver = endsIn === 0
  end = isOver ? Number.POSITIVE_INFINITY : Date.now() + endsIn
  show(isOver ? 'over' : endsIn > warnMs() ? '' : isFirm ? 'firm' : 'idle')
}

function show(part: Part): void {
  for (const one of notice?.querySelectorAll<HTMLElement>('[data-part]') ?? []) one.hidden = one.dataset.part !== part
  notice?.classList.toggle('is-shown', part !== '')
}

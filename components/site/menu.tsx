'use client'

import { useEffect, useRef, type ReactNode } from 'react'
import { classNames } from '../ui/class-names.ts'

/** A menu that opens without JavaScript; with it, Escape and a click elsewhere close it. */
export function Menu({ summary, up, children }: { summary: ReactNode; up?: boolean; children: ReactNode }) {
  const details = useRef<HTMLDetailsElement>(null)
  useEffect(() => closeWhenLeft(details), [])
  return (
    <details ref={details} className={classNames('menu', up && 'menu-up')}>
      <summary>{summary}</summary>
      <div className="menu-list">{children}</div>
    </details>
  )
}

function closeWhenLeft(details: { current: HTMLDetailsElement | null }) {
  const close = (event: Event) => {
    const menu = details.current
    if (!menu?.open) return
    if (event instanceof KeyboardEvent) {
      if (event.key !== 'Escape') return
      menu.querySelector('summary')?.focus()
    } else if (event.target instanceof Node && menu.contains(event.target)) return
    menu.open = false
  }
  document.addEventListener('keydown', close)
  document.addEventListener('click', close)
  return () => {
    document.removeEventListener('keydown', close)
    document.removeEventListener('click', close)
  }
}

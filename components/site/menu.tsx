import type { ReactNode } from 'react'
import { classNames } from '../ui/class-names.ts'

/** A menu that opens without JavaScript; with it, Escape and a click elsewhere close it (scripts/menus.ts). */
export function Menu({ summary, up, children }: { summary: ReactNode; up?: boolean; children: ReactNode }) {
  return (
    <details className={classNames('menu', up && 'menu-up')}>
      <summary>{summary}</summary>
      <div className="menu-list">{children}</div>
    </details>
  )
}

import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { Icon } from './icon.tsx'

export type Tone = 'info' | 'good' | 'warn' | 'bad'

const icons = { info: 'info', good: 'check', warn: 'warning', bad: 'alert' } as const

/** One or two sentences that matter now. `live` reads it aloud when it appears after an action. */
export function Alert({ tone = 'info', live, className, children }: { tone?: Tone; live?: boolean; className?: string; children: ReactNode }) {
  return (
    <div className={classNames('alert', tone !== 'info' && `alert-${tone}`, className)} role={live ? (tone === 'bad' ? 'alert' : 'status') : undefined}>
      <Icon name={icons[tone]} />
      <div>{children}</div>
    </div>
  )
}

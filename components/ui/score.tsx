import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { Icon } from './icon.tsx'

type Props = {
  title: string
  level?: 2 | 3
  done: number
  total: number
  /** The figure: "4 of 5". */
  result: string
  /** What it means, in a few words. */
  summary: string
  children: ReactNode
}

/** A figure as a wall: a merlon for each thing done, a gap for each open one. Beside it, what to do about it. */
export function Score({ title, level = 3, done, total, result, summary, children }: Props) {
  const Heading = level === 2 ? 'h2' : 'h3'
  return (
    <div className="panel score">
      <div className="score-side">
        <Heading className="label">{title}</Heading>
        <div className="wall" aria-hidden="true">{Array.from({ length: total }, (_, place) => <i key={place} className={place < done ? undefined : 'missing'} />)}</div>
        <p className="text-h1 leading-tight font-semibold">{result}</p>
        <p className="text-small text-ink-3">{summary}</p>
      </div>
      <div className="score-body">{children}</div>
    </div>
  )
}

export type Check = {
  key: string
  label: string
  /** How things are. */
  why: ReactNode
  /** Why it matters. */
  matters?: string
  done: boolean
  /** For screen readers: "open" or "done". */
  state: string
  action?: ReactNode
}

/** What counts into a score, each with how things are and what mends it. */
export function Checks({ checks, className }: { checks: Check[]; className?: string }) {
  return (
    <ul className={classNames('checks', className)}>
      {checks.map(({ key, label, why, matters, done, state, action }) => (
        <li key={key} className={done ? undefined : 'open'}>
          <Icon name={done ? 'check' : 'warning'} />
          <div>
            <p><span className="sr-only">{state}: </span><b>{label}</b> <span className="why">{why}</span></p>
            {matters && <p className="matters">{matters}</p>}
          </div>
          {action && <div className="mend">{action}</div>}
        </li>
      ))}
    </ul>
  )
}

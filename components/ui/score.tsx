import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'

export type Check = { key: string; label: string; why: ReactNode; done: boolean; /** For screen readers: "open" or "done". */ state: string; action?: ReactNode }

/** The check-up: a merlon for each thing done, a gap for each open one; open ones come first. */
export function Score({ title, result, summary, checks }: { title: string; result: string; summary: string; checks: Check[] }) {
  const done = checks.filter((check) => check.done)
  const open = checks.filter((check) => !check.done)
  return (
    <div className="panel score">
      <div className="score-side">
        <h3 className="label">{title}</h3>
        <div className="wall" aria-hidden="true">{[...done, ...open].map((check) => <i key={check.key} className={check.done ? undefined : 'missing'} />)}</div>
        <p className="text-h1 leading-tight font-semibold">{result}</p>
        <p className="text-small text-ink-3">{summary}</p>
      </div>
      <ul className="score-list">
        {[...open, ...done].map((check) => (
          <li key={check.key} className={check.done ? undefined : 'open'}>
            <Icon name={check.done ? 'check' : 'warning'} />
            <span><span className="sr-only">{check.state}: </span>{check.label}</span>
            <span className="why">{check.why}</span>
            {check.action}
          </li>
        ))}
      </ul>
    </div>
  )
}

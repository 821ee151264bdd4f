import type { ReactNode } from 'react'

export type TimelineEntry = { key: string; text: ReactNode; /** When, where, record number. */ about: ReactNode; /** Worth a second look. */ check?: string }

/** What happened, newest first. An entry to check is marked by colour and, for those who do not see it, by its word. */
export function Timeline({ label, entries }: { label: string; entries: TimelineEntry[] }) {
  return (
    <ol className="timeline" aria-label={label}>
      {entries.map((entry) => (
        <li key={entry.key} className={entry.check ? 'check-this' : undefined}>
          {entry.check && <span className="sr-only">{entry.check} </span>}
          {entry.text}
          <span className="sub">{entry.about}</span>
        </li>
      ))}
    </ol>
  )
}

import type { ReactNode } from 'react'

export type Stop = { key: string; when: ReactNode; title: ReactNode; text: ReactNode }

/** What happens on which day. */
export function Days({ label, stops }: { label: string; stops: Stop[] }) {
  return (
    <ol className="days" aria-label={label}>
      {stops.map(({ key, when, title, text }) => (
        <li key={key}>
          <p className="when">{when}</p>
          <h3>{title}</h3>
          <p>{text}</p>
        </li>
      ))}
    </ol>
  )
}

import type { ReactNode } from 'react'

/** What cannot be taken back: the consequence first, then the form. */
export function DangerZone({ title, consequence, children, level = 3 }: { title: string; consequence: ReactNode; children: ReactNode; level?: 2 | 3 }) {
  const Heading = level === 2 ? 'h2' : 'h3'
  return (
    <div className="danger-zone">
      <Heading className="text-base leading-snug">{title}</Heading>
      <p className="mt-0.5 mb-4 text-small text-ink-2">{consequence}</p>
      {children}
    </div>
  )
}

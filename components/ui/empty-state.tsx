import type { ReactNode } from 'react'

/** Nothing here yet: what would be, and the one thing to do. */
export function EmptyState({ title, children, action, level = 3 }: { title: string; children?: ReactNode; action?: ReactNode; level?: 2 | 3 }) {
  const Heading = level === 2 ? 'h2' : 'h3'
  return (
    <div className="empty">
      <Heading className="text-base leading-snug">{title}</Heading>
      {children && <p className="mt-0.5 max-w-[30rem] text-label text-ink-2">{children}</p>}
      {action && <div className="mt-4">{action}</div>}
    </div>
  )
}

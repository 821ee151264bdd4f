import type { ReactNode } from 'react'

/** A specimen under its name. */
export function Show({ title, children }: { title: string; children: ReactNode }) {
  return <section className="mt-11"><h2 className="mb-4 border-b border-line pb-1.5 text-tiny font-medium tracking-normal text-ink-3">{title}</h2>{children}</section>
}

import type { ReactNode } from 'react'

/** Names and their values, as in the aside of a project. */
export function Facts({ facts }: { facts: { label: string; value: ReactNode }[] }) {
  return <dl className="facts">{facts.map(({ label, value }) => [<dt key={`${label}-name`}>{label}</dt>, <dd key={label}>{value}</dd>])}</dl>
}

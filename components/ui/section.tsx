import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

type Props = {
  id?: string
  title: ReactNode
  /** How many stand below, after the title. */
  count?: number | string
  lead?: ReactNode
  actions?: ReactNode
  level?: 2 | 3
  /** A section of a long settings page: a hairline and more room above. */
  major?: boolean
  children?: ReactNode
}

/** A heading with its actions at the end, and what belongs to it. */
export function Section({ id, title, count, lead, actions, level = 2, major, children }: Props) {
  const Heading = level === 2 ? 'h2' : 'h3'
  return (
    <section id={id} className={classNames('section', major && 'section-major')}>
      <div className="section-head">
        <div>
          <Heading className={classNames(level === 3 && 'text-[1.0625rem]')}>{title}{count !== undefined && <span className="section-count"> {count}</span>}</Heading>
          {lead && <p>{lead}</p>}
        </div>
        {actions && <div className="section-actions">{actions}</div>}
      </div>
      {children}
    </section>
  )
}

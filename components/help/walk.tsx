import type { ReactNode } from 'react'
import { classNames } from '../ui/class-names.ts'

export type Step = { key: string; title?: ReactNode; text: ReactNode; picture?: ReactNode; command?: ReactNode }

/** Steps that are taken one after the other, each with a picture where there is one. */
export function Walk({ steps }: { steps: Step[] }) {
  return (
    <ol className={classNames('walk', steps.every(({ picture }) => !picture) && 'walk-plain')}>
      {steps.map(({ key, title, text, picture, command }) => (
        <li key={key}>
          <div>{title && <h3>{title}</h3>}<p>{text}</p>{command && <div className="mt-3">{command}</div>}</div>
          {picture && <Picture>{picture}</Picture>}
        </li>
      ))}
    </ol>
  )
}

/** A drawing on its sheet. */
export function Picture({ children }: { children: ReactNode }) {
  return <div className="picture">{children}</div>
}

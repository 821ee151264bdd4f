import type { ReactNode } from 'react'

export type Answer = { id: string; ask: ReactNode; text: ReactNode; /** What a program prints: English, whatever the page speaks. */ said?: string[] }

/** Questions and answers; each has an address of its own. */
export function Answers({ answers }: { answers: Answer[] }) {
  return (
    <div className="answers">
      {answers.map(({ id, ask, text, said = [] }) => (
        <section key={id} id={id}>
          <h3>{ask}</h3>
          {said.map((line) => <samp key={line} lang="en" dir="ltr">{line}</samp>)}
          <p>{text}</p>
        </section>
      ))}
    </div>
  )
}

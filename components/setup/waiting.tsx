import type { ReactNode } from 'react'

type Props = { text: ReactNode; /** What is said in its place where no script looks again. */ withoutScript?: ReactNode; link: ReactNode }

/** Something is awaited: scripts/main.ts asks the server again meanwhile. Without JavaScript there is a link that does the same. */
export function Waiting({ text, withoutScript, link }: Props) {
  return (
    <p aria-live="polite" data-waiting="">
      {withoutScript ? <span className="needs-script">{text}</span> : text}
      <noscript> {withoutScript} {link}</noscript>
    </p>
  )
}

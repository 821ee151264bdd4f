import type { ReactNode } from 'react'
import { Icon } from '../ui/icon.tsx'
import { KeyAnswers, KeyIsSilent } from './drawings/account.tsx'

/** Of a domain that nobody can register (RFC 2606). */
const NOBODYS = 'sign-in-service.example'

type Shown = { title: ReactNode; says: ReactNode }

/** The right address and a false one: text, not pictures of it, so that it grows, breaks and is read aloud. What counts is underlined. */
export function Addresses({ origin, right, wrong }: { origin: string; right: Shown; wrong: Shown }) {
  const { protocol, host, hostname } = new URL(origin)
  return (
    <div className="compare">
      <div className="is-right">
        <h3><Icon name="check" />{right.title}</h3>
        <code className="address">{`${protocol}//`}<b>{host}</b>/</code>
        <KeyAnswers />
        <p>{right.says}</p>
      </div>
      <div className="is-false">
        <h3><Icon name="alert" />{wrong.title}</h3>
        <code className="address">https://{hostname}.<b>{NOBODYS}</b>/</code>
        <KeyIsSilent />
        <p>{wrong.says}</p>
      </div>
    </div>
  )
}

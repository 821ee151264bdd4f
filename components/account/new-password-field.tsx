'use client'

import { useId, useRef, useState, type FormEvent } from 'react'
import { useFormState } from '#components/ui/form-context.ts'
import { PasswordField } from '#components/ui/password-field.tsx'
import type { PasswordStrength } from '#lib/accounts/input.ts'

/** The meter's words, weakest first, and the sentences for what is refused. */
export type StrengthText = { label: string; scores: string[]; refusals: Record<string, string> }
type Props = { name: string; label: string; hint: string; siteName: string; text: StrengthText; /** Names that must not be the password, where the form does not hold them. */ own?: { username?: string; name?: string } }

/** A new password, with a meter that knows what the person typed into the fields around it. Without JavaScript it is a plain field. */
export function NewPasswordField({ name, label, hint, siteName, text, own }: Props) {
  const answer = useFormState()
  const [judged, setJudged] = useState<{ strength: PasswordStrength | null; before: typeof answer }>({ strength: null, before: answer })
  const latest = useRef(0)
  const judge = (event: FormEvent<HTMLInputElement>) => {
    const { value, form } = event.currentTarget
    const typed = (field: string) => String((form && new FormData(form).get(field)) ?? '')
    const context = { siteName, username: own?.username ?? typed('username'), name: own?.name ?? typed('name'), address: typed('email') }
    const turn = ++latest.current
    // Fetched with the first letter: whoever does not choose a password does not load its rules.
    void import('#lib/accounts/input.ts').then(({ passwordStrength }) => {
      if (turn === latest.current) setJudged({ strength: value === '' ? null : passwordStrength(value, context), before: answer })
    }, () => {})
  }
  return (
    <div>
      <PasswordField name={name} label={label} hint={hint} autoComplete="new-password" onInput={judge} />
      {/* An answer empties the field. */}
      <StrengthMeter strength={judged.before === answer ? judged.strength : null} text={text} />
    </div>
  )
}

function StrengthMeter({ strength, text }: { strength: PasswordStrength | null; text: StrengthText }) {
  const id = useId()
  const words = strength && (strength.refusal ? text.refusals[strength.refusal] : text.scores[strength.score])
  return (
    <div className="needs-script mt-2 flex items-center gap-3 text-small" hidden={!strength}>
      <meter className="strength" min={0} max={4} low={2} optimum={4} value={strength?.score ?? 0} aria-label={text.label} aria-describedby={id} />
      <output id={id} className="text-ink-2">{words}</output>
    </div>
  )
}

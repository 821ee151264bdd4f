import { useId } from 'react'
import { PasswordField } from '#components/ui/password-field.tsx'

/** The meter's words, weakest first, and the sentences for what is refused. */
export type StrengthText = { label: string; scores: string[]; refusals: Record<string, string> }
type Props = { name: string; label: string; hint: string; siteName: string; text: StrengthText; /** Names that must not be the password, where the form does not hold them. */ own?: { username?: string; name?: string } }

/** A new password, with a meter that knows what the person typed into the fields around it (scripts/passwords.ts). Without JavaScript it is a plain field. */
export function NewPasswordField({ name, label, hint, siteName, text, own }: Props) {
  const id = useId()
  const words = JSON.stringify({ scores: text.scores, refusals: text.refusals })
  return (
    <div data-strength={words} data-site={siteName} data-username={own?.username} data-person={own?.name}>
      <PasswordField name={name} label={label} hint={hint} autoComplete="new-password" />
      <div className="needs-script mt-2 flex items-center gap-3 text-small" hidden>
        <meter className="strength" min={0} max={4} low={2} optimum={4} value={0} aria-label={text.label} aria-describedby={id} />
        <output id={id} className="text-ink-2" />
      </div>
    </div>
  )
}

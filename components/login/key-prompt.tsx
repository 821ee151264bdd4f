'use client'

import { Alert } from '#components/ui/alert.tsx'
import { Button } from '#components/ui/button.tsx'

type Props = { label: string; busy: string; primary?: boolean; pending: boolean; error: string | null; errors: Record<string, string>; onClick: () => void }

/** The button of a ceremony and what became of it. The prompt is read aloud; a second click starts anew. */
export function KeyPrompt({ label, busy, primary, pending, error, errors, onClick }: Props) {
  return (
    <div>
      <Button type="button" full kind={primary ? 'primary' : 'default'} onClick={onClick}>{label}</Button>
      <output className="hint mt-2 block empty:hidden">{pending ? busy : ''}</output>
      {error && !pending && <Alert tone="bad" live className="mt-3">{errors[error] ?? errors['key-failed']}</Alert>}
    </div>
  )
}

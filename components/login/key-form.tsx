'use client'

import type { ReactNode } from 'react'
import { Button } from '#components/ui/button.tsx'
import { useFormState } from '#components/ui/form-context.ts'
import { ActionForm } from '#components/ui/form.tsx'
import type { FormAction } from '#components/ui/form-state.ts'

/** What the browser may find at fault, of all the sentences of a page. */
const OF_BROWSER = ['key-duplicate', 'key-cancelled', 'key-address', 'key-unsupported', 'key-failed']

type Props = {
  action: FormAction
  id: string
  errors: Record<string, string>
  /** Whether a key is registered, or one is asked for that is registered already. */
  ceremony: 'new' | 'known'
  /** Id of a field elsewhere on the page that goes along. */
  withField?: string
  children: ReactNode
}

/**
 * A form that is sent with the answer of a key. It is sent twice: the first answer holds options for the browser, whose key's
 * answer to them goes along the second time (scripts/forms.ts, lib/web/key-form.ts).
 */
export function KeyForm({ action, id, errors, ceremony, withField, children }: Props) {
  const sentences = Object.fromEntries(OF_BROWSER.map((code) => [code, errors[code]]))
  return (
    <ActionForm action={action} id={id} errors={errors} data-ceremony={ceremony} data-sentences={JSON.stringify(sentences)} data-with={withField}>
      <Options />
      {children}
    </ActionForm>
  )
}

function Options() {
  const data = useFormState().data as { options?: unknown } | undefined
  return data?.options ? <input type="hidden" data-options={JSON.stringify(data.options)} /> : null
}

/** The button of a ceremony. What to do now is read aloud beside it; a second click starts anew. */
export function KeyButton({ label, prompt, primary, name, value }: { label: string; prompt: string; primary?: boolean; name?: string; value?: string }) {
  return (
    <div>
      <Button full kind={primary ? 'primary' : 'default'} name={name} value={value}>{label}</Button>
      <output className="hint mt-2 block empty:hidden" data-prompt={prompt} />
    </div>
  )
}

import { Button, type ButtonKind } from '#components/ui/button.tsx'
import { ActionForm } from '#components/ui/form.tsx'
import type { FormAction } from '#components/ui/form-state.ts'

type Props = { action: FormAction; id: string; label: string; about: string; kind?: ButtonKind; errors: Record<string, string>; fields?: Record<string, string> }

/** A button in a table's row: it sends the row's id. */
export function RowForm({ action, id, label, about, kind = 'quiet', errors, fields = {} }: Props) {
  return (
    <ActionForm action={action} errors={errors} inline label={`${label} ${about}`}>
      <input type="hidden" name="id" value={id} />
      {Object.entries(fields).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
      <Button small kind={kind} about={about}>{label}</Button>
    </ActionForm>
  )
}

/**
 * What a server action behind a form answers. `error`, `fields` and `done` hold literal codes that the page's
 * messages translate, `said` the sentences of those that take a date or a name; `values` are what the form shows again (never a password).
 */
export type FormState = {
  error?: string
  fields?: Record<string, string | undefined>
  said?: Record<string, string>
  values?: Record<string, string>
  done?: string
  data?: unknown
}

/** A server action as `useActionState` calls it. */
export type FormAction = (before: FormState, form: FormData) => FormState | Promise<FormState>

export const emptyForm: FormState = {}

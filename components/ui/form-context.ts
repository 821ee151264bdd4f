'use client'

import { createContext, use } from 'react'
import { emptyForm, type FormState } from './form-state.ts'

type FormOf = { prefix: string; state: FormState; say: (code: string) => string }

/** The form around a field. Outside an ActionForm a field stands alone: no prefix, no state. */
export const FormContext = createContext<FormOf | null>(null)

/** The state of the form around, for client components that show its `data`. */
export const useFormState = (): FormState => use(FormContext)?.state ?? emptyForm

/** What a field needs to know of its form: its id, the sentence of its error, the value to show again. */
export function useField(name: string, id?: string) {
  const form = use(FormContext)
  const code = form?.state.fields?.[name]
  return {
    id: id ?? (form ? `${form.prefix}-${name}` : name),
    error: code && form ? form.say(code) : undefined,
    value: form?.state.values?.[name],
  }
}

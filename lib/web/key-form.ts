import type { FormState } from '#components/ui/form-state.ts'
import type { Result } from '#lib/result.ts'

/**
 * The first of the two answers to a form that a key takes part in (components/login/key-form.tsx): options for the browser,
 * or why there are none. The form comes again, with what the key said to them.
 */
export const offered = (options: Result<unknown, string>): FormState => (options.ok ? { data: { options: options.value } } : { error: options.error })

// The frame of every server action behind a form: did a page of ours send it, who is asking, is the input well-formed.
// The action itself is left with its one task: ask one verb, answer.

import type { z } from 'zod'
import type { FormState } from '#components/ui/form-state.ts'
import type { Origin } from '#lib/origin.ts'
import { setAnswerHeader } from './answer-status.ts'
import { type CurrentUser, currentUser } from './current-user.ts'
import { type Allow, missingSudo, pageOfForm, requireAdmin, requireUser, signInPath, type SudoBy } from './guards.ts'
import { requestOrigin } from './request-origin.ts'
import { assertSameOrigin } from './same-origin.ts'

export type FormAction = (before: FormState, form: FormData) => Promise<FormState>
type Run<S extends z.ZodType> = (input: z.output<S>, origin: Origin) => Promise<FormState>
type RunFor<S extends z.ZodType> = (user: CurrentUser, input: z.output<S>, origin: Origin) => Promise<FormState>

/** An action that anyone may ask for. `run(input, origin)` answers the form's state, or redirects. */
export function publicAction<S extends z.ZodType>(schema: S, run: Run<S>): FormAction {
  return async (_before, form) => {
    await assertSameOrigin()
    return answer(schema, form, run)
  }
}

/**
 * An action for people who are signed in: `run(user, input, origin)`. Whoever's session ended meanwhile does not lose what they
 * typed: the state carries the values, `error: 'sign-in-first'` and in `data.confirm` the address where one signs in.
 */
export function userAction<S extends z.ZodType>(schema: S, run: RunFor<S>, allow: Allow = {}): FormAction {
  return async (_before, form) => {
    await assertSameOrigin()
    if (!(await currentUser())) return signInFirst(form)
    const user = await requireUser(undefined, allow)
    return answer(schema, form, (input, origin) => run(user, input, origin))
  }
}

/**
 * An action that asks for a recent confirmation. Without one, nothing is done and nothing typed is lost: the state carries
 * the values, `error: 'confirm-first'` and in `data.confirm` the address where one confirms.
 */
export function sudoAction<S extends z.ZodType>(schema: S, run: RunFor<S>, allow: Allow = {}, by: SudoBy = 'any'): FormAction {
  return async (_before, form) => {
    await assertSameOrigin()
    if (!(await currentUser())) return signInFirst(form)
    const user = await requireUser(undefined, allow)
    const missing = await missingSudo(user, by, await pageOfForm())
    return missing ? first('confirm-first', missing, form) : answer(schema, form, (input, origin) => run(user, input, origin))
  }
}

/** The same for what cannot be undone, and for what decides who can sign in or owns: whoever has a key confirmed by key. */
export function sudoByKeyAction<S extends z.ZodType>(schema: S, run: RunFor<S>, allow: Allow = {}): FormAction {
  return sudoAction(schema, run, allow, 'key')
}

/** The same for administrators whose session proved two factors; to anybody else the page is not there. */
export function adminAction<S extends z.ZodType>(schema: S, run: RunFor<S>): FormAction {
  const confirmed = sudoAction(schema, run)
  return async (before, form) => {
    await assertSameOrigin()
    await requireAdmin()
    return confirmed(before, form)
  }
}

const signInFirst = async (form: FormData): Promise<FormState> => first('sign-in-first', signInPath(await pageOfForm()), form)

/** The page around the form may ask the same and lead away with all that was typed: a script that sent it stays, and says so (scripts/forms.ts). */
function first(error: 'sign-in-first' | 'confirm-first', confirm: string, form: FormData): FormState {
  setAnswerHeader('X-Go-First', `${error} ${confirm}`)
  return { error, values: isForm(form) ? typedValues(form) : {}, data: { confirm } }
}

/** What is typed as a form is whatever was sent: an action is an address that anyone can call (security bar e.4 W9). */
async function answer<S extends z.ZodType>(schema: S, form: FormData, run: Run<S>): Promise<FormState> {
  if (!isForm(form) || hasZeroByte(form)) return { error: 'invalid-input' }
  const input = schema.safeParse(fieldsOf(form))
  if (!input.success) return { error: 'invalid-input', fields: fieldErrors(input.error), values: typedValues(form) }
  const state = await run(input.data, await requestOrigin())
  return state.error || state.fields ? { values: typedValues(form), ...state } : state
}

/** Postgres takes none in a text: it would be our trouble, not a refusal. */
const hasZeroByte = (form: FormData) => [...form].flat().some((part) => typeof part === 'string' && part.includes('\0'))

const isForm = (sent: unknown) => sent instanceof FormData

/** The fields by name, without React's own; a name sent twice becomes a list, which a schema for text refuses. */
export function fieldsOf(form: FormData): Record<string, FormDataEntryValue | FormDataEntryValue[]> {
  const names = [...new Set(form.keys())].filter((name) => !name.startsWith('$ACTION'))
  return Object.fromEntries(names.map((name) => {
    const all = form.getAll(name)
    return [name, all.length === 1 ? (all[0] ?? '') : all]
  }))
}

const SECRET = /password|secret|ticket|assertion|attestation|^(recovery)?code$|^token$/i

/** What was typed, to show it again; never what is secret. */
export function typedValues(form: FormData): Record<string, string> {
  const typed = Object.entries(fieldsOf(form)).filter(([name, value]) => typeof value === 'string' && !SECRET.test(name))
  return Object.fromEntries(typed.map(([name, value]) => [name, String(value)]))
}

/** The first refusal of each field: the code its rule names, else `invalid`. */
function fieldErrors(error: z.ZodError): Record<string, string> {
  const errors: Record<string, string> = {}
  for (const issue of error.issues) errors[String(issue.path[0] ?? '')] ??= /^[a-z-]+$/.test(issue.message) ? issue.message : 'invalid'
  return errors
}

'use client'

import { useActionState, useId, type ComponentProps, type ReactNode } from 'react'
import { useTranslations } from 'next-intl'
import { Alert } from './alert.tsx'
import { ErrorSummary } from './error-summary.tsx'
import { FormContext } from './form-context.ts'
import { emptyForm, type FormAction } from './form-state.ts'

type Props = Omit<ComponentProps<'form'>, 'action'> & {
  action: FormAction
  /** Sentence for each code in `error` and `fields`; codes of the `errors` namespace need none. */
  errors?: Record<string, string>
  /** Sentence for each code in `done`. */
  done?: Record<string, string>
  /** Prefix of the fields' ids, where a test or a link needs them stable. */
  id?: string
  /** In one line: fields and button side by side. */
  inline?: boolean
  label?: string
  children: ReactNode
}

/**
 * A form on a server action, with or without JavaScript (scripts/forms.ts sends it). It says what went wrong (summary first,
 * then at each field), and shows again what was entered. Fields find their error and value through FormContext.
 */
export function ActionForm({ action, errors = {}, done = {}, id, inline, label, children, ...form }: Props) {
  const [state, send] = useActionState(action, emptyForm)
  const ownId = useId()
  const say = useSentences({ ...errors, ...state.said })
  const prefix = id ?? ownId
  // The fields say it better than the form.
  const general = state.error === 'invalid-input' && state.fields ? undefined : state.error
  const problems = Object.entries(state.fields ?? {}).flatMap(([field, code]) => (code ? [{ href: `#${prefix}-${field}`, text: say(code) }] : []))

  return (
    <FormContext value={{ prefix, state, say }}>
      <form {...form} action={send} id={id} noValidate aria-label={label}>
        {isAway(state.error) ? <GoFirst error={state.error} data={state.data} /> : (general || problems.length > 0) && <ErrorSummary error={general && say(general)} problems={problems} className="mb-6" />}
        {state.done && done[state.done] && <Alert tone="good" live className="mb-6">{done[state.done]}</Alert>}
        <div className={inline ? 'form-inline' : 'form'}>{children}</div>
      </form>
    </FormContext>
  )
}

type Away = 'confirm-first' | 'sign-in-first'
const isAway = (error: string | undefined): error is Away => error === 'confirm-first' || error === 'sign-in-first'

/** The action asks who is here, or for a fresh proof of it. Another tab takes the answer, so that nothing typed is lost. */
export function GoFirst({ error, data, sendsItself }: { error: Away; data?: unknown; /** A script sends the form when that is done. */ sendsItself?: boolean }) {
  const t = useTranslations('ui')
  const where = typeof data === 'object' && data && 'confirm' in data ? String(data.confirm) : '/account/login/'
  const [says, link] = error === 'confirm-first' ? [t('confirmFirst'), t(sendsItself ? 'confirmAndSend' : 'confirmLink')] : [t('signInFirst'), t('signInLink')]
  return <Alert tone="warn" live className="mb-6">{says} <a href={where} target="_blank">{link}</a></Alert>
}

/** The page's own sentence for a code, then the common one, then a plain "try again". */
function useSentences(errors: Record<string, string>) {
  const t = useTranslations('errors')
  return (code: string) => errors[code] ?? (isCommon(code, t) ? t(code) : t('unknown'))
}

type Errors = ReturnType<typeof useTranslations<'errors'>>
const isCommon = (code: string, t: Errors): code is Parameters<Errors>[0] & string => t.has(code as Parameters<Errors['has']>[0])

'use client'

import type { ComponentProps, ReactNode } from 'react'
import { useTranslations } from 'next-intl'
import { classNames } from './class-names.ts'
import { useField } from './form-context.ts'
import { Icon } from './icon.tsx'

export type FieldText = { label: ReactNode; hint?: ReactNode; optional?: boolean; /** An error from outside a form's state. */ error?: string; /** A button beside the input. */ beside?: ReactNode }
export type FieldProps = FieldText & { name: string; id?: string }

/** Label, hint, error, input, in that order. The input comes from `children`, told its id and what describes it. */
export function FieldFrame({ name, id: ownId, label, hint, error: ownError, optional, beside, className, children }: FieldProps & { className?: string; children: (input: InputParts) => ReactNode }) {
  const t = useTranslations('ui')
  const field = useField(name, ownId)
  const error = ownError ?? field.error
  const parts = describe(field.id, { hint: Boolean(hint), error: Boolean(error) })

  return (
    <div className={classNames('field', error && 'field-invalid', className)}>
      <label className="label" htmlFor={field.id}>{label}{optional && <span className="label-optional"> {t('optional')}</span>}</label>
      {hint && <p className="hint" id={`${field.id}-hint`}>{hint}</p>}
      {error && <FieldError id={`${field.id}-error`}>{error}</FieldError>}
      <div className={classNames('field-body', Boolean(beside) && 'field-beside')}>{children({ ...parts, value: field.value })}{beside}</div>
    </div>
  )
}

/** One line of text. Keeps what was entered when the form comes back. */
export function Field({ name, id, label, hint, error, optional, beside, mono, defaultValue, className, ...input }: FieldProps & { mono?: boolean } & Omit<ComponentProps<'input'>, 'id'>) {
  return (
    <FieldFrame {...{ name, id, label, hint, error, optional, beside }}>
      {({ value, ...parts }) => (
        <input type="text" required={!optional} {...input} {...parts} name={name} defaultValue={value ?? defaultValue}
          className={classNames('input', mono && 'input-mono', className)} />
      )}
    </FieldFrame>
  )
}

/** Several lines of text. */
export function TextArea({ name, id, label, hint, error, optional, defaultValue, className, ...input }: FieldProps & Omit<ComponentProps<'textarea'>, 'id'>) {
  return (
    <FieldFrame {...{ name, id, label, hint, error, optional }}>
      {({ value, ...parts }) => <textarea required={!optional} {...input} {...parts} name={name} defaultValue={value ?? defaultValue} className={classNames('input input-area', className)} />}
    </FieldFrame>
  )
}

/** One of several, where they are many; up to about six are a RadioGroup. */
export function Select({ name, id, label, hint, error, optional, options, defaultValue, className, ...input }: FieldProps & { options: { value: string; label: string }[] } & Omit<ComponentProps<'select'>, 'id'>) {
  return (
    <FieldFrame {...{ name, id, label, hint, error, optional }}>
      {({ value, ...parts }) => (
        // React resets a select to its first default after an action; a new key makes the kept value the default.
        <div className="select">
          <select key={value} {...input} {...parts} name={name} defaultValue={value ?? defaultValue} className={classNames('input', className)}>
            {options.map((option) => <option key={option.value} value={option.value}>{option.label}</option>)}
          </select>
          <Icon name="chevron-down" small />
        </div>
      )}
    </FieldFrame>
  )
}

/** A one-time code: one field, so that paste, autofill and screen readers work. Spaces are accepted. */
export function CodeInput({ name, id, label, hint, error, beside, className, ...input }: FieldProps & Omit<ComponentProps<'input'>, 'id'>) {
  return (
    <FieldFrame {...{ name, id, label, hint, error, beside }}>
      {({ value: _spent, ...parts }) => (
        <input type="text" inputMode="numeric" autoComplete="one-time-code" spellCheck={false} required maxLength={10} {...input} {...parts} name={name} className={classNames('input input-code', className)} />
      )}
    </FieldFrame>
  )
}

/** The sentence at the field that is wrong. */
export function FieldError({ id, children }: { id: string; children: ReactNode }) {
  return <p className="field-error" id={id}><Icon name="alert" small />{children}</p>
}

type InputParts = { id: string; 'aria-describedby'?: string; 'aria-invalid'?: true; value?: string }

/** The attributes that tie an input to its hint and its error. */
export function describe(id: string, has: { hint: boolean; error: boolean }): InputParts {
  const by = classNames(has.hint && `${id}-hint`, has.error && `${id}-error`)
  return { id, 'aria-describedby': by || undefined, 'aria-invalid': has.error || undefined }
}

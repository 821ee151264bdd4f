'use client'

import type { ComponentProps, ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { describe, FieldError, type FieldProps } from './field.tsx'
import { useField } from './form-context.ts'

/** A yes or no, with its label beside it. `optional={false}` where it must be ticked. */
export function Checkbox({ name, id: ownId, label, hint, error: ownError, optional, value = 'on', defaultChecked, ...input }: FieldProps & Omit<ComponentProps<'input'>, 'id'>) {
  const { id, error: formError, value: kept } = useField(name, ownId)
  const error = ownError ?? formError
  const parts = describe(id, { hint: Boolean(hint), error: Boolean(error) })
  const checked = kept === undefined ? defaultChecked : kept === value

  return (
    <div className={classNames('check', error && 'field-invalid')}>
      <input key={kept} type="checkbox" {...input} {...parts} name={name} value={value} defaultChecked={checked} required={optional === false} className="box" />
      <div>
        <label htmlFor={id}>{label}</label>
        {hint && <p className="hint" id={`${id}-hint`}>{hint}</p>}
        {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
      </div>
    </div>
  )
}

export type Choice = { value: string; label: ReactNode; hint?: ReactNode; /** What opens under it: a field that belongs to this choice. */ children?: ReactNode }

/** One of a few, all in sight. */
export function RadioGroup({ name, id: ownId, label, hint, error: ownError, choices, defaultValue }: FieldProps & { choices: Choice[]; defaultValue?: string }) {
  const { id, error: formError, value: kept } = useField(name, ownId)
  const error = ownError ?? formError
  const { 'aria-describedby': describedBy } = describe(id, { hint: Boolean(hint), error: Boolean(error) })
  const chosen = kept ?? defaultValue

  return (
    <fieldset className={classNames(error && 'field-invalid')} aria-describedby={describedBy} role="radiogroup" aria-invalid={error ? true : undefined}>
      <legend className="label">{label}</legend>
      {hint && <p className="hint" id={`${id}-hint`}>{hint}</p>}
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
      <div className="mt-2 grid gap-3" key={chosen}>
        {choices.map((choice, place) => <Radio key={choice.value} id={place === 0 ? id : `${id}-${choice.value}`} name={name} choice={choice} chosen={chosen === choice.value} />)}
      </div>
    </fieldset>
  )
}

function Radio({ id, name, choice, chosen }: { id: string; name: string; choice: Choice; chosen: boolean }) {
  const hintId = `${id}-about`
  return (
    <div className="check">
      <input type="radio" id={id} name={name} value={choice.value} defaultChecked={chosen} aria-describedby={choice.hint ? hintId : undefined} className="box" />
      <div>
        <label htmlFor={id}>{choice.label}</label>
        {choice.hint && <p className="hint" id={hintId}>{choice.hint}</p>}
        {choice.children && <div className="mt-3">{choice.children}</div>}
      </div>
    </div>
  )
}

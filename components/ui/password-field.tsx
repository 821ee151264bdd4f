'use client'

import { useState, type ComponentProps } from 'react'
import { useTranslations } from 'next-intl'
import { FieldFrame, type FieldProps } from './field.tsx'

/** A password: never shown again after sending, may be pasted, and can be looked at where JavaScript runs. */
export function PasswordField({ name, id, label, hint, error, optional, autoComplete = 'current-password', ...input }: FieldProps & Omit<ComponentProps<'input'>, 'id'>) {
  const t = useTranslations('ui')
  const [shown, setShown] = useState(false)

  return (
    <FieldFrame {...{ name, id, label, hint, error, optional }}>
      {({ value: _never, ...parts }) => (
        <div className="password">
          <input required={!optional} {...input} {...parts} name={name} type={shown ? 'text' : 'password'} className="input"
            autoComplete={autoComplete} autoCapitalize="none" autoCorrect="off" spellCheck={false} />
          <button type="button" className="button needs-script" aria-pressed={shown} aria-controls={parts.id} onClick={() => setShown(!shown)}>
            {t(shown ? 'hide' : 'show')}<span className="sr-only"> {label}</span>
          </button>
        </div>
      )}
    </FieldFrame>
  )
}

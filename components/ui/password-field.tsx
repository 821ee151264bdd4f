'use client'

import type { ComponentProps } from 'react'
import { useTranslations } from 'next-intl'
import { FieldFrame, type FieldProps } from './field.tsx'

/** A password: never shown again after sending, may be pasted, and can be looked at where JavaScript runs (scripts/small-buttons.ts). */
export function PasswordField({ name, id, label, hint, error, optional, autoComplete = 'current-password', ...input }: FieldProps & Omit<ComponentProps<'input'>, 'id'>) {
  const t = useTranslations('ui')

  return (
    <FieldFrame {...{ name, id, label, hint, error, optional }}>
      {({ value: _never, ...parts }) => (
        <div className="password">
          <input required={!optional} {...input} {...parts} name={name} type="password" className="input"
            autoComplete={autoComplete} autoCapitalize="none" autoCorrect="off" spellCheck={false} />
          <button type="button" className="button needs-script" aria-pressed="false" aria-controls={parts.id} data-shows={t('show')} data-hides={t('hide')}>
            <span>{t('show')}</span><span className="sr-only"> {label}</span>
          </button>
        </div>
      )}
    </FieldFrame>
  )
}

'use client'

import { useEffect, useRef } from 'react'
import { useTranslations } from 'next-intl'
import { classNames } from './class-names.ts'

type Problem = { href: string; text: string }

/** Everything that is wrong with a form, above it; it takes the focus (by attribute where no script runs), and each line leads to its field. */
export function ErrorSummary({ of, error, problems = [], className }: { of?: unknown; error?: string; problems?: Problem[]; className?: string }) {
  const t = useTranslations('ui')
  const box = useRef<HTMLDivElement>(null)
  // oxlint-disable-next-line react/exhaustive-effect-dependencies -- each new answer takes the focus again
  useEffect(() => box.current?.focus(), [of])

  return (
    // oxlint-disable-next-line jsx-a11y/no-autofocus -- without scripts the browser takes people to the errors by it
    <div ref={box} tabIndex={-1} autoFocus role="alert" className={classNames('error-summary', className)}>
      <h2 className="text-base leading-snug tracking-normal">{t('problem')}</h2>
      <ul>
        {error && <li>{error}</li>}
        {problems.map(({ href, text }) => <li key={href}><a href={href}>{text}</a></li>)}
      </ul>
    </div>
  )
}

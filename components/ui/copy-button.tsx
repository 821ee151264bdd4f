'use client'

import { useEffect, useState } from 'react'
import { useTranslations } from 'next-intl'
import { classNames } from './class-names.ts'
import { Icon } from './icon.tsx'

const COPIED_SECONDS = 3

type Props = { text: string; /** What is copied, for screen readers: "pip command". */ about?: string; kind?: 'default' | 'primary' | 'quiet'; small?: boolean; /** The one icon without a word: beside a hash. */ iconOnly?: boolean }

/** Copies a text. Absent without JavaScript, where it could do nothing. */
export function CopyButton({ text, about, kind = 'default', small, iconOnly }: Props) {
  const t = useTranslations('ui')
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), COPIED_SECONDS * 1000)
    return () => clearTimeout(timer)
  }, [copied])

  const copy = () => navigator.clipboard.writeText(text).then(() => setCopied(true), () => setCopied(false))
  const look = classNames('button needs-script', kind !== 'default' && `button-${kind}`, small && 'button-small', iconOnly && 'button-icon')
  return (
    <button type="button" className={look} onClick={copy}>
      <Icon name={copied ? 'check' : 'copy'} small />
      <span className={iconOnly ? 'sr-only' : undefined} aria-live="polite">{t(copied ? 'copied' : 'copy')}</span>
      {about && <span className="sr-only"> {about}</span>}
    </button>
  )
}

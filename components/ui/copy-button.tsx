import { useTranslations } from 'next-intl'
import { classNames } from './class-names.ts'
import { Icon } from './icon.tsx'

type Props = { text: string; /** What is copied, for screen readers: "pip command". */ about?: string; kind?: 'default' | 'primary' | 'quiet'; small?: boolean; /** The one icon without a word: beside a hash. */ iconOnly?: boolean }

/** Copies a text (scripts/small-buttons.ts). Absent without JavaScript, where it could do nothing. */
export function CopyButton({ text, about, kind = 'default', small, iconOnly }: Props) {
  const t = useTranslations('ui')
  const look = classNames('button copy needs-script', kind !== 'default' && `button-${kind}`, small && 'button-small', iconOnly && 'button-icon')
  return (
    <button type="button" className={look} data-copy={text} data-done={t('copied')}>
      <Icon name="copy" small /><Icon name="check" small />
      <span className={iconOnly ? 'sr-only' : undefined} aria-live="polite">{t('copy')}</span>
      {about && <span className="sr-only"> {about}</span>}
    </button>
  )
}

import { useTranslations } from 'next-intl'
import { Icon } from './icon.tsx'

/** The steps of a task: done, current, next. `current` counts from 0. */
export function Steps({ label, steps, current, className }: { label: string; steps: string[]; current: number; className?: string }) {
  const t = useTranslations('ui')
  return (
    <nav aria-label={label} className={className}>
      <ol className="steps">
        {steps.map((step, place) => (
          <li key={step} className={place < current ? 'steps-done' : undefined} aria-current={place === current ? 'step' : undefined}>
            <span className="steps-mark" aria-hidden="true">{place < current ? <Icon name="check" small /> : place + 1}</span>
            {step}
            {place < current && <span className="sr-only"> {t('stepDone')}</span>}
          </li>
        ))}
      </ol>
    </nav>
  )
}

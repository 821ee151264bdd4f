import { useTranslations } from 'next-intl'
import { Icon } from '../ui/icon.tsx'

export type ShownStep = { name: string; label: string; state: 'done' | 'later' | 'open'; href: string | null }

/** Every step with its number: done, put off, here, to come. Those behind can be opened again. */
export function SetUpProgress({ label, steps, current }: { label: string; steps: ShownStep[]; current: string }) {
  const [t, ui] = [useTranslations('setup'), useTranslations('ui')]
  return (
    <nav aria-label={label} className="mt-4">
      <ol className="steps">
        {steps.map(({ name, label: title, state, href }, place) => (
          <li key={name} className={state === 'done' ? 'steps-done' : undefined} aria-current={name === current ? 'step' : undefined}>
            <span className="steps-mark" aria-hidden="true">{state === 'done' && name !== current ? <Icon name="check" small /> : place + 1}</span>
            {href && name !== current ? <a href={href}>{title}</a> : title}
            {state === 'done' && <span className="sr-only"> {ui('stepDone')}</span>}
            {state === 'later' && <span className="sr-only"> {t('stateLater')}</span>}
          </li>
        ))}
      </ol>
    </nav>
  )
}

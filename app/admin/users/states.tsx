import { useTranslations } from 'next-intl'
import { Badge, type BadgeTone } from '#components/ui/badge.tsx'
import type { PersonForAdmins, PersonState } from '#lib/admin/people.ts'

const TONES: Record<PersonState, BadgeTone> = { disabled: 'bad', secured: 'warn', recovering: 'warn', unconfirmed: 'plain' }

/** What somebody is, and how it is with their account at the moment, as badges. */
export function PersonStates({ person: { isAdmin, states } }: { person: PersonForAdmins }) {
  const t = useTranslations('admin.people')
  return (
    <span className="inline-flex flex-wrap gap-1.5">
      {isAdmin && <Badge tone="accent">{t('administrator')}</Badge>}
      {states.length === 0 && <Badge tone="good">{t('states.active')}</Badge>}
      {states.map((state) => <Badge key={state} tone={TONES[state]}>{t(`states.${state}`)}</Badge>)}
    </span>
  )
}

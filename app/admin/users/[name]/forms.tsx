import type { ReactNode } from 'react'
import { getTranslations } from 'next-intl/server'
import { Button } from '#components/ui/button.tsx'
import { DangerZone } from '#components/ui/danger-zone.tsx'
import { Facts } from '#components/ui/facts.tsx'
import { TextArea } from '#components/ui/field.tsx'
import { ActionForm } from '#components/ui/form.tsx'
import type { FormAction } from '#components/ui/form-state.ts'
import { Section } from '#components/ui/section.tsx'
import { Time } from '#components/ui/time.tsx'
import type { PersonInDetail } from '#lib/admin/people.ts'
import { REASON_MAX_CHARS } from '#lib/numbers.ts'
import { words } from '../../../words.ts'
import { disable, enable, make, remove } from './actions.ts'

export async function Administration({ person }: { person: PersonInDetail }) {
  const t = await getTranslations('admin')
  const { isAdmin } = person
  return (
    <Section major title={t('people.administrator')} lead={t(isAdmin ? 'person.removeLead' : 'person.makeLead')}>
      <PersonForm action={isAdmin ? remove : make} person={person} id="administrator">
        <div><Button kind={isAdmin ? 'danger' : 'default'} busy={t('project.busy')}>{t(isAdmin ? 'person.remove' : 'person.make')}</Button></div>
      </PersonForm>
    </Section>
  )
}

export async function Disabling({ person }: { person: PersonInDetail }) {
  const t = await getTranslations('admin')
  return (
    <div className="mt-8">
      <DangerZone level={2} title={t('person.disableTitle')} consequence={t('person.disableLead')}>
        <PersonForm action={disable} person={person} id="disable">
          <TextArea name="reason" label={t('project.reason')} hint={t('person.reasonHint')} rows={3} maxLength={REASON_MAX_CHARS} dir="auto" />
          <div><Button kind="danger" busy={t('project.busy')}>{t('person.disable')}</Button></div>
        </PersonForm>
      </DangerZone>
    </div>
  )
}

export async function Disabled({ person, disabled: { at, by, reason } }: { person: PersonInDetail; disabled: NonNullable<PersonInDetail['disabled']> }) {
  const t = await getTranslations('admin')
  return (
    <Section major title={t('people.states.disabled')} lead={t('person.enableLead')}>
      <Facts facts={[{ label: t('person.since'), value: <Time at={at} look="moment" /> }, { label: t('person.by'), value: <bdi>{by ?? t('people.operator')}</bdi> }]} />
      <p className="mt-4 text-small text-ink-3">{t('project.reason')}</p>
      <p dir="auto" className="mt-0.5 text-small whitespace-pre-line">{reason}</p>
      <PersonForm action={enable} person={person} id="enable">
        <div className="mt-4"><Button kind="primary" busy={t('project.busy')}>{t('person.enable')}</Button></div>
      </PersonForm>
    </Section>
  )
}

async function PersonForm({ action, person, id, children }: { action: FormAction; person: PersonInDetail; id: string; children: ReactNode }) {
  return (
    <ActionForm action={action} errors={await words('admin.errors')} id={id}>
      <input type="hidden" name="person" value={person.username} />
      {children}
    </ActionForm>
  )
}

import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Alert } from '#components/ui/alert.tsx'
import { Button } from '#components/ui/button.tsx'
import { ActionForm } from '#components/ui/form.tsx'
import { Section } from '#components/ui/section.tsx'
import { findAdmin, requireSudo } from '#lib/web/guards.ts'
import { Missing } from '../../missing.tsx'
import { words } from '../../words.ts'
import { savePolicies, saveRules, saveSiteName } from './actions.ts'
import { AddressCheck, NameField, PolicyFields, RuleFields } from './fields.tsx'
import { HelpLink } from '../../help-link.tsx'

const HERE = '/admin/settings/'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('settings'))('title') }
}

export default async function SettingsPage({ searchParams }: { searchParams: Promise<{ done?: string }> }) {
  if (!(await findAdmin(HERE))) return <Missing />
  await requireSudo(HERE)
  const t = await getTranslations('settings')
  const errors = await words('settings.errors')
  return (
    <div className="max-w-[44rem]">
      <h1>{t('title')}</h1>
      <p className="lead">{t('lead')}</p>
      <p className="mt-2"><HelpLink to="operators" part="settings" /></p>
      {(await searchParams).done === 'saved' && <Alert live tone="good" className="mt-6">{t('saved')}</Alert>}
      <Section major title={t('nameTitle')}>
        <ActionForm action={saveSiteName} errors={errors} id="name" className="mt-4">
          <NameField />
          <div><Button kind="primary" busy={t('saveBusy')}>{t('saveName')}</Button></div>
        </ActionForm>
        <div className="mt-8"><AddressCheck /></div>
      </Section>
      <Section major title={t('policiesTitle')}>
        <ActionForm action={savePolicies} errors={errors} id="policies" className="mt-4">
          <PolicyFields />
          <div><Button kind="primary" busy={t('saveBusy')}>{t('savePolicies')}</Button></div>
        </ActionForm>
      </Section>
      <Section major id="rules" title={t('rulesTitle')} lead={t('rulesLead')}>
        <ActionForm action={saveRules} errors={errors} id="package-rules" className="mt-4">
          <RuleFields />
          <div><Button kind="primary" busy={t('saveBusy')}>{t('saveRules')}</Button></div>
        </ActionForm>
      </Section>
    </div>
  )
}

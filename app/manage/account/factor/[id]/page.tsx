import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { KeyButton, KeyForm } from '#components/login/key-form.tsx'
import { Alert } from '#components/ui/alert.tsx'
import { Breadcrumbs } from '#components/ui/breadcrumbs.tsx'
import { Button, LinkButton } from '#components/ui/button.tsx'
import { DangerZone } from '#components/ui/danger-zone.tsx'
import { Field } from '#components/ui/field.tsx'
import { ActionForm } from '#components/ui/form.tsx'
import { Section } from '#components/ui/section.tsx'
import { LABEL_MAX_CHARS } from '#lib/numbers.ts'
import { type Factor, listFactors } from '#lib/two-factor/factors.ts'
import { requireSudo } from '#lib/web/guards.ts'
import { Missing } from '../../../../missing.tsx'
import { words } from '../../../../words.ts'
import { removeFactor, renameFactor, testKey } from './actions.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('twoFactor'))('title') }
}

export default async function FactorPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  const user = await requireSudo(`/manage/account/factor/${id}/`)
  const factors = await listFactors(user.id)
  const factor = factors.find((one) => one.id === id)
  if (!factor) return <Missing />
  const t = await getTranslations('twoFactor')
  const { name, kind } = factor
  const errors = await words('twoFactor.errors')

  return (
    <>
      <Breadcrumbs trail={[{ href: '/manage/account/#two-factor', label: t('provision.crumb') }]} here={name} />
      <h1><bdi>{name}</bdi></h1>
      {factor.disabledAt && <Alert tone="bad" className="mt-6">{kind === 'totp' ? t('apps.disabledWhy') : errors['key-disabled']}</Alert>}
      {kind !== 'totp' && !factor.disabledAt && <KeyTest factor={factor} />}
      <Section id="rename" title={t('rename.title', { name })}>
        <ActionForm action={renameFactor} errors={errors} id="rename-form" className="max-w-[29rem]">
          <input type="hidden" name="id" value={id} />
          <Field name="name" label={t('rename.label')} defaultValue={name} autoComplete="off" maxLength={LABEL_MAX_CHARS} />
          <div><Button busy={t('rename.submitBusy')}>{t('rename.submit')}</Button></div>
        </ActionForm>
      </Section>
      {kind === 'totp' && (
        <Section id="replace" title={t('replace.title', { name })} lead={t('replace.lead')}>
          <LinkButton href={`/manage/account/totp-provision/?replaces=${id}`}>{t('replace.start')}</LinkButton>
        </Section>
      )}
      <div id="remove" className="section">
        <DangerZone level={2} title={t('remove.title', { name })} consequence={<>{t(kind === 'totp' ? 'remove.appConsequence' : 'remove.keyConsequence')} {factors.length === 1 && t('remove.last')}</>}>
          <ActionForm action={removeFactor} errors={errors} id="remove-form">
            <input type="hidden" name="id" value={id} />
            <div><Button kind="danger" busy={t('remove.submitBusy')}>{t('remove.submit')}</Button></div>
          </ActionForm>
        </DangerZone>
      </div>
    </>
  )
}

async function KeyTest({ factor: { id, name, kind } }: { factor: Factor }) {
  const t = await getTranslations('twoFactor')
  const errors = { ...(await words('twoFactor.errors')), 'key-cancelled': t('test.noAnswer', { name }) }
  return (
    <Section id="test" title={t('test.title', { name })} lead={t('test.lead')}>
      <noscript><Alert tone="warn" className="mb-4">{t('test.noScript')}</Alert></noscript>
      <div className="max-w-[29rem]">
        <KeyForm action={testKey} id="test-form" ceremony="known" errors={errors}>
          <input type="hidden" name="id" value={id} />
          <KeyButton label={t('test.submit')} prompt={t(kind === 'passkey' ? 'register.busyPasskey' : 'test.busy')} />
        </KeyForm>
      </div>
    </Section>
  )
}

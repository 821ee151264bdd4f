import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Breadcrumbs } from '#components/ui/breadcrumbs.tsx'
import { Button, LinkButton } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Field } from '#components/ui/field.tsx'
import { ActionForm } from '#components/ui/form.tsx'
import { countRecoveryCodes } from '#lib/two-factor/recovery-codes.ts'
import { requireUser } from '#lib/web/guards.ts'
import { words } from '../../../words.ts'
import { testCode } from './actions.ts'
import { HelpLink } from '../../../help-link.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('twoFactor.drill'))('title') }
}

export default async function TestCodePage() {
  const user = await requireUser('/manage/account/test-code/')
  const { left } = await countRecoveryCodes(user.id)
  const t = await getTranslations('twoFactor')
  return (
    <>
      <Breadcrumbs trail={[{ href: '/manage/account/#two-factor', label: t('provision.crumb') }, { href: '/manage/account/check-up/', label: t('checkUp.title') }]} here={t('drill.title')} />
      <h1>{t('drill.title')}</h1>
      <p className="mt-2 max-w-[42rem] text-ink-2">{t('drill.lead')}</p>
      <p className="mt-2"><HelpLink to="codes" part="drill" /></p>
      <div className="mt-6 max-w-[29rem]">{left > 0 ? <TestForm /> : <NoCodes />}</div>
    </>
  )
}

async function TestForm() {
  const t = await getTranslations('twoFactor.drill')
  return (
    <ActionForm action={testCode} errors={await words('twoFactor.errors')} id="drill">
      <Field name="code" mono label={t('label')} autoComplete="off" autoCapitalize="characters" spellCheck={false} />
      <div><Button kind="primary" busy={t('submitBusy')}>{t('submit')}</Button></div>
    </ActionForm>
  )
}

async function NoCodes() {
  const t = await getTranslations('twoFactor')
  return (
    <EmptyState level={2} title={t('checkUp.drillNone')} action={<LinkButton href="/manage/account/recovery-codes/">{t('codes.generate')}</LinkButton>}>
      {t('codes.noneLead')}
    </EmptyState>
  )
}

import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Breadcrumbs } from '#components/ui/breadcrumbs.tsx'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { ActionForm } from '#components/ui/form.tsx'
import { requireUser } from '#lib/web/guards.ts'
import { words } from '../../../words.ts'
import { testCode } from './actions.ts'
import { HelpLink } from '../../../help-link.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('twoFactor.drill'))('title') }
}

export default async function TestCodePage() {
  await requireUser('/manage/account/test-code/')
  const t = await getTranslations('twoFactor')
  return (
    <>
      <Breadcrumbs trail={[{ href: '/manage/account/#two-factor', label: t('provision.crumb') }]} here={t('drill.title')} />
      <h1>{t('drill.title')}</h1>
      <p className="mt-2 max-w-[42rem] text-ink-2">{t('drill.lead')}</p>
      <p className="mt-2"><HelpLink to="codes" part="drill" /></p>
      <ActionForm action={testCode} errors={await words('twoFactor.errors')} id="drill" className="mt-6 max-w-[29rem]">
        <Field name="code" mono label={t('drill.label')} autoComplete="off" autoCapitalize="characters" spellCheck={false} />
        <div><Button kind="primary" busy={t('drill.submitBusy')}>{t('drill.submit')}</Button></div>
      </ActionForm>
    </>
  )
}

import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Button, LinkButton } from '#components/ui/button.tsx'
import { ActionForm } from '#components/ui/form.tsx'
import { confirmationLinkIsGood } from '#lib/accounts/confirmation.ts'
import { environment } from '#lib/env.ts'
import { mailedToken } from '#lib/web/mailed-link.ts'
import { words } from '../../../words.ts'
import { confirm } from './actions.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('auth.verify'))('title') }
}

export default async function VerifyEmailPage({ searchParams }: { searchParams: Promise<{ token?: string }> }) {
  const token = await mailedToken('/account/verify-email/', (await searchParams).token)
  const t = await getTranslations('auth.verify')
  if (!(await confirmationLinkIsGood(token, new Date()))) {
    return (
      <>
        <h1>{t('invalidTitle')}</h1>
        <p className="lead">{t('invalid')}</p>
        <p className="mt-6"><LinkButton href="/manage/account/#account-emails">{t('signIn')}</LinkButton></p>
      </>
    )
  }

  return (
    <>
      <h1>{t('title')}</h1>
      <p className="lead">{t('lead', { site: environment().siteName })}</p>
      <ActionForm action={confirm} errors={await words('auth.errors')} className="mt-6">
        <input type="hidden" name="token" value={token} />
        <Button kind="primary" full busy={t('submitBusy')}>{t('submit')}</Button>
      </ActionForm>
    </>
  )
}

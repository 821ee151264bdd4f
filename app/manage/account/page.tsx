import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { requireUser } from '#lib/web/guards.ts'
import { AccountNotices } from './_sections/notices.tsx'
import { AnnouncementsSection } from './_sections/announcements.tsx'
import { DeleteSection } from './_sections/delete.tsx'
import { DetailsSection } from './_sections/details.tsx'
import { EmailsSection } from './_sections/emails.tsx'
import { HistorySection } from './_sections/history.tsx'
import { PasswordSection } from './_sections/password.tsx'
import { SessionsSection } from './_sections/sessions.tsx'
import { TokensSection } from './_sections/tokens.tsx'
import { TwoFactorSection } from './_sections/two-factor.tsx'
import { DoneAlert } from '../../done-alert.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('account'))('title') }
}

export default async function AccountPage({ searchParams }: { searchParams: Promise<{ done?: string }> }) {
  const user = await requireUser('/manage/account/', { withoutFactor: true })
  const { done } = await searchParams
  const t = await getTranslations('account')

  return (
    <>
      <h1>{t('title')}</h1>
      <DoneAlert group="account.done" done={done} />
      <AccountNotices user={user} />
      <DetailsSection user={user} />
      <EmailsSection user={user} />
      <PasswordSection user={user} />
      <TwoFactorSection user={user} />
      <TokensSection user={user} />
      <SessionsSection user={user} />
      <HistorySection user={user} />
      <AnnouncementsSection user={user} />
      <DeleteSection user={user} />
    </>
  )
}

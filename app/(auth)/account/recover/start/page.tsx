import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { findRecoveryStart } from '#lib/recovery/start.ts'
import { mailedToken } from '#lib/web/mailed-link.ts'
import { LinkEnded } from '../link-ended.tsx'
import { PasswordForLink } from '../password-for-link.tsx'
import { start } from './actions.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('recovery.start'))('title') }
}

export default async function StartRecoveryPage({ searchParams }: { searchParams: Promise<{ token?: string }> }) {
  const token = await mailedToken('/account/recover/start/', (await searchParams).token)
  const user = await findRecoveryStart(token, new Date())
  return user ? <PasswordForLink step="start" username={user.username} token={token} action={start} /> : <LinkEnded />
}

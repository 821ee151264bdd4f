import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { findRecoveryEnd } from '#lib/recovery/finish.ts'
import { mailedToken } from '#lib/web/mailed-link.ts'
import { LinkEnded } from '../link-ended.tsx'
import { PasswordForLink } from '../password-for-link.tsx'
import { finish } from './actions.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('recovery.finish'))('title') }
}

export default async function FinishRecoveryPage({ searchParams }: { searchParams: Promise<{ token?: string }> }) {
  const token = await mailedToken('/account/recover/finish/', (await searchParams).token)
  const user = await findRecoveryEnd(token, new Date())
  return user ? <PasswordForLink step="finish" username={user.username} token={token} action={finish} /> : <LinkEnded />
}

import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { LinkButton } from '#components/ui/button.tsx'
import { readCookie } from '#lib/web/cookies.ts'
import { SignUpPath } from '../../sign-up-path.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('auth.register'))('sentTitle') }
}

export default async function RegisteredPage() {
  const address = await readCookie('registered')
  const t = await getTranslations('auth.register')
  return (
    <>
      <SignUpPath at="address" />
      <h1>{t('sentTitle')}</h1>
      <p className="lead">{address ? t('sent', { address }) : t('sentUnnamed')}</p>
      <p className="mt-4 text-ink-2">{t('sentNothing')}</p>
      <p className="mt-6"><LinkButton href="/account/login/">{t('goToSignIn')}</LinkButton></p>
    </>
  )
}

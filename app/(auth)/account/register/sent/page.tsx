import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { LinkButton } from '#components/ui/button.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('auth.register'))('sentTitle') }
}

export default async function RegisteredPage({ searchParams }: { searchParams: Promise<{ address?: string }> }) {
  const { address } = await searchParams
  const t = await getTranslations('auth.register')
  return (
    <>
      <h1>{t('sentTitle')}</h1>
      <p className="lead">{t('sent', { address: address ?? '' })}</p>
      <p className="mt-4 text-ink-2">{t('sentNothing')}</p>
      <p className="mt-6"><LinkButton href="/account/login/">{t('goToSignIn')}</LinkButton></p>
    </>
  )
}

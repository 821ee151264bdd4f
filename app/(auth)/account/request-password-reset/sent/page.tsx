import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { LinkButton } from '#components/ui/button.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('auth.requestReset'))('sentTitle') }
}

export default async function ResetSentPage() {
  const t = await getTranslations('auth.requestReset')
  return (
    <>
      <h1>{t('sentTitle')}</h1>
      <p className="lead">{t('sent')}</p>
      <p className="mt-6"><LinkButton href="/account/login/">{t('back')}</LinkButton></p>
    </>
  )
}

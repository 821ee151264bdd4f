import { getTranslations } from 'next-intl/server'
import type { Metadata } from 'next'
import { LinkButton } from '#components/ui/button.tsx'
import { SiteShell } from './shell.tsx'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('errors')
  return { title: t('notFoundTitle') }
}

export default async function NotFound() {
  const t = await getTranslations('errors')
  return (
    <SiteShell>
      <h1>{t('notFoundTitle')}</h1>
      <p className="mt-2 mb-6 max-w-measure text-ink-2">{t('notFoundText')}</p>
      <LinkButton href="/">{t('goHome')}</LinkButton>
    </SiteShell>
  )
}

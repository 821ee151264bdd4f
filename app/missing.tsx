import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { LinkButton } from '#components/ui/button.tsx'
import { setAnswerStatus } from '#lib/web/answer-status.ts'

/** What a page shows, with the status 404, when there is nothing at its address. Unlike `notFound()` it needs no script. */
export function Missing() {
  setAnswerStatus(404)
  return <MissingText />
}

/** Its words alone: Next renders the page that `not-found.tsx` exports beside every page, just in case. */
export async function MissingText() {
  const t = await getTranslations('errors')
  return (
    <>
      <h1>{t('notFoundTitle')}</h1>
      <p className="mt-2 mb-6 max-w-measure text-ink-2">{t('notFoundText')}</p>
      <LinkButton href="/">{t('goHome')}</LinkButton>
    </>
  )
}

export async function missingMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('errors'))('notFoundTitle'), robots: { index: false } }
}

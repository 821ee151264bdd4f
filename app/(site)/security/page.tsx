import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { environment } from '#lib/env.ts'

const CHAPTERS = ['scope', 'accounts', 'files', 'record', 'malware'] as const

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('public.security'))('title') }
}

export default async function SecurityPage() {
  const t = await getTranslations('public.security')
  const address = environment().mailFrom
  return (
    <div className="prose max-w-[44rem]">
      <h1>{t('title')}</h1>
      <h2>{t('reportTitle')}</h2>
      <p>{address ? t('report', { address }) : t('reportNoAddress')}</p>
      {CHAPTERS.map((chapter) => [<h2 key={`${chapter}-title`}>{t(`${chapter}Title`)}</h2>, <p key={chapter}>{t(chapter)}</p>])}
    </div>
  )
}

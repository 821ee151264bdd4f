import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { environment } from '#lib/env.ts'

const CHAPTERS = ['scope', 'accounts', 'files', 'record', 'malware'] as const

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('public.security'))('title') }
}

export default async function SecurityPage() {
  const t = await getTranslations('public.security')
  const contact = environment().securityContact
  return (
    <div className="prose max-w-[44rem]">
      <h1>{t('title')}</h1>
      <h2>{t('reportTitle')}</h2>
      <p>{contact ? t.rich('report', { address: contact.replace(/^mailto:/, ''), link: (chunks) => <a href={contact}><bdi>{chunks}</bdi></a> }) : t('reportNoAddress')}</p>
      {CHAPTERS.map((chapter) => [<h2 key={`${chapter}-title`}>{t(`${chapter}Title`)}</h2>, <p key={chapter}>{t(chapter)}</p>])}
    </div>
  )
}

import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { getTranslations } from 'next-intl/server'
import { countQuarantined } from '#lib/admin/projects.ts'
import { listRecoveries } from '#lib/recovery/vouch.ts'
import { findAdmin } from '#lib/web/guards.ts'
import { Missing } from '../missing.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('admin'))('title') }
}

export default async function AdministrationPage() {
  if (!(await findAdmin('/admin/'))) return <Missing />
  const t = await getTranslations('admin')
  const [waiting, quarantined] = await Promise.all([listRecoveries(new Date()), countQuarantined()])
  return (
    <div className="max-w-[44rem]">
      <h1>{t('title')}</h1>
      <p className="lead">{t('lead')}</p>
      <ul className="mt-8 grid gap-6">
        <Place href="/admin/settings/" name={t('places.settings')}>{t('places.settingsLead')}</Place>
        <Place href="/admin/announcements/" name={t('places.announcements')}>{t('places.announcementsLead')}</Place>
        <Place href="/admin/users/" name={t('places.people')}>{t('places.peopleLead')}</Place>
        <Place href="/admin/projects/" name={t('places.projects')}>{t('places.projectsLead')} {t('places.quarantined', { count: quarantined })}</Place>
        <Place href="/admin/recoveries/" name={t('places.recoveries')}>{t('places.recoveriesLead', { count: waiting.length })}</Place>
        <Place href="/admin/design/" name={t('places.design')}>{t('places.designLead')}</Place>
      </ul>
    </div>
  )
}

function Place({ href, name, children }: { href: string; name: string; children: ReactNode }) {
  return <li><a href={href} className="font-medium">{name}</a><p className="mt-0.5 text-small text-ink-2">{children}</p></li>
}

import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Breadcrumbs } from '#components/ui/breadcrumbs.tsx'
import { findAdmin, requireSudo } from '#lib/web/guards.ts'
import { Missing } from '../../../missing.tsx'
import { write } from '../actions.ts'
import { TextForm } from '../text-form.tsx'

const HERE = '/admin/announcements/new/'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('announcements.admin'))('newTitle') }
}

export default async function NewAnnouncementPage() {
  if (!(await findAdmin(HERE))) return <Missing />
  await requireSudo(HERE)
  const t = await getTranslations('announcements.admin')
  return (
    <>
      <Breadcrumbs trail={[{ href: '/admin/announcements/', label: t('title') }]} here={t('newTitle')} />
      <h1>{t('newTitle')}</h1>
      <TextForm action={write} />
    </>
  )
}

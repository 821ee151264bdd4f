import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { UploadForm, type UploadTexts } from '#components/project/upload-form.tsx'
import { Breadcrumbs } from '#components/ui/breadcrumbs.tsx'
import { FILE_MAX_BYTES, FILES_MAX_PER_FORM } from '#lib/numbers.ts'
import { isRuleOn } from '#lib/projects/site-rules.ts'
import { requireSudo } from '#lib/web/guards.ts'
import { words } from '../../../words.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('projects.upload'))('title') }
}

export default async function UploadPage() {
  await requireSudo('/manage/projects/upload/')
  const t = await getTranslations('projects.upload')
  const texts = { ...(await words('projects.upload.form')), hint: t('hint', { files: FILES_MAX_PER_FORM, megabytes: FILE_MAX_BYTES / 1024 / 1024 }) } as UploadTexts
  return (
    <>
      <Breadcrumbs trail={[{ href: '/manage/projects/', label: t('back') }]} here={t('title')} />
      <h1>{t('title')}</h1>
      <p className="lead">{t('lead')}</p>
      <p className="mt-3 max-w-measure text-label text-ink-2"><NewNames /></p>
      <div className="mt-6 max-w-[44rem]">
        <UploadForm action="/manage/projects/upload/send/" texts={texts} />
        <p className="mt-8 text-label text-ink-2">{t.rich('programs', { help: (chunk) => <a href="/help/publish/">{chunk}</a> })}</p>
      </div>
    </>
  )
}

/** Who will see a project that an upload makes. */
async function NewNames() {
  const t = await getTranslations('projects.upload')
  if (await isRuleOn('private-new-projects')) return t('newIsPrivate')
  return t.rich('newIsPublic', { make: (chunk) => <a href="/manage/projects/new/">{chunk}</a> })
}

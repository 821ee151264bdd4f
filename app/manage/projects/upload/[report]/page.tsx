import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { UploadReport } from '#components/project/upload-report.tsx'
import { Alert } from '#components/ui/alert.tsx'
import { Breadcrumbs } from '#components/ui/breadcrumbs.tsx'
import { LinkButton } from '#components/ui/button.tsx'
import { FILES_MAX_PER_FORM } from '#lib/numbers.ts'
import { findReport } from '#lib/releases/upload-reports.ts'
import { requireUser } from '#lib/web/guards.ts'
import { Missing } from '../../../../missing.tsx'
import { HelpLink } from '../../../../help-link.tsx'

type Props = { params: Promise<{ report: string }> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('projects.upload'))('reportTitle') }
}

export default async function UploadReportPage({ params }: Props) {
  const { report: id } = await params
  const user = await requireUser(`/manage/projects/upload/${encodeURIComponent(id)}/`)
  const report = await findReport(id, user.id, new Date())
  if (!report) return <Missing />

  const t = await getTranslations('projects.upload')
  const well = report.files.filter(({ outcome }) => outcome !== 'refused' && outcome !== 'trouble').length
  const bad = report.files.length - well
  return (
    <>
      <Breadcrumbs trail={[{ href: '/manage/projects/', label: t('back') }, { href: '/manage/projects/upload/', label: t('title') }]} here={t('reportTitle')} />
      <h1>{t('reportTitle')}</h1>
      {well > 0 && <Alert live tone="good" className="mt-6">{t(report.mode === 'check' ? 'summary.checked' : 'summary.published', { count: well })}</Alert>}
      {bad > 0 && <Alert live tone="bad" className="mt-6">{t('summary.refused', { count: bad })}</Alert>}
      {report.problem && <Alert live tone="warn" className="mt-6">{t(`formProblems.${report.problem}`, { files: FILES_MAX_PER_FORM })}</Alert>}
      <div className="mt-6 grid max-w-[52rem] gap-6">
        <UploadReport files={report.files} />
        {bad > 0 && <p><HelpLink to="problems" part="upload" /></p>}
        <div className="flex flex-wrap gap-3"><LinkButton kind="primary" href="/manage/projects/upload/">{t('again')}</LinkButton><LinkButton href="/manage/projects/">{t('back')}</LinkButton></div>
        {report.requestId && <p className="hint">{t('requestId')} <code>{report.requestId}</code></p>}
      </div>
    </>
  )
}

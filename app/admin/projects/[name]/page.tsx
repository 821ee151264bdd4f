import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Size } from '#components/project/size.tsx'
import { Alert } from '#components/ui/alert.tsx'
import { Breadcrumbs } from '#components/ui/breadcrumbs.tsx'
import { Button } from '#components/ui/button.tsx'
import { DangerZone } from '#components/ui/danger-zone.tsx'
import { Field, TextArea } from '#components/ui/field.tsx'
import { ActionForm } from '#components/ui/form.tsx'
import { Section } from '#components/ui/section.tsx'
import { findProjectForAdmins, type ProjectForAdmins } from '#lib/admin/projects.ts'
import { FILE_MAX_BYTES, PROJECT_MAX_BYTES } from '#lib/numbers.ts'
import { findAdmin, requireSudo } from '#lib/web/guards.ts'
import { Missing } from '../../../missing.tsx'
import { pathPart } from '../../../path-part.ts'
import { words } from '../../../words.ts'
import { States } from '../states.tsx'
import { end, limit, putInto } from './actions.ts'

type Props = { params: Promise<{ name: string }>; searchParams: Promise<{ done?: string }> }

const DONE = ['quarantined', 'ended', 'limited'] as const
const MEBIBYTE = 1024 * 1024

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('admin.projects'))('title') }
}

export default async function AdminProjectPage({ params, searchParams }: Props) {
  const here = `/admin/projects/${(await params).name}/`
  if (!(await findAdmin(here))) return <Missing />
  await requireSudo(here)
  const project = await findProjectForAdmins(pathPart((await params).name) ?? '')
  if (!project) return <Missing />
  const t = await getTranslations('admin')
  const { done } = await searchParams
  const said = DONE.find((one) => one === done)
  return (
    <div className="max-w-[44rem]">
      <Breadcrumbs trail={[{ href: '/admin/', label: t('title') }, { href: '/admin/projects/', label: t('projects.title') }]} here={project.name} />
      <h1><bdi>{project.name}</bdi></h1>
      <p className="mt-2 flex flex-wrap items-center gap-3 text-small">
        <States project={project} /> <Size bytes={project.bytes} />
        <a href={`/project/${encodeURIComponent(project.name)}/`}>{t('project.view')}</a>
      </p>
      {said && <Alert live tone="good" className="mt-6">{t(`project.done.${said}`)}</Alert>}
      {project.status === 'quarantined' ? <Ending project={project} /> : <Quarantine project={project} />}
      <Limits project={project} />
    </div>
  )
}

async function Quarantine({ project }: { project: ProjectForAdmins }) {
  const t = await getTranslations('admin.project')
  return (
    <div className="mt-8">
      <DangerZone level={2} title={t('quarantineTitle')} consequence={t('quarantineLead')}>
        <ActionForm action={putInto} errors={await words('admin.errors')} id="quarantine">
          <input type="hidden" name="project" value={project.name} />
          <TextArea name="reason" label={t('reason')} hint={t('reasonHint')} rows={3} maxLength={500} dir="auto" />
          <div><Button kind="danger" busy={t('busy')}>{t('quarantine')}</Button></div>
        </ActionForm>
      </DangerZone>
    </div>
  )
}

async function Ending({ project }: { project: ProjectForAdmins }) {
  const t = await getTranslations('admin.project')
  return (
    <Section major title={t('endTitle')} lead={t('endLead')}>
      <ActionForm action={end} errors={await words('admin.errors')} id="end">
        <input type="hidden" name="project" value={project.name} />
        <div><Button kind="primary" busy={t('busy')}>{t('end')}</Button></div>
      </ActionForm>
    </Section>
  )
}

async function Limits({ project }: { project: ProjectForAdmins }) {
  const t = await getTranslations('admin.project')
  return (
    <Section major title={t('limitsTitle')} lead={t('limitsLead', { file: FILE_MAX_BYTES / MEBIBYTE, total: PROJECT_MAX_BYTES / MEBIBYTE })}>
      <ActionForm action={limit} errors={await words('admin.errors')} id="limits">
        <input type="hidden" name="project" value={project.name} />
        <Field name="fileLimit" inputMode="numeric" label={t('fileLimit')} defaultValue={project.fileLimitBytes / MEBIBYTE} className="max-w-[10rem]" />
        <Field name="totalLimit" inputMode="numeric" label={t('totalLimit')} defaultValue={project.totalLimitBytes / MEBIBYTE} className="max-w-[10rem]" />
        <div><Button busy={t('busy')}>{t('saveLimits')}</Button></div>
      </ActionForm>
    </Section>
  )
}

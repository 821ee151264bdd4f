import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Button } from '#components/ui/button.tsx'
import { DangerZone } from '#components/ui/danger-zone.tsx'
import { Field, Select } from '#components/ui/field.tsx'
import { ActionForm } from '#components/ui/form.tsx'
import { Section } from '#components/ui/section.tsx'
import { BIN_HOURS } from '#lib/numbers.ts'
import type { Project } from '#lib/projects/create.ts'
import { listMembers } from '#lib/projects/projects.ts'
import type { StandingChange } from '#lib/projects/standing.ts'
import { Missing } from '../../../../missing.tsx'
import { words } from '../../../../words.ts'
import { changeProject, deleteProject, handOver } from '../actions.ts'
import { ManagePage } from '../frame.tsx'
import { managedProject } from '../managed.ts'

type Props = { params: Promise<{ name: string }>; searchParams: Promise<{ done?: string }> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('projects.settings'))('title') }
}

export default async function SettingsPage({ params, searchParams }: Props) {
  const managed = await managedProject(params, 'settings')
  if (!managed) return <Missing />
  const { project, user } = managed
  const t = await getTranslations('projects.settings')
  return (
    <ManagePage project={project} title={t('title')} done={(await searchParams).done}>
      <Standing project={project} group="visibility" change={project.isPrivate ? 'make-public' : 'make-private'} />
      <Standing project={project} group="archiving" change={project.status === 'archived' ? 'unarchive' : 'archive'} />
      <HandOver project={project} ownerId={user.id} />
      <Deletion project={project} />
    </ManagePage>
  )
}

async function Standing({ project, group, change }: { project: Project; group: 'visibility' | 'archiving'; change: StandingChange }) {
  const t = await getTranslations('projects.settings')
  return (
    <Section id={group} title={t(group)} lead={t(`${change}.now`)}>
      <ActionForm action={changeProject} errors={await words('projects.errors')} id={`${group}-form`}>
        <input type="hidden" name="project" value={project.name} />
        <input type="hidden" name="change" value={change} />
        <p className="max-w-measure text-label text-ink-2">{t(`${change}.consequence`)}</p>
        <div><Button busy={t('busy')}>{t(`${change}.submit`)}</Button></div>
      </ActionForm>
    </Section>
  )
}

async function HandOver({ project, ownerId }: { project: Project; ownerId: string }) {
  const t = await getTranslations('projects.handOver')
  const others = (await listMembers(project.id)).filter(({ userId, isDisabled }) => userId !== ownerId && !isDisabled)
  if (others.length === 0) {
    return <Section id="hand-over" title={t('title')} lead={t('nobody')}><p><a href={`/manage/project/${project.name}/collaboration/`}>{t('invite')}</a></p></Section>
  }
  return (
    <Section id="hand-over" title={t('title')} lead={t('lead')}>
      <ActionForm action={handOver} errors={await words('projects.errors')} id="hand-over-form">
        <input type="hidden" name="project" value={project.name} />
        <Select name="id" label={t('to')} options={others.map(({ userId, username }) => ({ value: userId, label: username }))} />
        <Field name="confirmation" label={t('type', { name: project.name })} autoComplete="off" autoCapitalize="none" spellCheck={false} />
        <div><Button busy={t('busy')}>{t('submit')}</Button></div>
      </ActionForm>
    </Section>
  )
}

async function Deletion({ project }: { project: Project }) {
  const t = await getTranslations('projects.deletion')
  return (
    <Section id="delete" title={t('projectTitle')}>
      <DangerZone title={t('projectHeading', { name: project.name })} consequence={t('projectConsequence', { hours: BIN_HOURS })}>
        <ActionForm action={deleteProject} errors={await words('projects.errors')} id="delete-project-form">
          <input type="hidden" name="project" value={project.name} />
          <Field name="confirmation" label={t('typeProject', { name: project.name })} autoComplete="off" autoCapitalize="none" spellCheck={false} />
          <div><Button kind="danger" busy={t('busy')}>{t('project')}</Button></div>
        </ActionForm>
      </DangerZone>
    </Section>
  )
}

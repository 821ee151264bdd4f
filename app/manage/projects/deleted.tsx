import { getTranslations } from 'next-intl/server'
import { Section } from '#components/ui/section.tsx'
import { Name, Table } from '#components/ui/table.tsx'
import { Time } from '#components/ui/time.tsx'
import { type DeletedProject, listDeletedProjects } from '#lib/releases/project-bin.ts'
import { RowForm } from '../account/_sections/row-form.tsx'
import { words } from '../../words.ts'
import { restoreProject } from './actions.ts'

/** Projects of this owner that can still be restored. */
export async function DeletedProjects({ userId }: { userId: string }) {
  const t = await getTranslations('projects.deleted')
  const deleted = await listDeletedProjects(userId, new Date())
  if (deleted.length === 0) return null
  const columns = [{ label: t('project'), width: 'w-[40%]' }, { label: t('deletedAt') }, { label: t('until') }, { label: t('actions'), hidden: true, end: true }]
  return (
    <Section id="deleted" title={t('title')} count={deleted.length} lead={t('lead')}>
      <Table label={t('title')} columns={columns} rows={await Promise.all(deleted.map(rowOf))} />
    </Section>
  )
}

async function rowOf({ id, name, deletedAt, restorableUntil }: DeletedProject) {
  const t = await getTranslations('projects.deleted')
  return {
    key: id,
    cells: [
      <Name key="name"><bdi>{name}</bdi></Name>,
      <Time key="deleted" at={deletedAt} look="moment" />,
      <Time key="until" at={restorableUntil} look="moment" />,
      <span key="restore" className="row-actions"><RowForm action={restoreProject} id={id} about={name} label={t('restore')} errors={await words('projects.errors')} /></span>,
    ],
  }
}

import { getTranslations } from 'next-intl/server'
import { Section } from '#components/ui/section.tsx'
import { Name, Table } from '#components/ui/table.tsx'
import { Time } from '#components/ui/time.tsx'
import { listInvitations, type ReceivedInvitation } from '#lib/projects/invitations.ts'
import { RowForm } from '../account/_sections/row-form.tsx'
import { words } from '../../words.ts'
import { answer } from './actions.ts'

/** Invitations that wait for this person's answer. */
export async function ReceivedInvitations({ userId }: { userId: string }) {
  const t = await getTranslations('projects.received')
  const received = await listInvitations(userId, new Date())
  if (received.length === 0) return null
  const columns = [{ label: t('project'), width: 'w-[35%]' }, { label: t('role') }, { label: t('until') }, { label: t('actions'), hidden: true, end: true }]
  return (
    <div className="mb-11">
      <Section id="invitations" title={t('title')} count={received.length} lead={t('lead')}>
        <Table label={t('title')} columns={columns} rows={await Promise.all(received.map(rowOf))} />
      </Section>
    </div>
  )
}

async function rowOf({ id, project, role, expiresAt }: ReceivedInvitation) {
  const t = await getTranslations('projects')
  const form = { id, action: answer, about: project.name, errors: await words('projects.errors') }
  return {
    key: id,
    cells: [
      <Name key="project"><bdi>{project.name}</bdi></Name>,
      t(role),
      <Time key="until" at={expiresAt} />,
      <span key="actions" className="row-actions">
        <RowForm {...form} fields={{ answer: 'accepted' }} kind="default" label={t('received.accept')} />
        <RowForm {...form} fields={{ answer: 'declined' }} kind="quiet-danger" label={t('received.decline')} />
      </span>,
    ],
  }
}

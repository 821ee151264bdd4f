import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Badge } from '#components/ui/badge.tsx'
import { Section } from '#components/ui/section.tsx'
import { Name, Table } from '#components/ui/table.tsx'
import { Time } from '#components/ui/time.tsx'
import { listMembers, type Member } from '#lib/projects/projects.ts'
import { RowForm } from '../../../account/_sections/row-form.tsx'
import { Missing } from '../../../../missing.tsx'
import { words } from '../../../../words.ts'
import { changeRole, removeMember } from '../actions.ts'
import { ManagePage } from '../frame.tsx'
import { type Managed, managedProject } from '../managed.ts'
import { InviteSection, OpenInvitations } from './invitations.tsx'

type Props = { params: Promise<{ name: string }>; searchParams: Promise<{ done?: string }> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('projects.collaboration'))('title') }
}

export default async function CollaborationPage({ params, searchParams }: Props) {
  const managed = await managedProject(params, 'collaboration', 'maintainer')
  if (!managed) return <Missing />
  const t = await getTranslations('projects.collaboration')
  const members = await listMembers(managed.project.id)
  const columns = [{ label: t('person'), width: 'w-[35%]' }, { label: t('role') }, { label: t('since') }, { label: t('actions'), hidden: true, end: true }]
  return (
    <ManagePage project={managed.project} title={t('title')} lead={t('lead')} done={(await searchParams).done}>
      <Section id="people" title={t('people')} count={members.length}>
        <Table label={t('people')} columns={columns} rows={await Promise.all(members.map((member) => rowOf(member, managed)))} />
      </Section>
      {managed.role === 'owner' && <OpenInvitations project={managed.project} page="collaboration" />}
      {managed.role === 'owner' && <InviteSection project={managed.project} />}
    </ManagePage>
  )
}

async function rowOf(member: Member, managed: Managed) {
  const t = await getTranslations('projects')
  const { username, name, role, since, userId } = member
  return {
    key: userId,
    cells: [
      <Name key="person" sub={name && <bdi>{name}</bdi>}><a href={`/user/${username}/`}><bdi>{username}</bdi></a>{userId === managed.user.id && <Badge>{t('collaboration.you')}</Badge>}</Name>,
      t(role),
      <Time key="since" at={since} />,
      <Actions key="actions" member={member} managed={managed} />,
    ],
  }
}

async function Actions({ member: { userId, username, role }, managed: { user, project, role: own } }: { member: Member; managed: Managed }) {
  const t = await getTranslations('projects.collaboration')
  const form = { id: userId, about: username, errors: await words('projects.errors') }
  const isSelf = userId === user.id
  if (!isSelf && own !== 'owner') return null
  const other = role === 'owner' ? 'maintainer' : 'owner'
  return (
    <span className="row-actions">
      {!isSelf && <RowForm {...form} action={changeRole} fields={{ project: project.name, role: other }} label={t(other === 'owner' ? 'makeOwner' : 'makeMaintainer')} />}
      <RowForm {...form} action={removeMember} fields={{ project: project.name }} kind="quiet-danger" label={t(isSelf ? 'leave' : 'remove')} />
    </span>
  )
}

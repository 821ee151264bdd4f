import { getTranslations } from 'next-intl/server'
import { Badge } from '#components/ui/badge.tsx'
import { LinkButton } from '#components/ui/button.tsx'
import { Name } from '#components/ui/table.tsx'
import { Time } from '#components/ui/time.tsx'
import type { MembersToken, PublishingPerson } from '#lib/projects/who-can-publish.ts'
import { RowForm } from '../../../account/_sections/row-form.tsx'
import { words } from '../../../../words.ts'
import { barToken, removeMember } from '../actions.ts'
import type { Managed } from '../managed.ts'

/** Somebody who can publish, how well their account is guarded, and the way to end it. */
export async function personRow(person: PublishingPerson, { user, project }: Managed) {
  const t = await getTranslations('projects')
  const { userId, username, name, role, lastPublishedAt } = person
  const isSelf = userId === user.id
  return {
    key: userId,
    cells: [
      <Name key="person" sub={name && <bdi>{name}</bdi>}><a href={`/user/${username}/`}><bdi>{username}</bdi></a>{isSelf && <Badge>{t('collaboration.you')}</Badge>}</Name>,
      t(role),
      <Guard key="guard" person={person} />,
      lastPublishedAt ? <Time key="published" at={lastPublishedAt} look="recent" now={new Date()} /> : t('publishers.never'),
      <span key="remove" className="row-actions"><RowForm action={removeMember} id={userId} about={username} fields={{ project: project.name, page: 'publishers' }} kind="quiet-danger" label={t(isSelf ? 'collaboration.leave' : 'collaboration.remove')} errors={await words('projects.errors')} /></span>,
    ],
  }
}

async function Guard({ person }: { person: PublishingPerson }) {
  const t = await getTranslations('projects.publishers')
  if (person.isDisabled) return <Badge icon="ban">{t('disabled')}</Badge>
  if (!person.hasSecondFactor) return <Badge tone="warn" icon="warning">{t('noFactor')}</Badge>
  return <Badge>{t(person.hasSecurityKey ? 'securityKey' : 'app')}</Badge>
}

/** What a token may do with the project, and the way to end it: one's own where tokens are, another's for this project alone. */
export async function tokenRow(token: MembersToken, { user, project }: Managed) {
  const t = await getTranslations('projects.publishers')
  const now = new Date()
  const remove = (await getTranslations('projects.collaboration'))('remove')
  return {
    key: token.id,
    cells: [
      <Name key="token" sub={t(scopeOf(token))}>{token.name} <span className="font-normal text-ink-3">{t('of', { user: token.username })}</span></Name>,
      <Time key="expires" at={token.expiresAt} />,
      token.lastUsedAt ? <Time key="used" at={token.lastUsedAt} look="recent" now={now} /> : t('never'),
      token.userId === user.id
        ? <LinkButton key="manage" small kind="quiet" href="/manage/account/#api-tokens" about={token.name}>{t('manageToken')}</LinkButton>
        : <span key="remove" className="row-actions"><RowForm action={barToken} id={token.id} about={token.name} fields={{ project: project.name }} kind="quiet-danger" label={remove} errors={await words('projects.errors')} /></span>,
    ],
  }
}

function scopeOf({ actions, scope }: MembersToken) {
  if (!actions.includes('upload')) return scope === 'user' ? 'readScopeUser' : 'readScopeProjects'
  return scope === 'user' ? 'scopeUser' : 'scopeProjects'
}

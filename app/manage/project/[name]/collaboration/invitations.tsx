import { getTranslations } from 'next-intl/server'
import { Button } from '#components/ui/button.tsx'
import { RadioGroup } from '#components/ui/choice.tsx'
import { Field } from '#components/ui/field.tsx'
import { ActionForm } from '#components/ui/form.tsx'
import { Section } from '#components/ui/section.tsx'
import { Name, Table } from '#components/ui/table.tsx'
import { Time } from '#components/ui/time.tsx'
import { USERNAME_MAX_CHARS } from '#lib/numbers.ts'
import { type OpenInvitation, whoCanPublish } from '#lib/projects/who-can-publish.ts'
import { RowForm } from '../../../account/_sections/row-form.tsx'
import { words } from '../../../../words.ts'
import { invite, revokeInvitation } from '../actions.ts'

type Of = { project: { id: string; name: string } }

/** Invitations that nobody has answered yet, on the page that shows them. */
export async function OpenInvitations({ project, page }: Of & { page: string }) {
  const t = await getTranslations('projects.invitations')
  const { invitations } = await whoCanPublish(project.id, new Date())
  if (invitations.length === 0) return null
  const columns = [{ label: t('person'), width: 'w-[35%]' }, { label: t('role') }, { label: t('until') }, { label: t('actions'), hidden: true, end: true }]
  return (
    <Section id="invitations" title={t('open')} count={invitations.length}>
      <Table label={t('open')} columns={columns} rows={await Promise.all(invitations.map((invitation) => rowOf(invitation, { project: project.name, page })))} />
    </Section>
  )
}

async function rowOf({ id, username, role, expiresAt }: OpenInvitation, fields: { project: string; page: string }) {
  const t = await getTranslations('projects')
  return {
    key: id,
    cells: [
      <Name key="person"><bdi>{username}</bdi></Name>,
      t(role),
      <Time key="until" at={expiresAt} />,
      <span key="revoke" className="row-actions"><RowForm action={revokeInvitation} id={id} about={username} fields={fields} kind="quiet-danger" label={t('invitations.revoke')} errors={await words('projects.errors')} /></span>,
    ],
  }
}

/** Inviting somebody by user name. */
export async function InviteSection({ project }: Of) {
  const t = await getTranslations('projects.invitations')
  const roles = [{ value: 'maintainer', label: t('maintainer'), hint: t('maintainerHint') }, { value: 'owner', label: t('owner'), hint: t('ownerHint') }]
  return (
    <Section id="invite" title={t('title')} lead={t('lead')}>
      <ActionForm action={invite} errors={await words('projects.errors')} id="invite-form" className="max-w-measure">
        <input type="hidden" name="project" value={project.name} />
        <Field name="username" label={t('username')} maxLength={USERNAME_MAX_CHARS} autoComplete="off" autoCapitalize="none" spellCheck={false} />
        <RadioGroup name="role" label={t('role')} choices={roles} defaultValue="maintainer" />
        <div><Button kind="primary" busy={t('busy')}>{t('submit')}</Button></div>
      </ActionForm>
    </Section>
  )
}

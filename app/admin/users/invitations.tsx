import type { ReactNode } from 'react'
import { getTranslations } from 'next-intl/server'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { ActionForm } from '#components/ui/form.tsx'
import { Section } from '#components/ui/section.tsx'
import { Name, Table } from '#components/ui/table.tsx'
import { Time } from '#components/ui/time.tsx'
import { listInvitations, type OpenInvitation } from '#lib/admin/invitations.ts'
import { environment } from '#lib/env.ts'
import { ADDRESS_MAX_CHARS } from '#lib/numbers.ts'
import { words } from '../../words.ts'
import { invite, withdraw } from './actions.ts'

/** Who was invited and has not come yet, and a form that invites, where an invitation opens something. */
export async function Invitations() {
  const t = await getTranslations('admin.people')
  const isClosed = environment().signUp === 'closed'
  const open = await listInvitations(new Date())
  const columns = [{ label: t('address'), width: 'w-[40%]' }, { label: t('by') }, { label: t('ends') }, { label: t('actions'), hidden: true, end: true }]
  return (
    <Section id="invitations" major title={t('invitations')} lead={isClosed ? t.rich('closed', { a: linkToSettings }) : t('invitationsLead')}>
      {open.length > 0 && <Table label={t('invitations')} columns={columns} rows={await Promise.all(open.map(rowOf))} />}
      {!isClosed && (
        <ActionForm action={invite} errors={await words('admin.errors')} id="invite" className="mt-6 max-w-measure">
          <Field name="email" type="email" label={t('email')} autoComplete="off" maxLength={ADDRESS_MAX_CHARS} />
          <div><Button kind="primary" busy={t('inviteBusy')}>{t('invite')}</Button></div>
        </ActionForm>
      )}
    </Section>
  )
}

async function rowOf({ address, by, endsAt }: OpenInvitation) {
  const t = await getTranslations('admin.people')
  return {
    key: address,
    cells: [
      <Name key="address"><bdi>{address}</bdi></Name>,
      by ? <bdi key="by">{by}</bdi> : t('operator'),
      <Time key="ends" at={endsAt} />,
      <span key="withdraw" className="row-actions">
        <ActionForm action={withdraw} errors={await words('admin.errors')} inline label={`${t('withdraw')} ${address}`}>
          <input type="hidden" name="email" value={address} />
          <Button small kind="quiet" about={address}>{t('withdraw')}</Button>
        </ActionForm>
      </span>,
    ],
  }
}

const linkToSettings = (chunks: ReactNode) => <a href="/admin/settings/">{chunks}</a>

import { getTranslations } from 'next-intl/server'
import { Badge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { ActionForm } from '#components/ui/form.tsx'
import { Section } from '#components/ui/section.tsx'
import { Name, Table } from '#components/ui/table.tsx'
import { listAddresses, type Address } from '#lib/accounts/addresses.ts'
import { ADDRESS_MAX_CHARS } from '#lib/numbers.ts'
import type { CurrentUser } from '#lib/web/current-user.ts'
import { addAddress, makePrimary, publishAddress, removeAddress, resendLink } from '../actions.ts'
import { RowForm } from './row-form.tsx'
import { words } from '../../../words.ts'

export async function EmailsSection({ user }: { user: CurrentUser }) {
  const t = await getTranslations('account')
  const addresses = await listAddresses(user.id)
  const columns = [{ label: t('emails.address') }, { label: t('emails.state') }, { label: t('emails.actions'), hidden: true, end: true }]
  return (
    <Section id="account-emails" major title={t('emails.title')} lead={t('emails.lead')}>
      <Table label={t('emails.title')} columns={columns} rows={await Promise.all(addresses.map(rowOf))} />
      <ActionForm action={addAddress} errors={await words('account.errors')} id="add-address" className="mt-6">
        <Field name="address" type="email" label={t('emails.add')} hint={t('emails.addHint')} autoComplete="email" maxLength={ADDRESS_MAX_CHARS} />
        <div><Button busy={t('emails.submitBusy')}>{t('emails.submit')}</Button></div>
      </ActionForm>
    </Section>
  )
}

async function rowOf(address: Address) {
  const t = await getTranslations('account')
  const form = { id: address.id, about: address.address, errors: await words('account.errors') }
  const state = (
    <span className="flex flex-wrap gap-1.5">
      {address.isPrimary && <Badge tone="accent">{t('emails.primary')}</Badge>}
      {address.verifiedAt ? <Badge tone="good">{t('emails.confirmed')}</Badge> : <Badge tone="warn">{t('emails.unconfirmed')}</Badge>}
      {address.isPublic && <Badge>{t('emails.public')}</Badge>}
    </span>
  )
  const actions = (
    <span className="row-actions">
      {!address.verifiedAt && <RowForm {...form} action={resendLink} label={t('emails.resend')} />}
      {address.verifiedAt && !address.isPrimary && <RowForm {...form} action={makePrimary} label={t('emails.makePrimary')} />}
      {address.verifiedAt && (
        <RowForm {...form} action={publishAddress} fields={{ public: address.isPublic ? 'no' : 'yes' }} label={t(address.isPublic ? 'emails.unpublish' : 'emails.publish')} />
      )}
      {!address.isPrimary && <RowForm {...form} action={removeAddress} kind="quiet-danger" label={t('emails.remove')} />}
    </span>
  )
  return { key: address.id, cells: [<Name key="name"><bdi>{address.address}</bdi></Name>, state, actions] }
}

import { getTranslations } from 'next-intl/server'
import { Button } from '#components/ui/button.tsx'
import { Facts } from '#components/ui/facts.tsx'
import { Field } from '#components/ui/field.tsx'
import { ActionForm } from '#components/ui/form.tsx'
import { Section } from '#components/ui/section.tsx'
import { Time } from '#components/ui/time.tsx'
import { findAccount } from '#lib/accounts/details.ts'
import { NAME_MAX_CHARS } from '#lib/numbers.ts'
import type { CurrentUser } from '#lib/web/current-user.ts'
import { saveName } from '../actions.ts'
import { words } from '../../../words.ts'

export async function DetailsSection({ user }: { user: CurrentUser }) {
  const t = await getTranslations('account')
  const account = await findAccount(user.id)
  return (
    <Section id="account-details" major title={t('details.title')} actions={<a href={`/user/${user.username}/`}>{t('details.profile')}</a>}>
      <Facts facts={[
        { label: t('details.username'), value: <bdi>{user.username}</bdi> },
        { label: t('details.joined'), value: account && <Time at={account.createdAt} /> },
      ]} />
      <ActionForm action={saveName} errors={await words('account.errors')} id="details" className="mt-6">
        <Field name="name" label={t('details.name')} hint={t('details.nameHint')} optional defaultValue={user.name} autoComplete="name" maxLength={NAME_MAX_CHARS} />
        <div><Button busy={t('details.saveBusy')}>{t('details.save')}</Button></div>
      </ActionForm>
    </Section>
  )
}

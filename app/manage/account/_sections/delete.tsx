import { getTranslations } from 'next-intl/server'
import { Button } from '#components/ui/button.tsx'
import { DangerZone } from '#components/ui/danger-zone.tsx'
import { Field } from '#components/ui/field.tsx'
import { ActionForm } from '#components/ui/form.tsx'
import { Section } from '#components/ui/section.tsx'
import type { CurrentUser } from '#lib/web/current-user.ts'
import { deleteAccount } from '../actions.ts'
import { words } from '../../../words.ts'

export async function DeleteSection({ user }: { user: CurrentUser }) {
  const t = await getTranslations('account')
  return (
    <Section id="delete-account" major title={t('delete.title')}>
      <DangerZone title={t('delete.heading', { username: user.username })} consequence={t('delete.consequence')}>
        <ActionForm action={deleteAccount} errors={await words('account.errors')} id="delete">
          <Field name="confirmation" label={t('delete.confirm')} autoComplete="off" autoCapitalize="none" spellCheck={false} />
          <div><Button kind="danger" busy={t('delete.submitBusy')}>{t('delete.submit')}</Button></div>
        </ActionForm>
      </DangerZone>
    </Section>
  )
}

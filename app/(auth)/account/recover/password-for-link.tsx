import { getTranslations } from 'next-intl/server'
import type { FormAction } from '#components/ui/form-state.ts'
import { Button } from '#components/ui/button.tsx'
import { ActionForm } from '#components/ui/form.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { PasswordField } from '#components/ui/password-field.tsx'
import { words } from '../../../words.ts'

type Props = { step: 'start' | 'finish'; username: string; token: string; action: FormAction }

/** What a mailed link asks at the start and at the end of a recovery: the password, too. */
export async function PasswordForLink({ step, username, token, action }: Props) {
  const t = await getTranslations(`recovery.${step}`)
  const fields = await getTranslations('auth.fields')
  return (
    <>
      <h1>{t('title')}</h1>
      <p className="lead">{t('lead', { username })}</p>
      <Panel className="mt-6">
        <ActionForm action={action} errors={await words('recovery.errors')}>
          <input type="hidden" name="token" value={token} />
          <PasswordField name="password" label={fields('password')} />
          <Button kind="primary" full busy={t('submitBusy')}>{t('submit')}</Button>
        </ActionForm>
      </Panel>
    </>
  )
}

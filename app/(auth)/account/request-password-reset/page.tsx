import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { ActionForm } from '#components/ui/form.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { words } from '../../../words.ts'
import { sendLink } from './actions.ts'
import { HelpLink } from '../../../help-link.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('auth.requestReset'))('title') }
}

export default async function RequestResetPage() {
  const t = await getTranslations('auth')
  return (
    <>
      <h1>{t('requestReset.title')}</h1>
      <p className="lead">{t('requestReset.lead')}</p>
      <Panel className="mt-6">
        <ActionForm action={sendLink} errors={await words('auth.errors')}>
          <Field name="login" label={t('fields.usernameOrEmail')} autoComplete="username" autoCapitalize="none" spellCheck={false} />
          <Button kind="primary" full busy={t('requestReset.submitBusy')}>{t('requestReset.submit')}</Button>
        </ActionForm>
      </Panel>
      <div className="gate-more">
        <p><a href="/account/login/">{t('requestReset.back')}</a></p>
        <p><HelpLink to="recover" /></p>
      </div>
    </>
  )
}

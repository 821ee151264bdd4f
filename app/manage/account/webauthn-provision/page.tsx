import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { PlugIn } from '#components/help/drawings/account.tsx'
import { KeyButton, KeyForm } from '#components/login/key-form.tsx'
import { Alert } from '#components/ui/alert.tsx'
import { Breadcrumbs } from '#components/ui/breadcrumbs.tsx'
import { Field } from '#components/ui/field.tsx'
import { Panel, Way } from '#components/ui/panel.tsx'
import { LABEL_MAX_CHARS } from '#lib/numbers.ts'
import { requireSudoByKey } from '#lib/web/guards.ts'
import { FactorPath, WithPicture } from '../factor-path.tsx'
import { requireMayEnrol } from '../may-enrol.ts'
import { registerKey } from './actions.ts'
import { words } from '../../../words.ts'
import { HelpLink } from '../../../help-link.tsx'

const HERE = '/manage/account/webauthn-provision/'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('twoFactor.register'))('title') }
}

export default async function WebauthnProvisionPage() {
  const user = await requireSudoByKey(HERE, { withoutFactor: true })
  await requireMayEnrol(user.id, HERE)
  const t = await getTranslations('twoFactor')
  const errors: Record<string, string> = await words('twoFactor.errors')

  return (
    <>
      <Breadcrumbs trail={[{ href: '/manage/account/#two-factor', label: t('provision.crumb') }]} here={t('register.title')} />
      <h1>{t('register.title')}</h1>
      <FactorPath factor="key" at="factor" />
      <p className="mt-6 max-w-[42rem] text-ink-2">{t('register.lead')}</p>
      <p className="mt-2"><HelpLink to="keys" /></p>
      <noscript><Alert tone="warn" className="mt-6">{t('register.noScript')}</Alert></noscript>
      <WithPicture picture={<PlugIn />}>
        <KeyForm action={registerKey} id="key" ceremony="new" errors={errors}>
          <Field name="name" label={t('register.name')} hint={t('register.nameHint')} autoComplete="off" maxLength={LABEL_MAX_CHARS} />
          <Panel plain>
            <Way icon="key">
              <h2 className="label">{t('register.key')}</h2>
              <p className="hint mb-3">{t('register.keyHint')}</p>
              <KeyButton name="kind" value="security-key" primary label={t('register.submitKey')} prompt={t('register.busyKey')} />
            </Way>
            <div id="passkey">
              <Way icon="fingerprint">
                <h2 className="label">{t('register.passkey')}</h2>
                <p className="hint mb-3">{t('register.passkeyHint')}</p>
                <KeyButton name="kind" value="passkey" label={t('register.submitPasskey')} prompt={t('register.busyPasskey')} />
              </Way>
            </div>
          </Panel>
        </KeyForm>
      </WithPicture>
    </>
  )
}

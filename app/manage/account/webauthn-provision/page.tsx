import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { PlugIn } from '#components/help/drawings/account.tsx'
import { RegisterKeyButton } from '#components/login/register-key-button.tsx'
import { Alert } from '#components/ui/alert.tsx'
import { Breadcrumbs } from '#components/ui/breadcrumbs.tsx'
import { Field } from '#components/ui/field.tsx'
import { Panel, Way } from '#components/ui/panel.tsx'
import { LABEL_MAX_CHARS } from '#lib/numbers.ts'
import { requireSudo } from '#lib/web/guards.ts'
import { FactorPath, WithPicture } from '../factor-path.tsx'
import { requireMayEnrol } from '../may-enrol.ts'
import { askForKey, askForPasskey, registerKey, registerPasskey } from './actions.ts'
import { words } from '../../../words.ts'
import { HelpLink } from '../../../help-link.tsx'

const HERE = '/manage/account/webauthn-provision/'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('twoFactor.register'))('title') }
}

export default async function WebauthnProvisionPage() {
  const user = await requireSudo(HERE, { withoutFactor: true })
  await requireMayEnrol(user.id, HERE)
  const t = await getTranslations('twoFactor')
  const errors: Record<string, string> = await words('twoFactor.errors')

  return (
    <>
      <Breadcrumbs trail={[{ href: '/manage/account/', label: t('provision.crumb') }]} here={t('register.title')} />
      <h1>{t('register.title')}</h1>
      <FactorPath factor="key" at="factor" />
      <p className="mt-6 max-w-[42rem] text-ink-2">{t('register.lead')}</p>
      <p className="mt-2"><HelpLink to="keys" /></p>
      <noscript><Alert tone="warn" className="mt-6">{t('register.noScript')}</Alert></noscript>
      <WithPicture picture={<PlugIn />}>
        <Field id="key-name" name="name" label={t('register.name')} hint={t('register.nameHint')} autoComplete="off" maxLength={LABEL_MAX_CHARS} />
        <Panel plain className="mt-6">
          <Way icon="key">
            <h2 className="label">{t('register.key')}</h2>
            <p className="hint mb-3">{t('register.keyHint')}</p>
            <RegisterKeyButton ask={askForKey} finish={registerKey} nameId="key-name" primary label={t('register.submitKey')} busy={t('register.busyKey')} errors={errors} />
          </Way>
          <div id="passkey">
            <Way icon="fingerprint">
              <h2 className="label">{t('register.passkey')}</h2>
              <p className="hint mb-3">{t('register.passkeyHint')}</p>
              <RegisterKeyButton ask={askForPasskey} finish={registerPasskey} nameId="key-name" label={t('register.submitPasskey')} busy={t('register.busyPasskey')} errors={errors} />
            </Way>
          </div>
        </Panel>
      </WithPicture>
    </>
  )
}

import { getTranslations } from 'next-intl/server'
import { Waiting } from '#components/setup/waiting.tsx'
import { Alert } from '#components/ui/alert.tsx'
import { LinkButton } from '#components/ui/button.tsx'
import { listAddresses } from '#lib/accounts/addresses.ts'
import { listLacks } from '#lib/settings/reachable.ts'
import { PassBy } from './pass-by.tsx'
import type { StepProps } from './[step]/page.tsx'

/** The address that letters about this account go to. */
export async function AddressStep({ user, done }: StepProps) {
  const t = await getTranslations('setup')
  const settings = await getTranslations('settings.lacks')
  const address = (await listAddresses(user.id)).find(({ isPrimary }) => isPrimary)?.address ?? ''
  return (
    <>
      <h1>{t('addressTitle')}</h1>
      <div className="lead">
        {done ? <p>{t('addressDone', { address })}</p>
          : <Waiting text={t('addressWaiting', { address })} withoutScript={t('addressReload', { address })} link={<a href="/setup/address/">{t('lookAgain')}</a>} />}
      </div>
      {!done && listLacks().includes('mail-outbox') && <Alert className="mt-6">{settings('mail-outbox')}</Alert>}
      {!done && <p className="mt-6"><a href="/manage/account/#account-emails">{t('addressOther')}</a></p>}
      <PassBy step="address" done={done} />
    </>
  )
}

/** Codes first: what is added next cannot lock anybody out then. */
export async function CodesStep({ done }: StepProps) {
  const t = await getTranslations('setup')
  return (
    <>
      <h1>{t('codesTitle')}</h1>
      <p className="lead">{t(done ? 'codesDone' : 'codesLead')}</p>
      {!done && <p className="mt-6"><LinkButton kind="primary" href="/manage/account/recovery-codes/?next=/setup/">{t('codesAction')}</LinkButton></p>}
      <PassBy step="recovery-codes" done={done} />
    </>
  )
}

/** A key or an app; both lead back here. */
export async function FactorStep({ done }: StepProps) {
  const t = await getTranslations('setup')
  return (
    <>
      <h1>{t('factorTitle')}</h1>
      <p className="lead">{t(done ? 'factorDone' : 'factorLead')}</p>
      {!done && (
        <p className="mt-6 flex flex-wrap gap-3">
          <LinkButton kind="primary" href="/manage/account/webauthn-provision/" icon="fingerprint">{t('factorKey')}</LinkButton>
          <LinkButton href="/manage/account/totp-provision/" icon="phone">{t('factorApp')}</LinkButton>
        </p>
      )}
      <PassBy step="second-factor" done={done} />
    </>
  )
}

import { getTranslations } from 'next-intl/server'
import { Checkbox, RadioGroup } from '#components/ui/choice.tsx'
import { Field } from '#components/ui/field.tsx'
import { Alert } from '#components/ui/alert.tsx'
import { rulesInForce } from '#lib/admin/site-rules.ts'
import { environment } from '#lib/env.ts'
import { OLD_RELEASE_DAYS } from '#lib/numbers.ts'
import { SITE_RULES } from '#lib/projects/site-rules.ts'
import { listLacks } from '#lib/settings/reachable.ts'
import { siteSettings } from '#lib/settings/settings.ts'

/** The name of the site. */
export async function NameField() {
  const t = await getTranslations('settings')
  return <Field name="siteName" label={t('name')} hint={t('nameHint')} defaultValue={siteSettings().siteName} maxLength={60} autoComplete="off" dir="auto" />
}

/** The address of the site, whether keys and https work with it, and which variable is wrong if something does not. */
export async function AddressCheck() {
  const t = await getTranslations('settings')
  const { origin, https } = environment()
  return (
    <div>
      <p className="label">{t('address')}</p>
      <p className="hint">{t('addressHow')}</p>
      <p className="mt-2"><code className="key" dir="ltr">{origin}</code></p>
      <Alert tone="good" className="mt-3">{t(https ? 'addressGood' : 'addressLocal')}</Alert>
      {listLacks().map((lack) => <Alert key={lack} tone="warn" className="mt-3">{t(`lacks.${lack}`)}</Alert>)}
    </div>
  )
}

/** Who comes in, with what proof, and for how long. */
export async function PolicyFields() {
  const t = await getTranslations('settings')
  const now = siteSettings()
  return (
    <>
      <RadioGroup name="signUp" label={t('signUp')} defaultValue={now.signUp} choices={[
        { value: 'open', label: t('signUpOpen') }, { value: 'invite', label: t('signUpInvite') }, { value: 'closed', label: t('signUpClosed') },
      ]} />
      <RadioGroup name="twoFactor" label={t('twoFactor')} defaultValue={now.twoFactor} choices={[
        { value: 'encouraged', label: t('twoFactorEncouraged'), hint: t('twoFactorEncouragedHint') },
        { value: 'required', label: t('twoFactorRequired'), hint: t('twoFactorRequiredHint') },
      ]} />
      <RadioGroup name="uploadPasswords" label={t('uploadPasswords')} defaultValue={now.uploadPasswords} choices={[
        { value: 'refused', label: t('uploadRefused'), hint: t('uploadRefusedHint') },
        { value: 'allowed', label: t('uploadAllowed'), hint: t('uploadAllowedHint') },
      ]} />
      <Field name="sessionIdleMinutes" inputMode="numeric" label={t('idle')} hint={t('idleHint')} defaultValue={now.sessionIdleMinutes} className="max-w-[8rem]" />
      <Field name="sessionMaxHours" inputMode="numeric" label={t('max')} hint={t('maxHint')} defaultValue={now.sessionMaxHours} className="max-w-[8rem]" />
    </>
  )
}

/** What holds for all packages, for now or for good. */
export async function RuleFields() {
  const t = await getTranslations('settings')
  const on = await rulesInForce()
  return SITE_RULES.map((rule) => (
    <Checkbox key={rule} name={rule} optional label={t(`rules.${rule}.label`)} hint={t(`rules.${rule}.hint`, { days: OLD_RELEASE_DAYS })} defaultChecked={on.includes(rule)} />
  ))
}

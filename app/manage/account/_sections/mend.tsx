import { getTranslations } from 'next-intl/server'
import { LinkButton } from '#components/ui/button.tsx'
import type { Check, CheckName } from '#lib/two-factor/check-up.ts'
import { resendLink } from '../actions.ts'
import { words } from '../../../words.ts'
import { RowForm } from './row-form.tsx'

const HOME = '/manage/account/'
const PLACES: Record<CheckName, (values: Check['values']) => string> = {
  'two-kinds': ({ has }) => (has === 'app' ? 'webauthn-provision/' : 'totp-provision/'),
  spare: ({ count }) => (count === 0 ? 'totp-provision/' : 'webauthn-provision/'),
  codes: () => 'recovery-codes/',
  'fire-drill': () => 'test-code/',
  'second-address': () => '#account-emails',
  'addresses-work': () => '#account-emails',
  'key-used': ({ id }) => (id ? `factor/${id}/#test` : 'webauthn-provision/'),
}

/** Where an open finding of the check-up is mended. The fire drill stays: one more test does no harm. */
export async function Mend({ check: { key, done, values } }: { check: Check }) {
  const t = await getTranslations('twoFactor.checkUp')
  if (key === 'fire-drill') return <LinkButton small href={`${HOME}${PLACES[key](values)}`}>{t('test')}</LinkButton>
  if (done) return null
  if (key === 'addresses-work' && values.id) {
    return <RowForm action={resendLink} id={String(values.id)} about={String(values.address)} label={t(`mend.${key}`)} kind="default" errors={await words('account.errors')} />
  }
  return <LinkButton small href={`${HOME}${PLACES[key](values)}`}>{t(`mend.${key}`)}</LinkButton>
}

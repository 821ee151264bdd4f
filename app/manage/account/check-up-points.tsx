import { getTranslations } from 'next-intl/server'
import { LinkButton } from '#components/ui/button.tsx'
import type { Check as Point } from '#components/ui/score.tsx'
import type { Check, CheckName } from '#lib/two-factor/check-up.ts'
import { words } from '../../words.ts'
import { RowForm } from './_sections/row-form.tsx'
import { resendLink } from './actions.ts'

const HOME = '/manage/account/'
const PLACES: Record<CheckName, (values: Check['values']) => string> = {
  'two-kinds': ({ has }) => (has === 'app' ? 'webauthn-provision/' : 'totp-provision/'),
  spare: ({ has }) => (has === 'none' ? 'totp-provision/' : 'webauthn-provision/'),
  codes: () => 'recovery-codes/',
  'fire-drill': ({ left }) => (left === 0 ? 'recovery-codes/' : 'test-code/'),
  'second-address': () => '#account-emails',
  'addresses-work': () => '#account-emails',
  'key-used': ({ id }) => (id ? `factor/${id}/#test` : 'webauthn-provision/'),
}

type Say = (key: string, values: Check['values']) => string // the keys are only known at run time

/** What the check-up found, in words, each open point with what mends it. */
export async function pointsOf(checks: Check[]): Promise<Point[]> {
  const t = await getTranslations('twoFactor.checkUp')
  const say = t as unknown as Say
  return checks.map((check) => ({
    key: check.key,
    label: t(`checks.${check.key}`),
    why: say(`${check.done ? 'whyDone' : 'whyOpen'}.${check.key}`, check.values),
    matters: t(`matters.${check.key}`),
    done: check.done,
    state: t(check.done ? 'done' : 'open'),
    action: !check.done && <Mend check={check} />,
  }))
}

async function Mend({ check: { key, values } }: { check: Check }) {
  const t = await getTranslations('twoFactor.checkUp')
  const label = key === 'fire-drill' ? t(values.left === 0 ? 'mend.codes' : 'test') : (t as unknown as Say)(`mend.${key}`, values)
  if (key === 'addresses-work' && values.id) {
    return <RowForm action={resendLink} id={String(values.id)} about={String(values.address)} label={label} kind="default" errors={await words('account.errors')} />
  }
  return <LinkButton small href={`${HOME}${PLACES[key](values)}`}>{label}</LinkButton>
}

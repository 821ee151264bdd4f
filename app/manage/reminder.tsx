import { getTranslations } from 'next-intl/server'
import { Alert } from '#components/ui/alert.tsx'
import { listAddresses } from '#lib/accounts/addresses.ts'
import { RECOVERY_CODES_FEW } from '#lib/numbers.ts'
import { hasSecondFactor } from '#lib/two-factor/factors.ts'
import { countRecoveryCodes } from '#lib/two-factor/recovery-codes.ts'

/** What the account lacks: a confirmed address, a second factor, or codes, the first of them that is missing. */
export async function Reminder({ userId }: { userId: string }) {
  const t = await getTranslations('account')
  const primary = (await listAddresses(userId)).find((address) => address.isPrimary)
  if (primary && !primary.verifiedAt) return <Alert tone="warn" className="no-print mb-6">{t('confirmAddress', { address: primary.address })}</Alert>
  if (!(await hasSecondFactor(userId))) return <Alert tone="warn" className="no-print mb-6">{t('addFactor')} <a href="/manage/account/#two-factor">{t('addFactorAction')}</a></Alert>
  return <FewCodes userId={userId} />
}

async function FewCodes({ userId }: { userId: string }) {
  const { left, total } = await countRecoveryCodes(userId)
  if (total === 0 || left > RECOVERY_CODES_FEW) return null
  const t = await getTranslations('twoFactor.codes')
  return <Alert tone="warn" className="no-print mb-6">{t('few', { left })} <a href="/manage/account/recovery-codes/">{t('generate')}</a></Alert>
}

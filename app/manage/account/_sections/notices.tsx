import { getTranslations } from 'next-intl/server'
import { Alert } from '#components/ui/alert.tsx'
import { listAddresses } from '#lib/accounts/addresses.ts'
import { hasSecondFactor } from '#lib/two-factor/factors.ts'
import type { CurrentUser } from '#lib/web/current-user.ts'

/** What a person should do first: confirm the address, then add a second factor. */
export async function AccountNotices({ user }: { user: CurrentUser }) {
  const t = await getTranslations('account')
  const primary = (await listAddresses(user.id)).find((address) => address.isPrimary)
  if (primary && !primary.verifiedAt) return <Alert tone="warn" className="mt-6">{t('confirmAddress', { address: primary.address })}</Alert>
  if (await hasSecondFactor(user.id)) return null
  return <Alert tone="warn" className="mt-6">{t('addFactor')} <a href="#two-factor">{t('addFactorAction')}</a></Alert>
}

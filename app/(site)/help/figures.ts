import { environment } from '#lib/env.ts'
import * as n from '#lib/numbers.ts'
import { recoveryDays } from '#lib/recovery/recovery.ts'

const MEGABYTE = 1024 * 1024
const OPENED_PORT = 3000

/** What the help fills its blanks with: the limits of the product, and what this site's operator has set. */
export function figures(): Record<string, string | number> {
  const { origin, siteName, sessionIdleMinutes, sessionMaxHours } = environment()
  return {
    site: siteName, origin, host: new URL(origin).host,
    totpDigits: n.TOTP_DIGITS, totpSeconds: n.TOTP_STEP_SECONDS, driftSeconds: n.TOTP_DRIFT_STEPS * n.TOTP_STEP_SECONDS, offerMinutes: n.TOTP_OFFER_MINUTES,
    appsMax: n.TOTP_APPS_MAX_PER_USER, keysMax: n.SECURITY_KEYS_MAX_PER_USER, codeCount: n.RECOVERY_CODES, checkUpDays: n.CHECK_UP_DAYS,
    pendingMinutes: n.PENDING_LOGIN_MINUTES, attempts: n.PENDING_LOGIN_ATTEMPTS, rememberDays: n.REMEMBERED_BROWSER_DAYS, sudoMinutes: n.SUDO_MINUTES,
    browserCodeDigits: n.BROWSER_CODE_DIGITS, browserCodeMinutes: n.BROWSER_CODE_MINUTES, idleMinutes: sessionIdleMinutes, maxHours: sessionMaxHours,
    resetMinutes: n.RESET_LINK_MINUTES, notMeHours: n.NOT_ME_LINK_HOURS, recoveryDays: recoveryDays(), vouchedHours: n.RECOVERY_VOUCHED_HOURS, finishDays: n.RECOVERY_FINISH_DAYS,
    tokenDays: n.TOKEN_DEFAULT_DAYS, tokenMaxDays: n.TOKEN_MAX_DAYS, tokenWarnDays: n.TOKEN_WARNING_DAYS,
    fileMb: n.FILE_MAX_BYTES / MEGABYTE, projectGb: n.PROJECT_MAX_BYTES / MEGABYTE / 1024, filesPerForm: n.FILES_MAX_PER_FORM, binHours: n.BIN_HOURS,
    port: String(OPENED_PORT),
  }
}

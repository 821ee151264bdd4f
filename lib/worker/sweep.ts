import { lt } from 'drizzle-orm'
import { sweepSubscriptionRequests } from '#lib/announcements/subscribers.ts'
import { sweepDownloads } from '#lib/catalog/downloads.ts'
import { db } from '#lib/db/client.ts'
import { mailedLinks } from '#lib/db/schema.ts'
import { sweepLimits } from '#lib/limits/limits.ts'
import { sweepPending } from '#lib/login/pending.ts'
import { sweepBrowsers } from '#lib/sessions/browsers.ts'
import { emptyBin } from '#lib/releases/bin.ts'
import { sweepSessions } from '#lib/sessions/sessions.ts'
import { sweepChallenges } from '#lib/two-factor/challenges.ts'
import { sweepTotpOffers } from '#lib/two-factor/totp-apps.ts'
import { sweepReports } from '#lib/releases/upload-reports.ts'
import { sweepStaging } from '#lib/storage/storage.ts'

const KEPT_DAYS = 30

/** Deletes what is over and proves nothing any more; the record of what happened stays. */
export async function sweep(now: Date): Promise<void> {
  const longAgo = new Date(now.getTime() - KEPT_DAYS * 86_400_000)
  await sweepPending(now)
  await db().delete(mailedLinks).where(lt(mailedLinks.expiresAt, longAgo))
  await sweepChallenges(now)
  await sweepTotpOffers(now)
  await sweepLimits(now)
  await sweepSessions(longAgo)
  await sweepBrowsers(now)
  await emptyBin(now)
  await sweepSubscriptionRequests(now)
  await sweepReports(now)
  await sweepDownloads(now)
  await sweepStaging(now)
}

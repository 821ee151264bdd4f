import { mailAnnouncements } from '#lib/announcements/mailing.ts'
import { scheduleDaily, scheduleEachMinute, workOn } from '#lib/jobs/jobs.ts'
import { reviewAbandonedLogins } from '#lib/login/abandoned.ts'
import type { Letter } from '#lib/mail/mail.ts'
import { remindOfRecoveries } from '#lib/recovery/reminders.ts'
import { sendQueuedLetter } from './mail.ts'
import { warnOfExpiringTokens } from '#lib/tokens/expiry.ts'
import { remindOfCheckUps } from '#lib/two-factor/reminders.ts'
import { sweep } from './sweep.ts'

const SWEEP_HOUR = 3

/** Begins to work on the queue; it must be open. Several servers may: each job goes to one. */
export async function startWorker(): Promise<void> {
  await workOn('mail', (job) => sendQueuedLetter(job as Letter, new Date()))
  await workOn('sweep', () => daily(new Date()))
  await workOn('abandoned-logins', () => reviewAbandonedLogins(new Date()))
  await workOn('recoveries', () => remindOfRecoveries(new Date()))
  await workOn('announcements', () => mailAnnouncements(new Date()))
  await scheduleDaily('sweep', SWEEP_HOUR)
  await scheduleEachMinute('abandoned-logins')
  await scheduleEachMinute('recoveries')
  await scheduleEachMinute('announcements')
}

/** Once a day: what is over goes, and who should know of something is told. */
async function daily(now: Date): Promise<void> {
  await sweep(now)
  await warnOfExpiringTokens(now)
  await remindOfCheckUps(now)
}

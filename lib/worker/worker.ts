import { scheduleDaily, scheduleEachMinute, workOn } from '#lib/jobs/jobs.ts'
import type { Letter } from '#lib/mail/mail.ts'
import { remindOfRecoveries } from '#lib/recovery/reminders.ts'
import { sendQueuedLetter } from './mail.ts'
import { sweep } from './sweep.ts'

const SWEEP_HOUR = 3

/** Begins to work on the queue; it must be open. Several servers may: each job goes to one. */
export async function startWorker(): Promise<void> {
  await workOn('mail', (job) => sendQueuedLetter(job as Letter, new Date()))
  await workOn('sweep', () => sweep(new Date()))
  await workOn('recoveries', () => remindOfRecoveries(new Date()))
  await scheduleDaily('sweep', SWEEP_HOUR)
  await scheduleEachMinute('recoveries')
}

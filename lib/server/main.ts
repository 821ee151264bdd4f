// Wheelkeep starts here, and ends here. Each step opens something and says how to close it; on a signal, or when a later step
// fails, all are closed in reverse: no more requests, no more jobs, no more database.

import { offerSetupLink } from '#lib/accounts/setup.ts'
import { isCannotStart } from '#lib/cannot-start.ts'
import { storeDownloads } from '#lib/catalog/downloads.ts'
import { closeDatabase, openDatabase } from '#lib/db/client.ts'
import { holdKeyLock } from '#lib/db/key-lock.ts'
import { migrateDatabase } from '#lib/db/migrate.ts'
import type { Environment } from '#lib/env.ts'
import { closeQueue, openQueue } from '#lib/jobs/jobs.ts'
import { openPlaces } from '#lib/places/places.ts'
import { inBatches } from '#lib/server/in-batches.ts'
import { captureConsole, type Log, openLog } from '#lib/server/log.ts'
import { openEnvironment } from '#lib/server/open-environment.ts'
import { openServerDatabase } from '#lib/server/open-database.ts'
import { serve } from '#lib/server/serve.ts'
import { openStoredSecrets, serverKeyId } from '#lib/server/stored-secrets.ts'
import { closeInReverse, type Closing, onSignals } from '#lib/server/stopping.ts'
import { withoutValues } from '#lib/db/without-values.ts'
import { openSettings } from '#lib/settings/settings.ts'
import { closeStorage, openStorage } from '#lib/storage/storage.ts'
import { startWorker } from '#lib/worker/worker.ts'

const closing: Closing[] = []
let stopping = false

onSignals(() => void stop(0))
try {
  await start()
} catch (trouble) {
  // A step that fails because we are stopping says nothing new.
  if (!stopping) await stop(1, trouble)
}

async function start(): Promise<void> {
  const env = openEnvironment()
  const log = openLogOf(env)
  const step = stepsOf(log)

  const database = await step('Database', () => openServerDatabase(env), ({ close }) => close())
  if (database.elsewhere) log.announce(`The database is in ${database.elsewhere}: Postgres may not run as root, and its user cannot enter ${env.dataDir}`)
  void database.died.then((why) => stop(1, `${why}. Wheelkeep stops; start it again.`))
  await step('Migrations', () => migrateDatabase(database.url))
  await step('Files', () => openStorage(env.files, env.dataDir, new Date()), closeStorage)
  const { placesDatabase } = env
  if (placesDatabase) await step('Places', () => openPlaces(placesDatabase), (close) => close())
  openDatabase(database.url)
  closing.push(() => closeDatabase(), storeDownloads)
  await step('Keys', () => holdKeyLock(database.url, serverKeyId()), ({ release }) => release())
  await openStoredSecrets()
  await step('Settings', openSettings, (close) => close())
  await step('Jobs', () => openQueue().then(startWorker), closeQueue)
  const setup = await offerSetupLink(new Date())
  await step('Pages', () => serve(env, log), (close) => close())

  log.announce(`Wheelkeep is ready at ${env.origin}/`)
  if (setup) log.announce(`There is no administrator yet. Make the first one at ${env.origin}${setup}`)
}

/** On a terminal and in development people read along; everything else gets JSON. */
function openLogOf({ dev, logLevel }: Environment): Log {
  const readable = dev || process.stdout.isTTY === true
  const log = openLog({ level: logLevel, readable, write: inBatches((text) => process.stdout.write(text)), now: () => new Date() })
  if (!readable) captureConsole(log)
  process.on('unhandledRejection', (trouble) => log.error(`unhandled rejection: ${textOf(trouble)}`))
  process.on('uncaughtException', (trouble) => void stop(1, trouble))
  return log
}

/** Runs a step between its name and its seconds, and keeps how to undo it. */
function stepsOf(log: Log) {
  return async <T>(name: string, open: () => T | Promise<T>, close?: (opened: T) => unknown): Promise<T> => {
    const start = performance.now()
    const opened = await open()
    if (close) closing.push(() => close(opened))
    if (stopping) throw new Error('stopping')
    log.announce(`${name} ready … ${((performance.now() - start) / 1000).toFixed(1)} s`)
    return opened
  }
}

/** Ends the process when everything is closed. A start that is under way fails at its next step, and what it opened is closed, too. */
async function stop(code: number, trouble?: unknown): Promise<void> {
  if (stopping) return
  stopping = true
  if (trouble !== undefined) process.stderr.write(`${textOf(trouble)}\n`)
  const failed = await closeInReverse(closing)
  for (const one of failed) process.stderr.write(`${textOf(one)}\n`)
  process.exit(failed.length > 0 ? 1 : code)
}

function textOf(trouble: unknown): string {
  if (isCannotStart(trouble)) return `Wheelkeep cannot start: ${trouble.message}`
  const told = withoutValues(trouble)
  return told instanceof Error ? (told.stack ?? told.message) : String(told)
}

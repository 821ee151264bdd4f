// The operator's commands. They work beside a running server, on its database, and without one.

import { isCannotStart } from '#lib/cannot-start.ts'
import { closeDatabase, openDatabase } from '#lib/db/client.ts'
import { migrateDatabase } from '#lib/db/migrate.ts'
import { environment } from '#lib/env.ts'
import { loadSettings } from '#lib/settings/settings.ts'
import { closeQueue, openQueue } from '#lib/jobs/jobs.ts'
import { type Command, COMMANDS, type Said, usage } from '#lib/server/commands.ts'
import { openEnvironment } from '#lib/server/open-environment.ts'
import { openCommandDatabase } from '#lib/server/open-database.ts'
import { closeInReverse, type Closing } from '#lib/server/stopping.ts'

const WRONG_USE = 2

process.exitCode = await main(process.argv.slice(2))

/** Words in, exit code out: 0 done, 1 "no" or trouble, 2 wrong use. */
async function main(typed: string[]): Promise<number> {
  const json = typed.includes('--json')
  const [name = '', ...words] = typed.filter((word) => word !== '--json')
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (!command || words.length !== command.words.length) {
    process.stderr.write(`${usage()}\n`)
    return WRONG_USE
  }
  const said = await carryOut(command, words)
  const text = json ? JSON.stringify({ ok: said.code === 0, message: said.line, ...said.facts }) : said.line
  const stream = said.code === 0 || json ? process.stdout : process.stderr
  stream.write(`${text}\n`)
  return said.code
}

async function carryOut(command: Command, words: string[]): Promise<Said> {
  const closing: Closing[] = []
  try {
    await openHouse(closing)
    return await command.run(words, environment(), new Date(), (line) => process.stderr.write(`${line}\n`))
  } catch (trouble) {
    if (isCannotStart(trouble)) return { code: 1, line: trouble.message }
    throw trouble
  } finally {
    await closeInReverse(closing)
  }
}

/** The database, migrated, and the queue: what a command may need. */
async function openHouse(closing: Closing[]): Promise<void> {
  const database = await openCommandDatabase(openEnvironment(), (line) => process.stderr.write(`${line}\n`))
  closing.push(database.close)
  await migrateDatabase(database.url)
  openDatabase(database.url)
  closing.push(() => closeDatabase())
  await loadSettings()
  await openQueue()
  closing.push(closeQueue)
}

import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { format } from 'node:util'
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { db, driver } from '#lib/db/client.ts'
import { users } from '#lib/db/schema.ts'
import { captureConsole, openLog } from '#lib/server/log.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { withoutValues } from './without-values.ts'

useDatabase()

const CANARY = 'canary\n    at secret (canary.ts:1:1)'
const failed = (asked: PromiseLike<unknown>) => Promise.resolve(asked).then(() => new Error('it worked'), (thrown: unknown) => thrown)

async function queryErrors(): Promise<unknown[]> {
  const wrongType = await failed(db().execute(sql`select ${CANARY}::int`))
  const row = { username: CANARY, usernameKey: 'canary', webauthnHandle: Buffer.from('canary') }
  await db().insert(users).values(row).onConflictDoNothing()
  const taken = await failed(db().insert(users).values(row))
  return [wrongType, taken, new Error('while signing in', { cause: taken })]
}

test('no value of a failed statement is told, only the statement, its place and the code', async () => {
  for (const error of await queryErrors()) {
    expect(format(error)).toContain('canary') // else there is nothing to hold back
    const told = format('⨯', withoutValues(error))
    expect(told).not.toContain('canary')
    expect(told).toMatch(/Failed query: (select \$1::int|insert into "users")[\s\S]+without-values\.test\.ts[\s\S]+(22P02|23505)/)
  }
})

test('the log of the server holds them back wherever they are printed', async () => {
  const lines: string[] = []
  const original = { ...console }
  captureConsole(openLog({ level: 'info', readable: false, write: (line) => lines.push(line), now: () => new Date() }))
  for (const error of await queryErrors()) console.error('failed', error)
  Object.assign(console, original)
  expect(lines).toHaveLength(3)
  expect(lines.join()).not.toContain('canary')
})

test('what the driver itself throws quotes no value either', async () => {
  const error = await failed(driver()`select ${CANARY}::text::int`)
  expect(format(error)).toContain('canary')
  expect(withoutValues(error)).toMatch(/^PostgresError \(22P02\)(?![\s\S]*canary)/)
})

test('errors of ours go to the log as they are, never as their message, which nobody could hold back any more', () => {
  const root = resolve(import.meta.dirname, '..')
  const sources = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => /(?<!\.test)\.ts$/.test(file) && file !== 'accounts/breaches.ts')
  expect(sources.filter((file) => /console\.\w+\([^\n]*\.message/.test(readFileSync(join(root, file), 'utf8')))).toEqual([])
})

test('any other error is told as it is', () => {
  const error = new TypeError('not a function', { cause: new Error('deeper') })
  expect(withoutValues(error)).toBe(error)
  expect(withoutValues('text')).toBe('text')
})

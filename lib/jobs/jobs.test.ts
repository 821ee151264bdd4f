import { format } from 'node:util'
import { sql } from 'drizzle-orm'
import { expect, test, vi } from 'vitest'
import { db, driver } from '#lib/db/client.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { enqueue, workOn } from './jobs.ts'

useDatabase()

const kept = () => driver()<{ output: unknown }[]>`select output from pgboss.job where name = 'recoveries' and output is not null`

test('what a failed job leaves behind and what it logs hold no values of its statements, and of other errors the words only', async () => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => {})
  const troubles = [
    () => db().execute(sql`select ${'canary-value'}::int`).then(() => {}),
    () => Promise.reject(Object.assign(new TypeError('the post office is closed'), { headers: { authorization: 'canary-header' } })),
  ]
  await workOn('recoveries', async () => troubles.shift()?.())
  for (const n of [1, 2]) await db().transaction((tx) => enqueue(tx, 'recoveries', { n }))
  await expect.poll(async () => (await kept()).length, { timeout: 15_000 }).toBe(2)
  const stored = JSON.stringify(await kept())
  expect(stored).not.toContain('canary')
  expect(stored).toContain('Failed query: select $1::int')
  expect(stored).toContain('TypeError: the post office is closed')
  expect(format(said.mock.calls)).toMatch(/Failed query[\s\S]*the post office is closed/)
  expect(format(said.mock.calls)).not.toContain('canary')
  said.mockRestore()
})

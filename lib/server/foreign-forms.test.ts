import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { closeDatabase, databaseUrl, db, openDatabase } from '#lib/db/client.ts'
import { auditEvents } from '#lib/db/schema.ts'
import { nowhere } from '#lib/origin.ts'
import { noteForeignForm } from '#lib/server/foreign-forms.ts'
import { openLog } from '#lib/server/log.ts'
import { useDatabase } from '#lib/testing/setup.ts'

useDatabase()
const now = new Date('2026-11-24T12:00:00Z')
const FORM = { method: 'POST', path: '/manage/account/', from: 'https://evil.example', site: 'cross-site' }
const lines: string[] = []
const log = openLog({ level: 'warn', readable: false, write: (line) => lines.push(line), now: () => now })
const note = (network: number, count: number) => Promise.all(Array.from({ length: count }, () => noteForeignForm(log, FORM, { ...nowhere, ip: `10.60.${network >> 8}.${network & 255}`, requestId: 'r1' }, now)))
const recorded = () => db().select().from(auditEvents).where(eq(auditEvents.action, 'access.denied'))

test('a refused foreign form is a line in the log and an event that says where it came from', async () => {
  await note(1, 1)
  expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ level: 'warn', message: 'foreign form refused', id: 'r1', ...FORM })
  expect(await recorded()).toMatchObject([{ outcome: 'failure', userId: null, ip: '10.60.0.1', requestId: 'r1', detail: { reason: 'foreign-form', ...FORM } }])
})

test('a flood fills the log and not the record: five an hour from one network, two hundred a day from all', async () => {
  const before = lines.length
  await note(2, 20)
  expect(lines.length - before).toBe(20)
  expect((await recorded()).filter(({ ip }) => ip === '10.60.0.2')).toHaveLength(5)
  await note(3, 1)
  expect((await recorded()).filter(({ ip }) => ip === '10.60.0.3')).toHaveLength(1)
  await note(2, 200)
  for (let network = 4; network < 60; network++) await note(network, 5)
  expect(await recorded()).toHaveLength(200)
})

test('with the database away it is in the log, and nothing breaks', async () => {
  const url = databaseUrl()
  await closeDatabase()
  openDatabase('postgres://postgres@127.0.0.1:1/gone')
  try {
    const before = lines.length
    await note(1000, 1)
    expect(lines.length - before).toBe(1)
  } finally {
    await closeDatabase()
    openDatabase(url)
  }
})

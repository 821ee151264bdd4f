// A page at hand goes out before Hono is asked: it must be the same answer, and no page that is not everybody's.

import { once } from 'node:events'
import { createServer, type IncomingMessage, request as ask, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { getRequestListener } from '@hono/node-server'
import { eq } from 'drizzle-orm'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isMachinePath, machineFace } from '#lib/api/app.ts'
import { keptPageSender } from '#lib/api/simple.ts'
import { findSimplePage } from '#lib/catalog/simple.ts'
import { databaseUrl, db, driver } from '#lib/db/client.ts'
import { projects } from '#lib/db/schema.ts'
import { parseEnvironment } from '#lib/env.ts'
import { refreshSimplePage } from '#lib/projects/simple-page.ts'
import { receive } from '#lib/server/http.ts'
import { openLog } from '#lib/server/log.ts'
import { safeHeaders } from '#lib/server/response-headers.ts'
import { giveFile, giveProject, givePublisher, giveRelease } from '#lib/testing/publishing.ts'
import { useDatabase } from '#lib/testing/setup.ts'

useDatabase()

const servers: Server[] = []
/** The same server with and without the short way, and whether the short way was taken. */
let quick = { port: 0 }
let long = { port: 0 }
let taken = 0
const lines: string[] = []

beforeAll(async () => {
  quick = await open(true)
  long = await open(false)
})
afterAll(() => {
  for (const server of servers) server.close().closeAllConnections()
})

async function open(isQuick: boolean): Promise<{ port: number }> {
  const settings = parseEnvironment({ NEXTAUTH_URL: 'http://localhost:3000' })
  if (!settings.ok) throw new Error(settings.error)
  const send = keptPageSender(safeHeaders(settings.value))
  const faces = {
    isMachinePath, machine: getRequestListener(machineFace.fetch), human: () => {},
    ...(isQuick && { quick: (...asked: Parameters<typeof send>) => (send(...asked) ? ++taken > 0 : false) }),
  }
  const log = openLog({ level: 'info', readable: false, write: (line) => lines.push(line), now: () => new Date() })
  const server = createServer(receive(settings.value, faces, log, () => {})).listen(0, '127.0.0.1')
  servers.push(server)
  await once(server, 'listening')
  return server.address() as AddressInfo
}

async function get({ port }: { port: number }, path: string, headers: Record<string, string> = {}, method = 'GET') {
  const asked = ask({ host: '127.0.0.1', port, path, method, headers: { host: 'localhost:3000', ...headers } })
  asked.end()
  const [answer] = (await once(asked, 'response')) as [IncomingMessage]
  const { date: _, 'x-request-id': id, ...rest } = answer.headers
  expect(id).toMatch(/^[\w-]{12}$/)
  return { status: answer.statusCode, headers: rest, body: (await buffer(answer)).toString('base64') }
}

/** A project whose page lies in memory. */
async function kept(change: Parameters<typeof giveProject>[1] = {}) {
  const project = await giveProject(await givePublisher(), change)
  await giveFile(await giveRelease(project, '1.0'))
  await db().transaction((tx) => refreshSimplePage(tx, project.id, new Date()))
  await heardAll()
  await findSimplePage(project.normalizedName)
  return project
}

/** Postgres tells in order: when our own word is heard, everything before it was. */
async function heardAll(): Promise<void> {
  const mark = `mark-${Math.random()}`
  await new Promise<void>((resolve) => {
    void driver().listen('simple_page', (name) => name === mark && resolve()).then(() => driver().notify('simple_page', mark))
  })
}

const JSON_FORM = 'application/vnd.pypi.simple.v1+json'
const V1_HTML = 'application/vnd.pypi.simple.v1+html'

test('the answer is the one that Hono gives, whatever form is asked for', async () => {
  const { normalizedName } = await kept()
  const path = `/simple/${normalizedName}/`
  for (const accept of [undefined, 'text/html', V1_HTML, JSON_FORM, `${JSON_FORM};q=0.1, text/html`, 'image/png'])
    for (const encoding of [undefined, 'gzip', 'identity', 'gzip;q=0'])
      for (let again = 0; again < 2; again++) {
        const headers = { ...(accept && { accept }), ...(encoding && { 'accept-encoding': encoding }) }
        expect(await get(quick, path, headers)).toEqual(await get(long, path, headers))
      }
  expect(taken).toBe(48)
  const { headers } = await get(long, path)
  const tag = { 'if-none-match': String(headers.etag) }
  expect(await get(quick, path, tag)).toEqual(await get(long, path, tag))
  expect((await get(quick, path, tag)).status).toBe(304)
  expect((await get(quick, path, { 'if-none-match': '"another"' })).status).toBe(200)
})

test('the log has a line for an answer at once, too', async () => {
  const path = `/simple/${(await kept()).normalizedName}/`
  lines.length = 0
  const { headers } = await get(quick, path)
  await get(quick, path, { 'if-none-match': String(headers.etag) })
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { level: 'info', message: 'request', id: expect.stringMatching(/^[\w-]{12}$/), method: 'GET', path, status: 200, ms: expect.any(Number) },
    { method: 'GET', path, status: 304 },
  ])
})

test('everything else goes the long way', async () => {
  const { normalizedName } = await kept({ name: 'Quick.Quest' })
  const before = taken
  const paths = ['/simple/Quick.Quest/', `/simple/${normalizedName}`, `/simple/${normalizedName}/?x=1`, '/simple/', '/simple/not-there/', '/simple/%71uick-quest/']
  for (const path of paths) expect(await get(quick, path)).toEqual(await get(long, path))
  for (const method of ['HEAD', 'OPTIONS', 'POST']) expect(await get(quick, `/simple/${normalizedName}/`, {}, method)).toEqual(await get(long, `/simple/${normalizedName}/`, {}, method))
  const foreign = await get(quick, `/simple/${normalizedName}/`, { host: 'evil.example' })
  expect(foreign.status).toBe(421)
  expect(taken).toBe(before)
})

test('a private project is never at hand, and one that another process makes private is not any more', async () => {
  const born = await kept({ isPrivate: true })
  expect((await get(quick, `/simple/${born.normalizedName}/`)).status).toBe(401)

  const project = await kept()
  expect((await get(quick, `/simple/${project.normalizedName}/`)).status).toBe(200)
  await inAnotherProcess(project.id, project.normalizedName)
  await heardAll()
  expect((await get(quick, `/simple/${project.normalizedName}/`)).status).toBe(401)
})

/** What its transaction does: a row, a word, both when it commits. */
async function inAnotherProcess(id: string, name: string): Promise<void> {
  const other = postgres(databaseUrl(), { max: 1 })
  await other.begin(async (sql) => {
    await sql`update projects set is_private = true where id = ${id}`
    await sql`select pg_notify('simple_page', ${name})`
  })
  await other.end()
  expect((await db().select().from(projects).where(eq(projects.id, id)))[0]?.isPrivate).toBe(true)
}

test('while nobody listens nothing is kept', async () => {
  const project = await kept()
  const before = taken
  // The connection that listens is cut; until it is back, what was told may not have been heard.
  await db().update(projects).set({ isPrivate: true }).where(eq(projects.id, project.id))
  await driver()`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query ilike 'listen%'`
  await expect.poll(async () => (await get(quick, `/simple/${project.normalizedName}/`)).status, { timeout: 10_000 }).toBe(401)
  expect(taken - before).toBeLessThan(1000)
})

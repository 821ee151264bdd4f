import { eq } from 'drizzle-orm'
import { beforeEach, expect, test } from 'vitest'
import { db } from '#lib/db/client.ts'
import { sessions, uploadReports, users } from '#lib/db/schema.ts'
import { environment } from '#lib/env.ts'
import { nowhere } from '#lib/origin.ts'
import { openSession } from '#lib/sessions/sessions.ts'
import { makeUser, type TestUser } from '#lib/testing/factories.ts'
import { requestWith } from '#lib/testing/request.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { receiveFiles } from './receive-files.ts'

useDatabase()
const ADDRESS = 'http://localhost:3000/manage/projects/upload/send/'
const AGAIN = '%2Fmanage%2Fprojects%2Fupload%2F'
let user: TestUser
let jar: Map<string, string>

beforeEach(async () => {
  user = await makeUser()
  const token = await db().transaction((tx) => openSession(tx, { userId: user.id, aal: 1, method: 'password', browserId: null }, nowhere, new Date()))
  jar = new Map([['session', token]])
})

/** A form without a file: what is asked before comes first. */
function post(headers: Record<string, string> = {}): Promise<Response> {
  const body = new FormData()
  body.append('content', new Blob([]), '')
  const request = new Request(ADDRESS, { method: 'POST', body, headers: { origin: 'http://localhost:3000', ...headers } })
  return requestWith(jar).run(() => receiveFiles(request))
}
const placeOf = async (answer: Promise<Response>) => (await answer).headers.get('location')
const reports = () => db().$count(uploadReports, eq(uploadReports.userId, user.id))

test('files are taken of whoever has a session and confirmed it; a browser is sent on, a script is told where to', async () => {
  expect(await placeOf(post())).toMatch(/^\/manage\/projects\/upload\/[\da-f-]{36}\/$/)
  expect((await post()).status).toBe(303)
  expect(await (await post({ accept: 'application/json' })).json()).toEqual({ location: expect.stringMatching(/^\/manage\/projects\/upload\//) })
  expect(await reports()).toBe(3)
})

test('a form of another site is not read', async () => {
  const foreign: Record<string, string>[] = [{ origin: 'https://evil.example' }, { origin: '' }, { 'sec-fetch-site': 'cross-site' }]
  for (const headers of foreign)
    expect((await post(headers)).status).toBe(403)
  expect(await reports()).toBe(0)
})

test('whoever is signed out, whose confirmation is old, or who must add a factor first is sent there, and nothing is taken', async () => {
  await db().update(sessions).set({ sudoAt: null }).where(eq(sessions.userId, user.id))
  expect(await placeOf(post())).toBe(`/account/reauthenticate/?next=${AGAIN}`)
  environment().twoFactor = 'required'
  try {
    expect(await placeOf(post())).toBe('/manage/account/#two-factor')
  } finally {
    environment().twoFactor = 'encouraged'
  }
  await db().update(users).set({ mustHaveFactor: true }).where(eq(users.id, user.id))
  expect(await placeOf(post())).toBe('/manage/account/#two-factor')
  jar = new Map()
  expect(await placeOf(post())).toBe(`/account/login/?next=${AGAIN}`)
  expect(await reports()).toBe(0)
})

test('whoever is sent away may finish sending first, or a proxy between would answer in our place; nothing of it is kept', async () => {
  jar = new Map()
  let sent = 0
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (++sent > 50) return controller.close()
      controller.enqueue(new Uint8Array(100_000))
    },
  })
  const request = new Request(ADDRESS, { method: 'POST', body, duplex: 'half', headers: { origin: 'http://localhost:3000' } } as RequestInit)
  const answer = await requestWith(jar).run(() => receiveFiles(request))
  expect(answer.headers.get('location')).toBe(`/account/login/?next=${AGAIN}`)
  expect(sent).toBe(51)
  expect(await reports()).toBe(0)
})

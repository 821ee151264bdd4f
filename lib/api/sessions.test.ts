// next-auth takes its session for a bearer token wherever it is asked for one (`getToken`). Programs' paths never ask it: what opens a
// page opens nothing there, by whatever header it comes.

import { beforeAll, expect, test } from 'vitest'
import { machineFace } from '#lib/api/app.ts'
import { db } from '#lib/db/client.ts'
import { nowhere } from '#lib/origin.ts'
import { refreshSimplePage } from '#lib/projects/simple-page.ts'
import { findSession, openSession } from '#lib/sessions/sessions.ts'
import { makeWheel } from '#lib/testing/archives.ts'
import { giveFile, giveProject, givePublisher, giveRelease } from '#lib/testing/publishing.ts'
import { must } from '#lib/testing/second-factors.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { formOf, send, useIndex } from '#lib/testing/upload-client.ts'
import { createToken } from '#lib/tokens/tokens.ts'

useDatabase()
useIndex()
let session = ''
let token = ''
let name = ''

beforeAll(async () => {
  const owner = await givePublisher()
  const project = await giveProject(owner, { isPrivate: true })
  await giveFile(await giveRelease(project, '1.0'))
  name = project.normalizedName
  await db().transaction((tx) => refreshSimplePage(tx, project.id, new Date()))
  token = must(await createToken(owner, { name: 'mirror', scope: 'user', actions: ['upload', 'read'] }, nowhere, new Date())).token
  session = await db().transaction((tx) => openSession(tx, { userId: owner.id, aal: 2, method: 'totp', browserId: null }, nowhere, new Date()))
})

const WAYS: [string, (value: string) => Record<string, string>][] = [
  ['Bearer', (value) => ({ authorization: `Bearer ${value}` })],
  ['Basic, as a token', (value) => ({ authorization: `Basic ${Buffer.from(`__token__:${value}`).toString('base64')}` })],
  ['Basic, as a password', (value) => ({ authorization: `Basic ${Buffer.from(`${name}:${value}`).toString('base64')}` })],
  ['its own cookie', (value) => ({ cookie: `session=${value}; __Host-session=${value}; next-auth.session-token=${value}` })],
]

test.each(WAYS)('a session sent as %s reads nothing and publishes nothing', async (_, headers) => {
  expect(await findSession(session, new Date())).not.toBeNull()
  expect((await machineFace.request(`/simple/${name}/`, { headers: { authorization: `Bearer ${token}` } })).status).toBe(200)
  expect((await machineFace.request(`/simple/${name}/`, { headers: headers(session) })).status).toBe(401)
  const wheel = formOf(makeWheel({ name, version: '2.0' }), { name, version: '2.0' })
  const { status } = await send(wheel, { headers: headers(session) })
  expect([401, 403]).toContain(status)
})

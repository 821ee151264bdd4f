// What only reads changes nothing (ASVS 5.0 V3.5.3): every path of programs, asked by a stranger and with a token.

import { expect, test } from 'vitest'
import { machineFace } from '#lib/api/app.ts'
import { db } from '#lib/db/client.ts'
import { announcementSubscribers } from '#lib/db/schema.ts'
import { issueLink } from '#lib/mail/links.ts'
import { nowhere } from '#lib/origin.ts'
import { filePath } from '#lib/projects/file-url.ts'
import { refreshSimplePage } from '#lib/projects/simple-page.ts'
import { giveFile, giveProject, givePublisher, giveRelease } from '#lib/testing/publishing.ts'
import { must } from '#lib/testing/second-factors.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { wholeDatabase } from '#lib/testing/whole-database.ts'
import { createToken } from '#lib/tokens/tokens.ts'

useDatabase()

/** When a token was last used, and from where, is noted at each use. */
const NOTED = ['api_tokens', 'token_networks']

test('GET, HEAD and OPTIONS change no row, however often', async () => {
  const owner = await givePublisher()
  const paths = [...await pathsOf(owner, false), ...await pathsOf(owner, true), ...await pathsOfAll()]
  const { token } = must(await createToken(owner, { name: 'reader', scope: 'user', actions: ['upload', 'read'] }, nowhere, new Date()))
  const before = await wholeDatabase(NOTED)
  const statuses = new Set<number>()
  const askers: Record<string, string>[] = [{}, { authorization: `Bearer ${token}` }]
  for (const headers of askers) {
    for (const path of [...paths, ...paths]) for (const method of ['GET', 'HEAD', 'OPTIONS']) statuses.add((await machineFace.request(path, { method, headers })).status)
  }
  expect([...statuses].filter((status) => status >= 500 && status !== 503)).toEqual([])
  expect(statuses).toContain(200)
  expect(await wholeDatabase(NOTED)).toEqual(before)
})

async function pathsOf(owner: { id: string; username: string }, isPrivate: boolean): Promise<string[]> {
  const project = await giveProject(owner, { isPrivate })
  const file = await giveFile(await giveRelease(project, '1.0'))
  await db().transaction((tx) => refreshSimplePage(tx, project.id, new Date()))
  const name = project.normalizedName
  return [`/simple/${name}/`, `/pypi/${name}/json`, `/pypi/${name}/1.0/json`, `/rss/project/${name}/releases.xml`, `${filePath(file)}.metadata`, `/p/${name}/`]
}

/** The link that leaves the announcements is the one that could be spent by looking. */
async function pathsOfAll(): Promise<string[]> {
  const address = 'reader@example.org'
  const [reader] = await db().insert(announcementSubscribers).values({ address, addressKey: address, confirmedAt: new Date() }).returning()
  const token = await issueLink(db(), { purpose: 'unsubscribe', subject: reader?.id, expiresAt: new Date(Date.now() + 3_600_000) })
  const lists = ['/simple/', '/rss/updates.xml', '/rss/packages.xml', '/rss/announcements.xml', '/stats/', '/metrics', '/healthz', '/robots.txt', '/.well-known/security.txt']
  return [...lists, '/pypi?:action=list_classifiers', '/pypi?:action=file_upload', '/_/secrets/disclose-token', `/_/announcements/leave?token=${token}`]
}

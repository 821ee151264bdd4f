import { expect, test } from 'vitest'
import { countEverything, findUserPage, listNewProjects, listRecentlyUpdated } from '#lib/catalog/lists.ts'
import { findProjectPage } from '#lib/catalog/project-page.ts'
import { releaseDetails } from '#lib/catalog/release-details.ts'
import { db } from '#lib/db/client.ts'
import { emailAddresses } from '#lib/db/schema.ts'
import { giveFile, givePublisher, giveProject, giveRelease } from '#lib/testing/publishing.ts'
import { useDatabase } from '#lib/testing/setup.ts'

useDatabase()

async function pageOf(name: string, version: string | null = null, viewerId: string | null = null) {
  const page = await findProjectPage(name, version, viewerId)
  if (!page.ok) throw new Error(page.error)
  return page.value
}

test('the page shows the release that is neither yanked nor a pre-release, and lists all, newest first', async () => {
  const owner = await givePublisher()
  const project = await giveProject(owner, { name: 'Camelot.Song' })
  const one = await giveRelease(project, '1.0', { publishedBy: owner.id, description: '*Silly*', descriptionContentType: 'text/markdown' })
  await giveRelease(project, '2.0', { yankedAt: new Date(), yankedReason: 'too silly' })
  await giveRelease(project, '3.0a1')
  await giveFile(one, { filename: 'camelot_song-1.0-cp312-abi3-manylinux_2_17_x86_64.manylinux2014_x86_64.whl', uploadedBy: owner.id })
  await giveFile(one, { filename: 'camelot_song-1.0.tar.gz', packagetype: 'sdist' })

  const page = await pageOf('camelot_song')
  expect(page).toMatchObject({
    project: { name: 'Camelot.Song', normalizedName: 'camelot-song', status: 'active' },
    release: { version: '1.0', isYanked: false, publishedBy: owner.username },
    latest: '1.0',
    isLatest: true,
    description: { kind: 'html', html: '<p><em>Silly</em></p>' },
    viewerRole: null,
  })
  expect(page.releases.map(({ version, isYanked, isPrerelease, files }) => [version, isYanked, isPrerelease, files])).toEqual([
    ['3.0a1', false, true, 0], ['2.0', true, false, 0], ['1.0', false, false, 2],
  ])
  expect(page.files).toMatchObject([
    { kind: 'wheel', pythonTags: ['cp312'], abiTags: ['abi3'], platformTags: ['manylinux_2_17_x86_64', 'manylinux2014_x86_64'], uploadedBy: owner.username },
    { kind: 'sdist', pythonTags: [], uploadedBy: null },
  ])
})

test('a release is found in any spelling of its version', async () => {
  const project = await giveProject(await givePublisher())
  await giveRelease(project, '1.0')
  await giveRelease(project, '2.0', { yankedAt: new Date(), yankedReason: '' })
  expect(await pageOf(project.name, '2.0.0')).toMatchObject({ isLatest: false, latest: '1.0', release: { version: '2.0', isYanked: true, yankedReason: null } })
  expect(await findProjectPage(project.name, '9', null)).toEqual({ ok: false, error: 'no-such-release' })
  expect(await findProjectPage('no-such', null, null)).toEqual({ ok: false, error: 'no-such-project' })
})

test('a private project is nobody’s business but its members’', async () => {
  const [owner, stranger] = [await givePublisher(), await givePublisher()]
  const project = await giveProject(owner, { isPrivate: true })
  await giveRelease(project, '1.0')
  for (const viewer of [null, stranger.id]) expect(await findProjectPage(project.name, null, viewer)).toMatchObject({ error: 'no-such-project' })
  expect(await pageOf(project.name, null, owner.id)).toMatchObject({ viewerRole: 'owner' })
})

test('a quarantined project offers no files', async () => {
  const project = await giveProject(await givePublisher(), { status: 'quarantined' })
  await giveFile(await giveRelease(project, '1.0'))
  expect(await pageOf(project.name)).toMatchObject({ project: { status: 'quarantined' }, files: [] })
})

test('links are those of the web, each once, with their hosts', () => {
  const details = releaseDetails({
    version: '1.0', summary: '', requiresPython: null,
    metadata: {
      home_page: 'https://camelot.example',
      project_urls: ['Docs, https://docs.example/a', 'Home, https://camelot.example/', 'Evil, javascript:alert(1)', 'Bad, https://[', 'Files, file:///etc/passwd'],
      classifiers: ['License :: OSI Approved :: MIT License', 'Framework :: Django'],
      author_email: '"King Arthur" <arthur@camelot.example>', maintainer_email: 'only@address.example', keywords: 'a, b c',
    },
  })
  expect(details.links).toEqual([
    { label: 'Homepage', url: 'https://camelot.example/', host: 'camelot.example' },
    { label: 'Docs', url: 'https://docs.example/a', host: 'docs.example' },
  ])
  expect(details).toMatchObject({ licence: 'MIT License', author: 'King Arthur', maintainer: null, keywords: ['a', 'b', 'c'] })
})

test('lists and counts are of what everyone may see', async () => {
  const owner = await givePublisher()
  const [shown, hidden] = [await giveProject(owner), await giveProject(owner, { isPrivate: true })]
  for (const project of [shown, hidden]) await giveRelease(project, '0.1')
  await db().update(emailAddresses).set({ isPublic: true })
  for (const list of [await listRecentlyUpdated(50), await listNewProjects(50), (await findUserPage(owner.username.toUpperCase()))?.projects ?? []]) {
    const names = list.map(({ name }) => name)
    expect(names).toContain(shown.name)
    expect(names).not.toContain(hidden.name)
  }
  const before = await countEverything(new Date())
  await giveFile(await giveRelease(hidden, '1.0'))
  await giveFile(await giveRelease(shown, '1.0'))
  expect(await countEverything(new Date())).toEqual({ projects: before.projects, releases: before.releases + 1, files: before.files + 1 })
  expect(await findUserPage(owner.username)).toMatchObject({ username: owner.username, publicAddress: `${owner.username}@camelot.example` })
  expect(await findUserPage('nobody')).toBe(null)
})

test('a person of many projects has them on several pages, each once', async () => {
  const owner = await givePublisher()
  for (let made = 0; made < 53; made++) await giveProject(owner)
  const first = await findUserPage(owner.username)
  const second = await findUserPage(owner.username, 2)
  expect([first?.projects.length, second?.projects.length, first?.count, first?.pages]).toEqual([50, 3, 53, 2])
  expect(new Set([...(first?.projects ?? []), ...(second?.projects ?? [])].map(({ name }) => name)).size).toBe(53)
  expect(await findUserPage(owner.username, 3)).toMatchObject({ projects: [], pages: 2 })
})

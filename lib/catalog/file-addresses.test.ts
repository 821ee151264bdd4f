import { afterEach, expect, test } from 'vitest'
import { findJsonProject, jsonPageOf } from '#lib/catalog/json-api.ts'
import { forgetPage } from '#lib/catalog/page-cache.ts'
import { findProjectPage } from '#lib/catalog/project-page.ts'
import { findSimplePage } from '#lib/catalog/simple.ts'
import { environment } from '#lib/env.ts'
import { nowhere } from '#lib/origin.ts'
import { changeStanding } from '#lib/projects/standing.ts'
import { giveFile, giveProject, givePublisher, giveRelease } from '#lib/testing/publishing.ts'
import { must } from '#lib/testing/second-factors.ts'
import { useDatabase } from '#lib/testing/setup.ts'

useDatabase()
afterEach(() => void Object.assign(environment(), { filesOrigin: null }))

const FILES = 'https://files.example.org'
const HERE = 'http://localhost:3000'

/** Where every list that names a project's files says that they are. */
async function namedAt(name: string, viewerId: string): Promise<string[]> {
  const simple = JSON.parse(Buffer.from((await findSimplePage(name))?.json.plain.bytes ?? []).toString()) as { files: { url: string }[] }
  const project = await findJsonProject(name)
  const json = JSON.parse((project && (await jsonPageOf(project, null))) ?? '') as { urls: { url: string }[]; releases: Record<string, { url: string }[]> }
  const page = must(await findProjectPage(name, null, viewerId))
  const all = [...simple.files, ...json.urls, ...Object.values(json.releases).flat(), ...page.files]
  expect(all).toHaveLength(4)
  return [...new Set(all.map(({ url }) => new URL(url).origin))]
}

test('files are downloaded from their own origin where there is one; those of a private project stay here', async () => {
  const owner = await givePublisher()
  const project = await giveProject(owner)
  const name = project.normalizedName
  await giveFile(await giveRelease(project, '1.0'))
  const namedNow = () => {
    forgetPage(name)
    return namedAt(name, owner.id)
  }
  expect(await namedNow()).toEqual([HERE])

  Object.assign(environment(), { filesOrigin: FILES })
  expect(await namedNow()).toEqual([FILES])
  must(await changeStanding(name, 'make-private', owner, nowhere, new Date()))
  expect(await namedNow()).toEqual([HERE])
  must(await changeStanding(name, 'make-public', owner, nowhere, new Date()))
  expect(await namedNow()).toEqual([FILES])

  Object.assign(environment(), { filesOrigin: null })
  expect(await namedNow()).toEqual([HERE])
})

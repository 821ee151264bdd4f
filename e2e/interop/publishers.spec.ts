// The tools that build a project and publish it themselves, each with its own back end: flit, hatch, poetry, pdm.

import { join } from 'node:path'
import { expect, type APIRequestContext } from '@playwright/test'
import { test } from '../support/own-network.ts'
import { fresh, givePublisher } from '../support/publisher.ts'
import { clientOf, filesIn, hasClient, hasClients, moduleOf, sha256Of, writePackage } from '../support/python.ts'

test.skip(!hasClients, 'no Python with pip, twine and uv on this machine')

let token = ''
test.beforeAll(async ({ browser }) => {
  token = (await givePublisher(browser)).token
})

type Publisher = {
  name: string
  build: { requires: string; backend: string }
  /** flit builds as it publishes. */
  buildsItself?: boolean
  args: (site: string) => string[]
  env: (site: string) => Record<string, string>
}

const PUBLISHERS: Publisher[] = [
  {
    name: 'flit', build: { requires: 'flit_core >=3.11', backend: 'flit_core.buildapi' }, buildsItself: true,
    args: () => ['publish'],
    env: (site) => ({ FLIT_INDEX_URL: `${site}/legacy/`, FLIT_USERNAME: '__token__', FLIT_PASSWORD: token }),
  },
  {
    name: 'hatch', build: { requires: 'hatchling', backend: 'hatchling.build' },
    args: () => ['publish', '--no-prompt'],
    env: (site) => ({ HATCH_INDEX_REPO: `${site}/legacy/`, HATCH_INDEX_USER: '__token__', HATCH_INDEX_AUTH: token }),
  },
  {
    name: 'poetry', build: { requires: 'poetry-core>=2', backend: 'poetry.core.masonry.api' },
    args: () => ['publish', '--no-interaction', '--repository', 'ours'],
    env: (site) => ({ POETRY_REPOSITORIES_OURS_URL: `${site}/legacy/`, POETRY_HTTP_BASIC_OURS_USERNAME: '__token__', POETRY_HTTP_BASIC_OURS_PASSWORD: token }),
  },
  {
    name: 'pdm', build: { requires: 'pdm-backend', backend: 'pdm.backend' },
    args: (site) => ['publish', '--no-build', '--repository', `${site}/legacy/`, '--username', '__token__', '--password', token],
    env: () => ({}),
  },
]

for (const publisher of PUBLISHERS) {
  test(`${publisher.name} publishes a wheel and an sdist`, async ({ request, site }) => {
    test.skip(!hasClient(publisher.name), `${publisher.name} is not installed`)
    const name = fresh('seaglass')
    const folder = writePackage(name, '1.0', publisher.build)
    if (!publisher.buildsItself) {
      const built = await clientOf(publisher.name, 'python', ['-m', 'build', '--no-isolation', folder])
      expect(built.code, built.output).toBe(0)
    }

    const published = await clientOf(publisher.name, publisher.name, publisher.args(site), folder, publisher.env(site))
    expect(published.code, published.output).toBe(0)

    const files = filesIn(join(folder, 'dist'))
    expect(files.map((file) => file.split('.').pop())).toEqual(expect.arrayContaining(['whl', 'gz']))
    expect(await hashesOf(request, name)).toEqual(files.map(sha256Of).sort())
    expect(files.every((file) => file.includes(moduleOf(name)))).toBe(true)
  })

  test(`${publisher.name} says why it is refused`, async ({ site }) => {
    test.skip(!hasClient(publisher.name), `${publisher.name} is not installed`)
    const folder = writePackage(fresh('seaglass'), '1.0', publisher.build)
    if (!publisher.buildsItself) await clientOf(publisher.name, 'python', ['-m', 'build', '--no-isolation', folder])
    const wrong = (value: string) => value.replaceAll(token, 'pypi-wrong')
    const env = Object.fromEntries(Object.entries(publisher.env(site)).map(([key, value]) => [key, wrong(value)]))

    const refused = await clientOf(publisher.name, publisher.name, publisher.args(site).map(wrong), folder, env)
    expect(refused.code).not.toBe(0)
    expect(refused.output).toContain('403')
  })
}

async function hashesOf(request: APIRequestContext, name: string): Promise<string[]> {
  const page = await request.get(`/simple/${name}/`, { headers: { accept: 'application/vnd.pypi.simple.v1+json' } })
  const { files } = (await page.json()) as { files: { hashes: { sha256: string } }[] }
  return files.map(({ hashes }) => hashes.sha256).sort()
}

// What the help tells people to type does what it says: its commands are read off the pages and typed into the real programs.

import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { test } from '../support/own-network.ts'
import { fresh, givePublisher } from '../support/publisher.ts'
import { buildPackage, client, clientOf, filesIn, hasClient, hasClients, moduleOf, type Ran, twineUpload, typeFor, writePackage } from '../support/python.ts'

test.skip(!hasClients, 'no Python with pip, twine and uv on this machine')
test.describe.configure({ timeout: 180_000 })

const NAME = fresh('buoy')
const SECRET = fresh('hidden-buoy')
const newFolder = () => mkdtempSync(join(tmpdir(), 'wheelkeep-help-'))
let token = ''
/** One that was made to install, and one for both. */
let reader = ''
let both = ''

test.beforeAll(async ({ browser, site }) => {
  const publisher = await givePublisher(browser)
  token = publisher.token
  for (const name of [NAME, SECRET]) {
    const sent = await twineUpload(site, token, filesIn(await buildPackage(name, '1.0')))
    expect(sent.code, sent.output).toBe(0)
  }
  reader = await publisher.person.makeToken('mirror', 'Install')
  both = await publisher.person.makeToken('old hand', 'Publish and install')
  const { page } = publisher.person
  await page.goto(`/manage/project/${SECRET}/settings/`)
  await page.getByRole('button', { name: 'Make private' }).click()
  await expect(page.getByRole('status')).toHaveText('The project is private now.')
})

const FLIT = { requires: 'flit_core >=3.11', backend: 'flit_core.buildapi' }
const BACK_ENDS: Record<string, { requires: string; backend: string }> = {
  hatch: { requires: 'hatchling', backend: 'hatchling.build' },
  Poetry: { requires: 'poetry-core>=2', backend: 'poetry.core.masonry.api' },
  PDM: { requires: 'pdm-backend', backend: 'pdm.backend' },
}

for (const tool of ['twine', 'uv', 'flit', 'hatch', 'Poetry', 'PDM']) {
  test(`${tool} publishes as the help says`, async ({ page, request }) => {
    const own = ['twine', 'uv'].includes(tool) ? null : tool.toLowerCase()
    test.skip(own !== null && !hasClient(own), `${tool} is not installed`)
    const name = fresh('seamark')
    const folder = writePackage(name, '1.0', BACK_ENDS[tool] ?? FLIT)
    if (tool !== 'flit') passed(await (own ? clientOf(own, 'python', ['-m', 'build', '--no-isolation', folder]) : client('python', ['-m', 'build', '--no-isolation', folder])))

    await page.goto('/help/publish/')
    const said = page.locator('#upload p').filter({ has: page.locator(`xpath=preceding-sibling::h3[1][normalize-space()="${tool}"]`) }).first()
    const variable = (await said.locator('code').allInnerTexts()).find((word) => /^[A-Z_]+$/.test(word))
    const home = newFolder()
    await writePypirc(page, home)
    await page.goto('/help/publish/')
    for (const told of await copied(page, `${tool} command`)) {
      const line = told.includes('http-basic') ? `${told} ${token}` : told
      passed(await typeFor(own, line, folder, { HOME: home, PYTHON_KEYRING_BACKEND: 'keyring.backends.null.Keyring', ...(variable ? { [variable]: token } : {}) }))
    }
    expect((await request.get(`/project/${name}/`)).status()).toBe(200)
  })
}

test('an entry in ~/.pypirc is enough for twine', async ({ page, request }) => {
  const [home, name] = [newFolder(), fresh('seamark')]
  await writePypirc(page, home)
  const dist = await buildPackage(name, '1.0')
  passed(await typeFor(null, 'twine upload -r keep dist/*', join(dist, '..'), { HOME: home }))
  expect((await request.get(`/project/${name}/`)).status()).toBe(200)
})

test('the variables and the workflow step for CI publish', async ({ page, request }) => {
  await page.goto('/help/tokens/')
  const variables = (await copied(page, 'environment variables')).find((text) => text.startsWith('TWINE_')) ?? ''
  const [step = ''] = await copied(page, 'uv command')
  const [first, second] = [fresh('seamark'), fresh('seamark')]
  const exported = variables.split('\n').map((line) => `export ${line}`).join('\n')
  passed(await typeFor(null, `${exported}\ntwine upload dist/*`, join(await buildPackage(first, '1.0'), '..'), { KEEP_TOKEN: token }))

  const env = Object.fromEntries([...step.matchAll(/^ {4}(\w+): (.+)$/gm)].map(([, name = '', value = '']) => [name, value.replace('${{ secrets.KEEP_TOKEN }}', token)]))
  passed(await typeFor(null, /run: (.+)/.exec(step)?.[1] ?? 'false', join(await buildPackage(second, '1.0'), '..'), env))
  for (const name of [first, second]) expect((await request.get(`/project/${name}/`)).status()).toBe(200)
})

test('a narrowed copy of a token reaches one project, and one that reads publishes nothing', async ({ page, site }) => {
  test.skip(!hasClient('pypitoken'), 'pypitoken is not installed')
  await page.goto('/help/tokens/')
  const [narrow = '', readOnly = ''] = await copied(page, 'script')
  const narrowed = await runScript(narrow.replace('PROJECT', NAME), token)
  const other = await twineUpload(site, narrowed, filesIn(await buildPackage(SECRET, '1.1')))
  expect(other.output).toContain('403')
  passed(await twineUpload(site, narrowed, filesIn(await buildPackage(NAME, '1.1'))))

  const reading = await runScript(readOnly, both)
  expect((await twineUpload(site, reading, filesIn(await buildPackage(SECRET, '1.1')))).output).toContain('403')
  passed(await client('pip', ['install', '--no-input', '--no-cache-dir', '--target', newFolder(), '--index-url', site.replace('://', `://__token__:${reading}@`) + '/simple/', SECRET]))
})

test('pip installs: by a command, by its setting, by a requirements file', async ({ page }) => {
  await page.goto('/help/install/')
  const [once = '', setting = ''] = await copied(page, 'pip command')
  const folder = newFolder()
  passed(await typeFor(null, `${once.replace('PROJECT', NAME)} --no-cache-dir --target one`, folder))
  passed(await typeFor(null, `unset PIP_CONFIG_FILE; ${setting}; pip install --no-cache-dir --target two ${NAME}`, folder, { HOME: folder }))
  writeFileSync(join(folder, 'requirements.txt'), ((await copied(page, 'requirements.txt file'))[0] ?? '').replace('PROJECT', NAME))
  passed(await typeFor(null, 'pip install --no-cache-dir --target three -r requirements.txt', folder))
  for (const target of ['one', 'two', 'three']) expect(readdirSync(join(folder, target))).toContain(moduleOf(NAME))
})

test('uv takes a project from here, and a private one with its variables', async ({ page }) => {
  await page.goto('/help/install/')
  const [add = ''] = await copied(page, 'uv command')
  const [variables = ''] = await copied(page, 'environment variables')
  const folder = newProject()
  passed(await typeFor(null, `${add.replace('PROJECT', NAME)} --no-sync --no-cache`, folder))
  const secret = `${add.replace('PROJECT', SECRET)} --no-sync --no-cache`
  expect((await typeFor(null, secret, folder)).code).not.toBe(0)
  passed(await typeFor(null, secret, folder, asEnvironment(variables)))

  const onlyOurs = newProject((await copied(page, 'pyproject.toml file'))[0])
  passed(await typeFor(null, `uv add --no-sync --no-cache ${NAME}`, onlyOurs))
})

test('pip and uv find the token of a private project in ~/.netrc', async ({ page }) => {
  const home = await withNetrc(page)
  const [once = ''] = await copied(page, 'pip command')
  const install = `${once.replace('PROJECT', SECRET)} --no-cache-dir --no-input`
  expect((await typeFor(null, `${install} --target none`, home, { HOME: newFolder() })).code).not.toBe(0)
  passed(await typeFor(null, `${install} --target one`, home, { HOME: home }))
  const [add = ''] = await copied(page, 'uv command')
  passed(await typeFor(null, `${add.replace('PROJECT', SECRET)} --no-sync --no-cache`, newProject(), { HOME: home }))
  const [inCi = ''] = (await copied(page, 'pip command')).filter((command) => command.includes('$KEEP_TOKEN'))
  passed(await typeFor(null, `${inCi.replace('PROJECT', SECRET)} --no-cache-dir --no-input --target two`, home, { KEEP_TOKEN: reader }))
})

test('Poetry takes a project from here, and a private one with its token', async ({ page }) => {
  test.skip(!hasClient('poetry'), 'poetry is not installed')
  await page.goto('/help/install/')
  const [source = '', add = '', credentials = ''] = await copied(page, 'Poetry command')
  const [folder, home] = [newProject(), newFolder()]
  const env = { HOME: home, POETRY_KEYRING_ENABLED: 'false' }
  passed(await typeFor('poetry', source, folder, env))
  passed(await typeFor('poetry', `${add.replace('PROJECT', NAME)} --lock`, folder, env))
  const secret = `${add.replace('PROJECT', SECRET)} --lock`
  expect((await typeFor('poetry', secret, folder, env)).code).not.toBe(0)
  passed(await typeFor('poetry', `${credentials} ${reader}`, folder, env))
  passed(await typeFor('poetry', secret, folder, env))
})

test('PDM takes the packages that are named from here, a private one with ~/.netrc', async ({ page }) => {
  test.skip(!hasClient('pdm'), 'pdm is not installed')
  const home = await withNetrc(page)
  const source = (await copied(page, 'pyproject.toml file')).find((text) => text.includes('pdm')) ?? ''
  for (const name of [NAME, SECRET]) passed(await typeFor('pdm', `pdm add --no-sync ${name}`, newProject(source.replace('PROJECT', name)), { HOME: home }))
})

/** What the buttons of the page copy, by what they say that they copy. */
async function copied(page: Page, about: string): Promise<string[]> {
  const buttons = page.getByRole('main').getByRole('button', { name: `Copy ${about}`, exact: true })
  await expect(buttons.first()).toBeVisible()
  return buttons.evaluateAll((all) => all.map((button) => button.getAttribute('data-copy') ?? ''))
}

async function writePypirc(page: Page, home: string): Promise<void> {
  await page.goto('/help/tokens/')
  const [file = ''] = await copied(page, '~/.pypirc file')
  writeFileSync(join(home, '.pypirc'), file.replace('pypi-…', token), { mode: 0o600 })
}

/** A home with the `.netrc` of the help; the page stays there. */
async function withNetrc(page: Page): Promise<string> {
  await page.goto('/help/install/')
  const home = newFolder()
  writeFileSync(join(home, '.netrc'), ((await copied(page, '~/.netrc file'))[0] ?? '').replace('pypi-…', reader), { mode: 0o600 })
  return home
}

function newProject(more = ''): string {
  const folder = newFolder()
  const lines = ['[project]', 'name = "harbour"', 'version = "0.1"', 'requires-python = ">=3.11"', 'dependencies = []', '', more, '']
  writeFileSync(join(folder, 'pyproject.toml'), lines.join('\n'))
  return folder
}

const asEnvironment = (lines: string) => Object.fromEntries(lines.replace('pypi-…', reader).split('\n').map((line) => line.split('=') as [string, string]))

/** Runs a script of the help; what it asks for is typed by `getpass` itself, which else wants a terminal. */
async function runScript(script: string, token: string): Promise<string> {
  const ran = await clientOf('pypitoken', 'python', ['-W', 'ignore', '-c', `import getpass, sys\ngetpass.getpass = lambda *_: sys.argv[1]\n${script}`, token])
  passed(ran)
  return ran.output.trim()
}

function passed({ code, output }: Ran): void {
  expect(code, output).toBe(0)
}

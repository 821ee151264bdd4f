// What reads an index: installers old and new, libraries that parse its pages, an auditor, a mirror.

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { addCaveat, encodeToken, parseToken } from '#lib/protocol/macaroon.ts'
import { test } from '../support/own-network.ts'
import type { Person } from '../support/person.ts'
import { fresh, givePublisher } from '../support/publisher.ts'
import { askPython, buildPackage, client, clientOf, filesIn, hasClient, hasClients, moduleOf, sha256Of, twineUpload, typeFor } from '../support/python.ts'
import { openRecordingProxy } from '../support/recording-proxy.ts'

test.skip(!hasClients, 'no Python with pip, twine and uv on this machine')

const name = fresh('lighthouse')
let token = ''
let person: Person
let wheel = ''
let sdist = ''

test.beforeAll(async ({ browser, site }) => {
  const publisher = await givePublisher(browser)
  token = publisher.token
  person = publisher.person
  const [old = '', ...rest] = [...filesIn(await buildPackage(name, '1.0')), ...filesIn(await buildPackage(name, '1.1'))]
  const uploaded = await twineUpload(site, token, [old, ...rest])
  expect(uploaded.code, uploaded.output).toBe(0)
  wheel = rest.find((file) => file.endsWith('1.1-py3-none-any.whl')) ?? ''
  sdist = rest.find((file) => file.endsWith('1.1.tar.gz')) ?? ''
})

const newFolder = () => mkdtempSync(join(tmpdir(), 'wheelkeep-reader-'))
const pip = (site: string, command: string, ...args: string[]) =>
  client('pip', [command, '--no-cache-dir', '--disable-pip-version-check', '--index-url', `${site}/simple/`, ...args])

test('pip installs by hash, and refuses a hash that is another', async ({ site }) => {
  const folder = newFolder()
  const install = (hash: string) => {
    writeFileSync(join(folder, 'requirements.txt'), `${name}==1.1 --hash=sha256:${hash}\n`)
    return pip(site, 'install', '--require-hashes', '--only-binary', ':all:', '--target', join(folder, 'site'), '--requirement', join(folder, 'requirements.txt'))
  }
  const wrong = await install('0'.repeat(64))
  expect(wrong.code).not.toBe(0)
  expect(wrong.output).toContain('THESE PACKAGES DO NOT MATCH THE HASHES')

  const right = await install(sha256Of(wheel))
  expect(right.code, right.output).toBe(0)
  expect(readdirSync(join(folder, 'site'))).toContain(moduleOf(name))
})

test('pip downloads what was uploaded, byte for byte, and lists the versions', async ({ site }) => {
  const folder = newFolder()
  const binary = await pip(site, 'download', '--no-deps', '--dest', folder, name)
  expect(binary.code, binary.output).toBe(0)
  const source = await pip(site, 'download', '--no-deps', '--no-binary', ':all:', '--no-build-isolation', '--dest', folder, name)
  expect(source.code, source.output).toBe(0)
  expect(filesIn(folder).map(sha256Of).sort()).toEqual([wheel, sdist].map(sha256Of).sort())

  const versions = await client('pip', ['index', 'versions', '--index-url', `${site}/simple/`, name])
  expect(versions.output).toContain('Available versions: 1.1, 1.0')
})

test('a pip that knows only HTML installs', async ({ site }) => {
  test.skip(!hasClient('old-pip'), 'old-pip is not installed')
  const version = await clientOf('old-pip', 'python', ['-m', 'pip', '--version'])
  test.skip(version.code !== 0, 'pip 20 does not run on this Python')
  const proxy = await openRecordingProxy(site)
  const folder = newFolder()
  const installed = await clientOf('old-pip', 'python', ['-m', 'pip', 'install', '--no-cache-dir', '--index-url', `${proxy.url}/simple/`, '--target', folder, name])
  proxy.close()

  expect(installed.code, installed.output).toBe(0)
  expect(readdirSync(folder)).toContain(moduleOf(name))
  const page = proxy.seen.find(({ path }) => path === `/simple/${name}/`)
  expect(page?.headers.accept).toBe('text/html')
  expect(page?.headers['user-agent']).toMatch(/^pip\/20\.3\.4 /)
  expect(page?.type).toBe('text/html; charset=UTF-8')
})

test('uv adds, locks and installs from the lock', async ({ site }) => {
  const folder = newFolder()
  writeFileSync(join(folder, 'pyproject.toml'), [
    '[project]', 'name = "harbour"', 'version = "0.1"', 'requires-python = ">=3.9"', 'dependencies = []', '',
    '[[tool.uv.index]]', `url = "${site}/simple/"`, 'default = true', '',
  ].join('\n'))
  const uv = (...args: string[]) => client('uv', [...args, '--no-cache', '--python', join(process.cwd(), '.venv/bin/python')], folder)

  const added = await uv('add', '--no-sync', name)
  expect(added.code, added.output).toBe(0)
  const lock = readFileSync(join(folder, 'uv.lock'), 'utf8')
  expect(lock).toContain(`source = { registry = "${site}/simple/" }`)
  expect(lock).toContain(`hash = "sha256:${sha256Of(wheel)}"`)
  expect(lock).toContain(`hash = "sha256:${sha256Of(sdist)}"`)

  expect((await uv('lock', '--check')).code).toBe(0)
  const synced = await uv('sync', '--locked')
  expect(synced.code, synced.output).toBe(0)
  expect(synced.output).toContain(`${name}==1.1`)
})

const PYPI_SIMPLE = `
import json, sys
from pypi_simple import PyPISimple, ACCEPT_HTML_ONLY, ACCEPT_JSON_ONLY
site, name = sys.argv[1:]
pages = {}
for form, accept in (("html", ACCEPT_HTML_ONLY), ("json", ACCEPT_JSON_ONLY)):
    with PyPISimple(endpoint=site + "/simple/", accept=accept) as client:
        page = client.get_project_page(name)
        wheel = [package for package in page.packages if package.filename.endswith("1.1-py3-none-any.whl")][0]
        pages[form] = {
            "listed": name in client.get_index_page().projects,
            "version": page.repository_version, "status": page.status, "versions": page.versions,
            "files": sorted([package.filename, package.digests["sha256"]] for package in page.packages),
            "requires": wheel.requires_python, "metadata": client.get_package_metadata(wheel).splitlines()[1],
        }
print(json.dumps(pages))
`

test('pypi-simple reads both forms of the pages', async ({ site }) => {
  test.skip(!hasClient('pypi-simple'), 'pypi-simple is not installed')
  type Page = { listed: boolean; version: string; status: string; versions: string[] | null; files: [string, string][]; requires: string; metadata: string }
  const { html, json } = await askPython<Record<'html' | 'json', Page>>('pypi-simple', PYPI_SIMPLE, [site, name])
  expect(json).toMatchObject({ listed: true, version: '1.4', status: 'active', versions: ['1.0', '1.1'], requires: '>=3.8', metadata: `Name: ${name}` })
  expect(json.files).toHaveLength(4)
  expect(json.files.map(([, sha256]) => sha256)).toEqual(expect.arrayContaining([wheel, sdist].map(sha256Of)))
  expect(html).toEqual({ ...json, versions: null })
})

const PYPI_JSON = `
import json, sys
from pypi_json import PyPIJSON
site, name = sys.argv[1:]
with PyPIJSON(site + "/pypi/") as client:
    page, old = client.get_metadata(name), client.get_metadata(name, "1.0")
    print(json.dumps({
        "name": page.name, "version": str(page.version), "releases": sorted(page.releases), "vulnerabilities": page.vulnerabilities, "old": str(old.version),
        "summary": page.info["summary"], "sha256": sorted(file["digests"]["sha256"] for file in page.urls),
    }))
`

test('pypi-json reads the JSON API', async ({ site }) => {
  test.skip(!hasClient('pypi-json'), 'pypi-json is not installed')
  expect(await askPython('pypi-json', PYPI_JSON, [site, name])).toEqual({
    name, version: '1.1', releases: ['1.0', '1.1'], vulnerabilities: [], old: '1.0', summary: 'A small package for the journey.', sha256: [wheel, sdist].map(sha256Of).sort(),
  })
})

/** pip-audit asks pypi.org and nobody else for JSON; the session sends those requests to us, and pip-audit reads our answers. */
const PIP_AUDIT = `
import json, sys, requests
from packaging.version import Version
from pip_audit._service.interface import ResolvedDependency
from pip_audit._service.pypi import PyPIService
site, name = sys.argv[1:]
class Ours(requests.adapters.HTTPAdapter):
    def send(self, request, **kwargs):
        request.url = request.url.replace("https://pypi.org", site)
        return super().send(request, **kwargs)
provider = PyPIService()
provider.session.mount("https://pypi.org/", Ours())
answers = [provider.query(ResolvedDependency(one, Version("1.1"))) for one in (name, name + "-gone")]
print(json.dumps([[dependency.is_skipped(), vulnerabilities] for dependency, vulnerabilities in answers]))
`

test('pip-audit reads that nothing is known against a release', async ({ site }) => {
  test.skip(!hasClient('pip-audit'), 'pip-audit is not installed')
  expect(await askPython('pip-audit', PIP_AUDIT, [site, name])).toEqual([[false, []], [true, []]])
})

test('bandersnatch mirrors a project', async ({ site }) => {
  test.skip(!hasClient('bandersnatch'), 'bandersnatch is not installed')
  const folder = newFolder()
  const config = join(folder, 'bandersnatch.conf')
  writeFileSync(config, [
    '[mirror]', `directory = ${folder}/mirror`, `master = ${site}`, 'allow-non-https = true', 'api-method = simple', 'json = true', 'release-files = true',
    'hash-index = false', 'simple-format = ALL', 'workers = 2', 'timeout = 10', 'global-timeout = 100', 'stop-on-error = true', 'compare-method = hash',
    '[plugins]', 'enabled =', '    allowlist_project', '[allowlist]', 'packages =', `    ${name}`, '',
  ].join('\n'))
  mkdirSync(join(folder, 'mirror'))
  const mirrored = await clientOf('bandersnatch', 'bandersnatch', ['--config', config, 'mirror'])
  expect(mirrored.code, mirrored.output).toBe(0)

  const files = readdirSync(join(folder, 'mirror/web/packages'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  expect(files).toHaveLength(4)
  expect(files.map((file) => sha256Of(join(file.parentPath, file.name)))).toEqual(expect.arrayContaining([wheel, sdist].map(sha256Of)))
  const page = JSON.parse(readFileSync(join(folder, 'mirror/web/json', name), 'utf8')) as { info: { version: string } }
  expect(page.info.version).toBe('1.1')
})

const NARROW = `
import json, sys, pypitoken
token, name = sys.argv[1:]
narrow = pypitoken.Token.load(token)
narrow.restrict(project_names=[name])
print(json.dumps(narrow.dump()))
`

test('a private project is read by pip and uv with a narrowed token, and by nobody else', async ({ site }) => {
  test.skip(!hasClient('pypitoken'), 'pypitoken is not installed')
  const secret = fresh('grotto')
  const files = filesIn(await buildPackage(secret, '1.0'))
  expect((await twineUpload(site, token, files)).code).toBe(0)
  await person.page.goto(`/manage/project/${secret}/settings/`)
  await person.page.getByRole('button', { name: 'Make private' }).click()
  await expect(person.page.getByRole('status')).toHaveText('The project is private now.')

  const whole = await person.makeToken('both', 'Publish and install')
  const reading = readOnly(await askPython<string>('pypitoken', NARROW, [whole, secret]))
  const install = (site: string) => pip(site, 'install', '--no-input', '--target', newFolder(), secret)
  expect((await install(site)).code).not.toBe(0)
  expect((await install(withLogin(site, 'pypi-wrong'))).code).not.toBe(0)
  const installed = await install(withLogin(site, reading))
  expect(installed.code, installed.output).toBe(0)

  const uv = (site: string) => client('uv', ['pip', 'install', '--no-config', '--no-cache', '--target', newFolder(), '--default-index', `${site}/simple/`, secret])
  expect((await uv(site)).code).not.toBe(0)
  const byUv = await uv(withLogin(site, reading))
  expect(byUv.code, byUv.output).toBe(0)

  const upload = await twineUpload(site, reading, filesIn(await buildPackage(secret, '1.1')))
  expect(upload.code).not.toBe(0)
  expect(upload.output).toContain('403')
  await expectHidden(site, secret)
})

test('pip takes a private project with a token made to install, by the lines that its page shows, and not with one that only publishes', async ({ site }) => {
  const secret = fresh('cavern')
  const { page } = person
  expect((await twineUpload(site, token, filesIn(await buildPackage(secret, '1.0')))).code).toBe(0)
  await page.goto(`/manage/project/${secret}/settings/`)
  await page.getByRole('button', { name: 'Make private' }).click()
  await expect(page.getByRole('status')).toHaveText('The project is private now.')

  const reader = await person.makeToken('cellar', 'Install')
  await expect(page.getByRole('main')).toContainText('This token may read your private projects, to install them, until')
  const [netrc = '', install = ''] = await page.getByRole('main').locator('[data-copy]').evaluateAll((all) => all.map((button) => button.getAttribute('data-copy') ?? '').filter((text) => !text.startsWith('pypi-')))
  const home = newFolder()
  writeFileSync(join(home, '.netrc'), netrc, { mode: 0o600 })
  const pipLine = `${install.replace('PROJECT', secret)} --no-cache-dir --no-input`
  const installed = await typeFor(null, `${pipLine} --target here`, home, { HOME: home })
  expect(installed.code, installed.output).toBe(0)
  expect(readdirSync(join(home, 'here'))).toContain(moduleOf(secret))

  expect((await pip(withLogin(site, token), 'install', '--no-input', '--target', newFolder(), secret)).code).not.toBe(0)
  const told = await fetch(`${site}/simple/${secret}/`, { headers: { authorization: `Bearer ${token}` } })
  expect([told.status, await told.text()]).toEqual([403, expect.stringContaining('this API token publishes and does not install')])
  const upload = await twineUpload(site, reader, filesIn(await buildPackage(secret, '1.1')))
  expect(upload.code).not.toBe(0)
  expect(upload.output).toContain('It was made to install')
})

/** Nobody without a token learns of it, by no address. */
async function expectHidden(site: string, secret: string): Promise<void> {
  expect(await (await fetch(`${site}/simple/`)).text()).not.toContain(secret)
  for (const path of [`/simple/${secret}/`, `/pypi/${secret}/json`]) expect((await fetch(site + path)).status, path).toBe(401)
}

/** A token that only reads: our own caveat, put on as anybody can who has the token. */
function readOnly(whole: string): string {
  const macaroon = parseToken(whole)
  if (!macaroon.ok) throw new Error(macaroon.error)
  return encodeToken(addCaveat(macaroon.value, '[100,["read"]]'))
}

const withLogin = (site: string, password: string) => site.replace('://', `://__token__:${password}@`)

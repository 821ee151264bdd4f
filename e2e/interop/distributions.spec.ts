// Distributions that others built, with many back ends over many years: uploaded by twine as they are, then fetched back and
// installed. They come from the package registry, by hash; what was fetched once stays in .wheelkeep/. A few are built here.

import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect } from '@playwright/test'
import { newAddress, test } from '../support/own-network.ts'
import { fresh, givePublisher } from '../support/publisher.ts'
import { askPython, client, clientOf, filesIn, hasClient, hasClients, sha256Of, twineUpload, writePackage } from '../support/python.ts'
import { openRecordingProxy } from '../support/recording-proxy.ts'

test.skip(!hasClients || !hasClient('pypi-simple'), 'no Python with pip, twine and pypi-simple on this machine')
test.describe.configure({ mode: 'serial' })

/** `refused`: words of our refusal. All of those are names that PyPI, too, takes no longer (PEP 625 and the wheel's own rule). */
type Listed = { file: string; project: string; backend: string; metadata: string; sha256: string; refused?: string }

const LIST = JSON.parse(readFileSync(resolve(import.meta.dirname, 'distributions.json'), 'utf8')) as Listed[]
const TAKEN = LIST.filter(({ refused }) => refused === undefined)
const REFUSED = LIST.filter(({ refused }) => refused !== undefined)
/** Fewer than an account may make in an hour. */
const PROJECTS_PER_PUBLISHER = 15
const SHELF = resolve('.wheelkeep/distributions')
const pathOf = ({ file }: Listed) => join(SHELF, file)

let arrived = false
/** The tokens of those who own the projects by now. */
const owners = new Map<string, string>()

const FETCH = `
import json, sys
from concurrent.futures import ThreadPoolExecutor
from pypi_simple import PyPISimple
shelf, wanted = sys.argv[1], json.loads(sys.argv[2])
def fetch(item):
    project, files = item
    with PyPISimple() as client:
        for package in client.get_project_page(project, timeout=60).packages:
            if package.filename in files:
                client.download_package(package, shelf + "/" + package.filename, verify=True, timeout=60)
with ThreadPoolExecutor(6) as pool:
    list(pool.map(fetch, wanted.items()))
print("true")
`

test.beforeAll('fetch what is not on the shelf', async () => {
  test.setTimeout(180_000)
  mkdirSync(SHELF, { recursive: true })
  const missing = LIST.filter((one) => !existsSync(pathOf(one)) || sha256Of(pathOf(one)) !== one.sha256)
  const wanted = Object.fromEntries(Map.groupBy(missing, ({ project }) => project).entries().map(([project, files]) => [project, files.map(({ file }) => file)]))
  arrived = missing.length === 0 || (await askPython<boolean>('pypi-simple', FETCH, [SHELF, JSON.stringify(wanted)]).catch(isUnreachable))
})

/** No network is no fault of ours; everything else is. */
function isUnreachable(trouble: unknown): false {
  if (/ConnectionError|ConnectTimeout|ReadTimeout|NewConnectionError|ProxyError/.test(String(trouble))) return false
  throw trouble
}

test('each is taken as it is', async ({ browser, site }) => {
  test.skip(!arrived, 'the package registry cannot be reached, and its distributions were not fetched before')
  test.setTimeout(180_000)
  const projects = [...new Set(TAKEN.map(({ project }) => project))]
  for (let at = 0; at < projects.length; at += PROJECTS_PER_PUBLISHER) {
    const group = new Set(projects.slice(at, at + PROJECTS_PER_PUBLISHER))
    const { token } = await givePublisher(browser)
    const proxy = await openRecordingProxy(site, { 'x-forwarded-for': newAddress() })
    const uploaded = await twineUpload(proxy.url, token, TAKEN.filter(({ project }) => group.has(project)).map(pathOf))
    proxy.close()
    expect(uploaded.code, uploaded.output).toBe(0)
    for (const project of group) owners.set(project, token)
  }
})

const COMPARE = `
import hashlib, json, sys, zipfile
from pypi_simple import PyPISimple
site, folder, wanted = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
found = {}
with PyPISimple(endpoint=site + "/simple/") as client:
    for project, files in wanted.items():
        for package in client.get_project_page(project).packages:
            path = folder + "/" + package.filename
            client.download_package(package, path, verify=True)
            with open(path, "rb") as file:
                found[package.filename] = {"sha256": hashlib.sha256(file.read()).hexdigest(), "metadata": None}
            if package.filename.endswith(".whl"):
                with zipfile.ZipFile(path) as wheel:
                    inside = [wheel.read(name) for name in wheel.namelist() if name.endswith(".dist-info/METADATA") and name.count("/") == 1]
                found[package.filename]["metadata"] = inside == [client.get_package_metadata_bytes(package, verify=True)]
print(json.dumps(found))
`

test('each comes back byte for byte, its metadata as they are in the wheel', async ({ site }) => {
  test.skip(!arrived, 'nothing was uploaded')
  const wanted = Object.fromEntries(Map.groupBy(TAKEN, ({ project }) => project).entries().map(([project, files]) => [project, files.map(({ file }) => file)]))
  const found = await askPython('pypi-simple', COMPARE, [site, mkdtempSync(join(tmpdir(), 'wheelkeep-back-')), JSON.stringify(wanted)])
  expect(found).toEqual(Object.fromEntries(TAKEN.map(({ file, sha256 }) => [file, { sha256, metadata: file.endsWith('.whl') ? true : null }])))
})

test('pip installs the wheels of any platform, and every project has its pages', async ({ site, request }) => {
  test.skip(!arrived, 'nothing was uploaded')
  const anywhere = TAKEN.filter(({ file }) => file.endsWith('py3-none-any.whl')).map(({ file, project }) => `${project}==${file.split('-')[1]}`)
  const target = mkdtempSync(join(tmpdir(), 'wheelkeep-install-'))
  const installed = await client('pip', ['install', '--no-cache-dir', '--no-deps', '--only-binary', ':all:', '--index-url', `${site}/simple/`, '--target', target, ...anywhere])
  expect(installed.code, installed.output).toBe(0)
  for (const project of new Set(TAKEN.map(({ project }) => project)))
    for (const path of [`/project/${project}/`, `/pypi/${project}/json`]) expect((await request.get(path)).status(), path).toBe(200)
})

test('names that are written no longer are refused, with the name to use', async ({ browser, site }) => {
  test.skip(!arrived, 'the package registry cannot be reached')
  const { token } = await givePublisher(browser)
  for (const one of REFUSED) {
    const refused = await twineUpload(site, owners.get(one.project) ?? token, [pathOf(one)], ['--verbose'])
    expect(refused.code, one.file).not.toBe(0)
    expect(unbroken(refused.output), one.file).toContain(unbroken(one.refused ?? ''))
  }
})

test('what the back ends of today build here is taken', async ({ browser, site }) => {
  test.skip(!hasClient('back-ends'), 'the back ends are not installed')
  const { token } = await givePublisher(browser)
  const uvBuilt = writePackage(fresh('built-by-uv'), '1.0.post1', { requires: 'uv_build', backend: 'uv_build' }, 'src')
  const built = await client('uv', ['build', '--no-config', '--offline', uvBuilt])
  expect(built.code, built.output).toBe(0)
  const files = filesIn(join(uvBuilt, 'dist')).filter((file) => /\.(whl|gz)$/.test(file))
  for (const [name, requires, backend] of [['Odd.Name_Of', 'setuptools', 'setuptools.build_meta'], ['built-by-whey', 'whey', 'whey']] as const) {
    const folder = writePackage(fresh(name), '2!1.0rc1', { requires, backend })
    if (backend === 'whey') onlyOldLicense(join(folder, 'pyproject.toml'))
    const ran = await clientOf('back-ends', 'python', ['-m', 'build', '--no-isolation', folder])
    expect(ran.code, ran.output).toBe(0)
    files.push(...filesIn(join(folder, 'dist')))
  }
  expect(files).toHaveLength(6)
  const uploaded = await twineUpload(site, token, files)
  expect(uploaded.code, uploaded.output).toBe(0)
})

/** whey knows the table of PEP 621 only, not the expression of PEP 639. */
const onlyOldLicense = (path: string) => writeFileSync(path, readFileSync(path, 'utf8').replace('license = "MIT"', 'license = { text = "MIT" }'))

/** twine breaks long lines wherever it likes. */
const unbroken = (text: string) => text.replace(/\s+/g, '')

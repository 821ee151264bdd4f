// The lines that a project's page gives for installing it, run as they stand there, each by its own tool in a new project.

import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { test } from '../support/own-network.ts'
import { fresh, givePublisher } from '../support/publisher.ts'
import { buildPackage, client, clientOf, filesIn, hasClient, hasClients, moduleOf, type Ran, twineUpload } from '../support/python.ts'

test.skip(!hasClients, 'no Python with pip, twine and uv on this machine')

const name = fresh('spyglass')

test.beforeAll(async ({ browser, site }) => {
  const { token } = await givePublisher(browser)
  const uploaded = await twineUpload(site, token, filesIn(await buildPackage(name, '1.0')))
  expect(uploaded.code, uploaded.output).toBe(0)
})

/** The text on the page that begins so. */
async function lineOf(page: Page, beginning: string): Promise<string> {
  await page.goto(`/project/${name}/`)
  const lines = await page.locator('.snippet code').allTextContents()
  return lines.find((line) => line.startsWith(beginning)) ?? `The page has no line that begins with ${beginning}.`
}
const wordsOf = async (page: Page, beginning: string) => (await lineOf(page, beginning)).split(' ').slice(1)

/** A project of somebody who wants to use the package. */
function newProject(): string {
  const folder = mkdtempSync(join(tmpdir(), 'wheelkeep-install-'))
  writeFileSync(join(folder, 'pyproject.toml'), '[project]\nname = "harbour"\nversion = "0.1"\nrequires-python = ">=3.9"\ndependencies = []\n')
  return folder
}

function expectDone({ code, output }: Ran): void {
  expect(code, output).toBe(0)
}

test('pip', async ({ page }) => {
  const folder = newProject()
  expectDone(await client('pip', [...(await wordsOf(page, 'pip install ')), '--no-cache-dir', '--disable-pip-version-check', '--target', folder]))
  expect(readdirSync(folder)).toContain(moduleOf(name))

  writeFileSync(join(folder, 'requirements.txt'), await lineOf(page, '--index-url '))
  expectDone(await client('pip', ['install', '--no-cache-dir', '--disable-pip-version-check', '--requirement', join(folder, 'requirements.txt'), '--target', join(folder, 'again')]))
  expect(readdirSync(join(folder, 'again'))).toContain(moduleOf(name))
})

test('uv', async ({ page, site }) => {
  const folder = newProject()
  expectDone(await client('uv', [...(await wordsOf(page, 'uv add ')), '--no-cache', '--python', join(process.cwd(), '.venv/bin/python')], folder))
  expect(readFileSync(join(folder, 'uv.lock'), 'utf8')).toContain(`source = { registry = "${site}/simple/" }`)
})

test('poetry', async ({ page, site }) => {
  test.skip(!hasClient('poetry'), 'poetry is not installed')
  const folder = newProject()
  const poetry = async (beginning: string) => clientOf('poetry', 'poetry', [...(await wordsOf(page, beginning)), '--no-interaction'], folder, { POETRY_VIRTUALENVS_IN_PROJECT: 'true', POETRY_PACKAGE_MODE: 'false' })
  expectDone(await poetry('poetry source add '))
  expectDone(await poetry('poetry add '))
  expect(readFileSync(join(folder, 'poetry.lock'), 'utf8')).toContain(`url = "${site}/simple"`)
})

test('pdm', async ({ page }) => {
  test.skip(!hasClient('pdm'), 'pdm is not installed')
  const folder = newProject()
  writeFileSync(join(folder, 'pyproject.toml'), `\n${await lineOf(page, '[[tool.pdm.source]]')}\n`, { flag: 'a' })
  expectDone(await clientOf('pdm', 'pdm', [...(await wordsOf(page, 'pdm add ')), '--no-self'], folder))
  expect(readFileSync(join(folder, 'pdm.lock'), 'utf8')).toContain(`name = "${name}"`)
})

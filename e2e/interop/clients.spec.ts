// The clients that people use, unchanged: twine and uv publish, pip and uv install.

import { mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { test } from '../support/own-network.ts'
import type { Person } from '../support/person.ts'
import { fresh, givePublisher } from '../support/publisher.ts'
import { buildPackage, client, filesIn, hasClients, twineUpload } from '../support/python.ts'

test.skip(!hasClients, 'no Python with pip, twine and uv on this machine')
test.describe.configure({ mode: 'serial' })

let token = ''
let person: Person

test.beforeAll(async ({ browser }) => {
  ({ person, token } = await givePublisher(browser))
})

test('twine uploads a wheel and an sdist, pip installs them, the page shows them', async ({ page, site }) => {
  const name = fresh('tidemark')
  const files = filesIn(await buildPackage(name, '1.0'))
  const upload = await twineUpload(site, token, files)
  expect(upload.output).toContain('Uploading')
  expect(upload.code, upload.output).toBe(0)

  const target = mkdtempSync(join(tmpdir(), 'wheelkeep-install-'))
  const install = await client('pip', ['install', '--no-cache-dir', '--index-url', `${site}/simple/`, '--target', target, name])
  expect(install.code, install.output).toBe(0)
  expect(readdirSync(target)).toContain(name.replace(/-/g, '_'))

  const source = await client('pip', ['download', '--no-cache-dir', '--no-deps', '--no-binary', ':all:', '--no-build-isolation', '--index-url', `${site}/simple/`, '--dest', target, name])
  expect(source.code, source.output).toBe(0)

  await page.goto(`/project/${name}/`)
  await expect(page.getByRole('heading', { level: 1 })).toContainText(name)
  await expect(page.getByText(`pip install --index-url ${site}/simple/ ${name}`)).toBeVisible()
  await expect(page.getByRole('main')).toContainText('A small package with a readme')
  await expect(page.getByRole('main')).toContainText('.whl')

  await person.page.goto('/manage/projects/')
  await expect(person.page.getByRole('main')).toContainText(name)

  const again = await twineUpload(site, token, files)
  expect(again.code, again.output).toBe(0)
})

test('uv publishes and installs', async ({ site }) => {
  const name = fresh('undertow')
  const dist = await buildPackage(name, '2.0')
  const upload = await client('uv', ['publish', '--publish-url', `${site}/legacy/`, '--token', token, join(dist, '*')])
  expect(upload.code, upload.output).toBe(0)

  const venv = join(mkdtempSync(join(tmpdir(), 'wheelkeep-uv-')), 'venv')
  const made = await client('uv', ['venv', '--no-config', venv])
  expect(made.code, made.output).toBe(0)
  const install = await client('uv', ['pip', 'install', '--no-config', '--no-cache', '--python', join(venv, 'bin', 'python'), '--default-index', `${site}/simple/`, name])
  expect(install.code, install.output).toBe(0)
  expect(install.output).toContain(`${name}==2.0`)
})

test('what is refused says why, in the client', async ({ site }) => {
  const files = filesIn(await buildPackage(fresh('refused'), '1.0'))
  const wrong = await twineUpload(site, 'pypi-wrong', files)
  expect(wrong.code).not.toBe(0)
  expect(wrong.output).toContain('403')
  expect(wrong.output).toContain('Invalid or non-existent authentication information')

  const password = await client('twine', ['upload', '--non-interactive', '--repository-url', `${site}/legacy/`, '-u', person.username, '-p', person.password, ...files])
  expect(password.output).toContain('Username/Password authentication is no longer supported')
})

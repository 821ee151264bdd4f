// What README.md and docs/ say of the product is held to what the product is.

import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { parseEnvironment } from './env.ts'
import { FILE_MAX_BYTES, UPLOAD_MAX_MINUTES } from './numbers.ts'
import { COMMANDS } from './server/commands.ts'
import { VARIABLES as CHANGED_IN_THE_BROWSER } from './settings/settings.ts'

const root = resolve(import.meta.dirname, '..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const filesBelow = (folder: string) => readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`)
const pages = ['README.md', 'SECURITY.md', 'CONTRIBUTING.md', ...filesBelow('docs').filter((file) => file.endsWith('.md'))]
const operations = read('docs/operations.md')
const rowsOf = (page: string, first: RegExp) => page.split('\n').filter((line) => first.test(line)).map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '')))

test('each decision record has a number of its own', () => {
  const numbers = readdirSync(join(root, 'docs/decisions')).map((file) => /^(\d{4})-[\w-]+\.md$/.exec(file)?.[1] ?? file)
  expect(numbers.filter((number, at) => !/^\d{4}$/.test(number) || numbers.indexOf(number) !== at)).toEqual([])
})

test.each(pages)('%s links to pages and chapters that are there', (page) => {
  const links = [...read(page).matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)]
  const broken = links.filter(([, target = '', chapter]) => {
    const file = target ? join(dirname(page), target) : page
    return !existsSync(join(root, file)) || (chapter !== undefined && !anchorsOf(read(file)).includes(chapter))
  })
  expect(broken.map(([link]) => link)).toEqual([])
})

const anchorsOf = (page: string) =>
  [...page.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) => title.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-'))

test.each(pages)('%s names commands that there are, with what is typed after them', (page) => {
  const typed = [...read(page).matchAll(/npm run cli -- ([a-z0-9-]+)((?: [<a-z][^\s`|,;]*)*)/g)]
  expect(typed.filter(([, name = '', words = '']) => name !== 'command' && words.trim() !== COMMANDS[name]?.words.join(' ')).map(([line]) => line)).toEqual([])
})

/** Paths of pages, as app/ has them: groups in brackets are no part of an address, and `<name>` stands for any. */
const addresses = new Set(filesBelow('app').filter((file) => file.endsWith('/page.tsx')).map((file) => file.slice('app'.length, -'page.tsx'.length).replace(/\/\([^/]+\)/g, '').replace(/\[(\w+)\]/g, '<$1>')))

test.each(['docs/operations.md', 'docs/incidents.md'])('%s sends people to pages that there are', (page) => {
  const sent = [...read(page).matchAll(/`(\/(?:admin|manage|account|security|help|announcements)\/[^`]*)`/g)].map(([, path = '']) => path)
  expect(sent.filter((path) => !addresses.has(path))).toEqual([])
})

test('docs/operations.md has each variable with its default, what it is refused with, and whether it is changed in the browser', () => {
  const known = [...read('lib/env.ts').matchAll(/^ {2}([A-Z_]+): (?:field|z)\.(.*),$/gm)].filter(([, name]) => name !== 'WHEELKEEP_DEV')
  const written = Object.fromEntries(rowsOf(operations, /^\| `[A-Z_]+` \|/).map(([name = '', ...cells]) => [name.replaceAll('`', ''), cells]))
  expect(Object.keys(written)).toEqual(known.map(([, name]) => name))
  for (const [, name = '', field = ''] of known) {
    const [told, takes, sets = ''] = written[name] ?? []
    const given = /\.default\('?([^'[\]]+?)'?\)$/.exec(field)?.[1]
    if (given !== undefined) expect(told, name).toBe(`\`${given}\``)
    const wrong = parseEnvironment({ [name]: '<' })
    expect(takes, name).toBe(wrong.ok ? '–' : wrong.error.slice(name.length + 1))
    expect(sets.includes(' *'), `${name} is changed in the browser`).toBe(Object.values(CHANGED_IN_THE_BROWSER).includes(name))
  }
})

test('it has each command with its purpose, each figure, and the limits of uploads', () => {
  expect(rowsOf(operations, /^\| `npm run cli/)).toEqual(Object.entries(COMMANDS).map(([name, { words, purpose }]) => [`\`npm run cli -- ${[name, ...words].join(' ')}\``, purpose]))
  const figures = [...read('lib/api/metrics.ts').matchAll(/^ {4}\['(\w+)',/gm)].map(([, name]) => `\`${name}\``)
  expect(figures.length).toBeGreaterThan(3)
  expect(rowsOf(operations, /^\| `[a-z]+_\w+` \|/).map(([name]) => name)).toEqual(figures)
  expect([FILE_MAX_BYTES, UPLOAD_MAX_MINUTES]).toEqual([100 * 1024 * 1024, 10])
  expect(operations).toMatch(/up to ten minutes.*100 MiB/)
})

test('what docs/incidents.md lists of altered files are those that are not what their name says', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'wheelkeep-altered-'))
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
  const keep = (text: string, contents: string) => {
    const folder = join(dataDir, 'files', sha256(text).slice(0, 2), sha256(text).slice(2, 4))
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, sha256(text)), contents)
    return join(folder, sha256(text))
  }
  keep('good', 'good')
  const altered = keep('published', 'something else')
  const script = /```sh\n(find .*)\n```/.exec(read('docs/incidents.md'))?.[1] ?? ''
  const { stdout } = spawnSync('bash', ['-c', script], { env: { ...process.env, DATA_DIR: dataDir }, encoding: 'utf8' })
  expect(stdout.trim()).toBe(altered)
  rmSync(dataDir, { recursive: true })
})

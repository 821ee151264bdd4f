// docs/security-bar says line by line which test holds what we demand of ourselves. Here the pages are held to it: each test named
// there exists and runs, and no line stands without one or without saying that it is not met.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '..')
const folder = join(root, 'docs/security-bar')
const pages = readdirSync(folder).filter((name) => name.endsWith('.md') && name !== 'README.md')
const rows = pages.flatMap((page) => rowsOf(page))
/** `test('name', …` and `test.each(…)('name', …`: a name is the first of several arguments. */
const NAMED = /(?<called>\btest[\w.]*|\))\(\s*(?<name>'(?:[^'\\\n]|\\.)+'|"(?:[^"\\\n]|\\.)+"|`(?:[^`\\]|\\.)+`),/g

test('there are lines', () => expect(rows.length).toBeGreaterThan(0))

test.each(rows)('$line ($page) says what it requires, and is held by a test or said not to be met', ({ required, heldBy, tests }) => {
  expect(required).not.toBe('')
  if (tests.length === 0) expect(heldBy).toMatch(/^not met: \S/)
})

test.each(rows.filter(({ tests }) => tests.length > 0))('$line ($page) names tests that run', ({ tests }) => {
  for (const { file, name } of tests) expect(whyNot(file, name), `${file} › ${name}`).toBeNull()
})

test('no line stands twice', () => {
  const lines = rows.map(({ line }) => line)
  expect(lines.filter((line, at) => lines.indexOf(line) !== at)).toEqual([])
})

test('the first page names each of the others', () => {
  const first = readFileSync(join(folder, 'README.md'), 'utf8')
  expect([...first.matchAll(/^\| \[([\w.-]+)\]\(\1\) \|/gm)].map((m) => m[1]).toSorted()).toEqual(pages.toSorted())
})

type Row = { page: string, line: string, required: string, heldBy: string, tests: { file: string, name: string }[] }

function rowsOf(page: string): Row[] {
  const lines = readFileSync(join(folder, page), 'utf8').split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| line |'))
  return lines.map((text) => {
    const cells = text.slice(2, text.lastIndexOf('|')).split(/ \| /).map((cell) => cell.trim())
    expect(cells, `${page}: three cells in ${text}`).toHaveLength(3)
    const [line = '', required = '', heldBy = ''] = cells
    const tests = [...heldBy.matchAll(/(`+)([^`\s]+) › (.+?)\1/g)].map((m) => ({ file: m[2] ?? '', name: (m[3] ?? '').trim() }))
    return { page, line, required, heldBy, tests }
  })
}

function whyNot(file: string, name: string): string | null {
  if (!/\.(test|spec)\.ts$/.test(file) || !existsSync(join(root, file))) return 'there is no such file of tests'
  const found = [...readFileSync(join(root, file), 'utf8').matchAll(NAMED)].filter(({ groups }) => plain(groups?.name ?? '') === name)
  if (found.length === 0) return 'there is no such test in it'
  return found.some(({ groups }) => /\.(skip|todo|fixme)$/.test(groups?.called ?? '')) ? 'it is skipped' : null
}

/** What the literal says: without its quotes and the backslashes before quotes. */
function plain(literal: string): string {
  return literal.slice(1, -1).replaceAll(/\\(['"`\\])/g, '$1')
}

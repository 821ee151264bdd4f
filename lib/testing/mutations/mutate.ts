// `npm run mutations -- [group …] [first-last]`: takes away one line at a time, in a copy of the tree, and expects a test to fail. A line that
// can go without any test noticing is not held by a test, whatever the test is called.
//
// What was held is written to `.mutations/held.jsonl` and not tried again while the file, the change and its tests read the same. That says
// nothing about the rest of the tree: delete the record to see everything again.

import { createHash } from 'node:crypto'
import { appendFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { GROUPS, type Mutant } from './list.ts'
import { closeSession, reread, runTests } from './session.ts'

const root = resolve(import.meta.dirname, '../../..')
const NOT_COPIED = /^(node_modules|\.git|\.next[^/]*|\.venv|\.wheelkeep|\.mutations|data|test-results|playwright-report)$/
const RECORD = join(root, '.mutations/held.jsonl')

const RANGE = /^(\d+)-(\d*)$/
const names = process.argv.slice(2).filter((name) => !RANGE.test(name))
const [, first = '1', last = ''] = process.argv.map((name) => RANGE.exec(name)).find(Boolean) ?? []
const unknown = names.filter((name) => !(name in GROUPS))
if (unknown.length > 0) fail(`No such group: ${unknown.join(', ')}. There are: ${Object.keys(GROUPS).join(', ')}.`)
const mutants = (names.length > 0 ? names : Object.keys(GROUPS)).flatMap((name) => GROUPS[name] ?? []).slice(Number(first) - 1, Number(last) || undefined)

const copy = mkdtempSync(join(tmpdir(), 'wheelkeep-mutations-'))
process.once('exit', () => rmSync(copy, { recursive: true, force: true }))
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void closeSession().finally(() => process.exit(130)))
prepareCopy()
const held = new Set(readRecord())
const open = mutants.filter((mutant) => !held.has(keyOf(mutant)))
if (open.length < mutants.length) console.log(`${mutants.length - open.length} lines were held before, with the same text and the same tests.`)

const survived: Mutant[] = []
await tryAll()
await closeSession()

console.log(`\n${mutants.length - survived.length} of ${mutants.length} lines are held by a test.`)
for (const { what, file } of survived) console.log(`not held: ${what} (${file})`)
process.exit(survived.length > 0 ? 1 : 0)

function prepareCopy(): void {
  cpSync(root, copy, { recursive: true, filter: (path) => !NOT_COPIED.test(relative(root, path)) })
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
}

/** A test that fails proves something only where it passes while nothing is taken away. */
async function tryAll(): Promise<void> {
  const files = [...new Set(open.flatMap((mutant) => mutant.tests))]
  const untouched = files.length > 0 ? await runTests(copy, files) : null
  if (untouched && (untouched.failed[0] || untouched.troubles || untouched.passed === 0)) {
    await closeSession()
    fail(`Before anything was taken away: ${untouched.failed[0]?.test ?? ''} ${untouched.troubles}`)
  }
  for (const mutant of open) if (!(await isKilled(mutant))) survived.push(mutant)
}

async function isKilled(mutant: Mutant): Promise<boolean> {
  const { what, file, find, replace, tests } = mutant
  const path = join(copy, file)
  const whole = readFileSync(path, 'utf8')
  if (whole.split(find).length !== 2) return said(false, mutant, 'its text is not found exactly once')
  await write(path, whole.replace(find, () => replace))
  const { failed, troubles } = await runTests(copy, tests)
  await write(path, whole)
  if (!failed[0]) return said(false, mutant, troubles || 'every test passed')
  mkdirSync(join(RECORD, '..'), { recursive: true })
  appendFileSync(RECORD, `${JSON.stringify({ key: keyOf(mutant), at: new Date().toISOString(), file, what, ...failed[0] })}\n`)
  return said(true, mutant, failed[0].test)
}

async function write(path: string, text: string): Promise<void> {
  writeFileSync(path, text)
  await reread(path)
}

function said(killed: boolean, { what, file }: Mutant, why: string): boolean {
  console.log(`${killed ? 'held    ' : 'NOT HELD'} | ${what} | ${file} | ${why}`)
  return killed
}

function keyOf({ file, find, replace, tests }: Mutant): string {
  const texts = [file, ...tests].map((path) => readFileSync(join(copy, path), 'utf8'))
  return createHash('sha256').update(JSON.stringify([file, find, replace, tests, texts])).digest('hex')
}

function readRecord(): string[] {
  if (!existsSync(RECORD)) return []
  return readFileSync(RECORD, 'utf8').trimEnd().split('\n').map((line) => (JSON.parse(line) as { key: string }).key)
}

function fail(line: string): never {
  console.error(line)
  process.exit(2)
}

// `npm run mutations -- [group …] [first-last]`: takes away one line at a time, in a copy of the tree, and expects a test to fail. A line that
// can go without any test noticing is not held by a test, whatever the test is called.

import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { GROUPS, type Mutant } from './list.ts'

const root = resolve(import.meta.dirname, '../../..')
const NOT_COPIED = /^(node_modules|\.git|\.next[^/]*|\.venv|\.wheelkeep|data|test-results|playwright-report)$/
const LONGEST_MS = 300_000
const SHOWN = 5

type Ran = { failed: string[]; passed: number; troubles: string }

const RANGE = /^(\d+)-(\d*)$/
const names = process.argv.slice(2).filter((name) => !RANGE.test(name))
const [, first = '1', last = ''] = process.argv.map((name) => RANGE.exec(name)).find(Boolean) ?? []
const unknown = names.filter((name) => !(name in GROUPS))
if (unknown.length > 0) stop(`No such group: ${unknown.join(', ')}. There are: ${Object.keys(GROUPS).join(', ')}.`)
const mutants = (names.length > 0 ? names : Object.keys(GROUPS)).flatMap((name) => GROUPS[name] ?? []).slice(Number(first) - 1, Number(last) || undefined)

const copy = mkdtempSync(join(tmpdir(), 'wheelkeep-mutations-'))
process.once('exit', () => rmSync(copy, { recursive: true, force: true }))
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130))
prepareCopy()
const untouched = runTests([...new Set(mutants.flatMap((mutant) => mutant.tests))])
if (untouched.failed.length > 0 || untouched.passed === 0) stop(`Before anything was taken away:\n${untouched.failed.slice(0, SHOWN).join('\n')}${untouched.troubles}`)

const survived = mutants.filter((mutant) => !isKilled(mutant))
console.log(`\n${mutants.length - survived.length} of ${mutants.length} lines are held by a test.`)
for (const { what, file } of survived) console.log(`not held: ${what} (${file})`)
process.exitCode = survived.length > 0 ? 1 : 0

function prepareCopy(): void {
  cpSync(root, copy, { recursive: true, filter: (path) => !NOT_COPIED.test(relative(root, path)) })
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
}

function isKilled({ what, file, find, replace, tests }: Mutant): boolean {
  const path = join(copy, file)
  const whole = readFileSync(path, 'utf8')
  if (whole.split(find).length !== 2) return said(false, what, file, 'its text is not found exactly once')
  writeFileSync(path, whole.replace(find, () => replace))
  const { failed, troubles } = runTests(tests, '--bail=1')
  writeFileSync(path, whole)
  return said(failed.length > 0, what, file, failed[0] ?? (troubles || 'every test passed'))
}

function said(killed: boolean, what: string, file: string, why: string): boolean {
  console.log(`${killed ? 'held    ' : 'NOT HELD'} | ${what} | ${file} | ${why}`)
  return killed
}

/** Runs test files in the copy. A file that does not even load fails no test: that proves nothing. */
function runTests(files: string[], ...also: string[]): Ran {
  const report = join(copy, 'report.json')
  rmSync(report, { force: true })
  const vitest = join(root, 'node_modules/.bin/vitest')
  const ran = spawnSync(vitest, ['run', '--no-color', '--reporter=json', `--outputFile=${report}`, ...also, ...files], { cwd: copy, encoding: 'utf8', timeout: LONGEST_MS })
  if (!existsSync(report)) return { failed: [], passed: 0, troubles: `the tests did not run: ${ran.stderr.slice(0, 500)}` }
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as { testResults: { message: string; assertionResults: { status: string; fullName: string }[] }[] }
  const results = testResults.flatMap((file) => file.assertionResults)
  return {
    failed: results.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName),
    passed: results.filter(({ status }) => status === 'passed').length,
    troubles: testResults.map(({ message }) => message).filter(Boolean).join(' ').slice(0, 500),
  }
}

function stop(line: string): never {
  console.error(line)
  process.exit(2)
}

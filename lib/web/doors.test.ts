// Whatever can be called from outside asks for itself who calls (security bar e.4 W10, F14): read off the sources, so that
// a page or an action that forgets is named here.

import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')
const files = readdirSync(join(root, 'app'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile()).map((entry) => relative(root, join(entry.parentPath, entry.name)))

const GUARD = /\bassertSameOrigin\(/
const FRAME = /^(?:publicAction|userAction|sudoAction|sudoByKeyAction|adminAction)\(/

test.each(files.filter((file) => /^app\/manage\/.*page\.tsx$/.test(file)))('%s asks who is signed in', (file) => {
  expect(read(file)).toMatch(/await (?:requireUser|requireSudo|requireSudoByKey|managedProject)\(/)
})

test.each(files.filter((file) => /^app\/admin\/.*page\.tsx$/.test(file)))('%s asks for an administrator', (file) => {
  expect(read(file)).toMatch(/if \(.*!\(await findAdmin\([^\n]*\)\)\) return <Missing \/>|= await findAdmin\([^\n]*\n  if \(!\w+\) return <Missing \/>/)
})

test.each(files.filter((file) => file.endsWith('.tsx')))('%s says that nothing is there in a way that needs no script', (file) => {
  expect(read(file)).not.toMatch(/import \{[^}]*\b(?:notFound|requireAdmin)\b/)
})

test.each(files.filter((file) => /^app\/admin\/.*actions\.ts$/.test(file)))('every action of %s asks for an administrator', (file) => {
  for (const [, made = ''] of read(file).matchAll(/^export const \w+ = (.*)/gm)) expect(made).toMatch(/^adminAction\(/)
})

test.each(files.filter((file) => /^['"]use server['"]/m.test(read(file))))('every action of %s asks where it was sent from, and who sent it', (file) => {
  const source = read(file)
  for (const [, name = '', made = ''] of source.matchAll(/^export const (\w+) = (.*)/gm)) expect(made, name).toMatch(FRAME)
  for (const [, name = ''] of source.matchAll(/^export async function (\w+)/gm)) expect(withLocals(source, name), name).toMatch(GUARD)
  expect(source, 'nothing else is exported').not.toMatch(/^export (?!const \w+ = |async function |type )/m)
})

// ── docs/permissions.md ──
const permissions = read('docs/permissions.md')
const ASKS: [asks: string, said: RegExp][] = [
  ['administrators', /\badminAction\(/], ['by key', /\bsudoByKeyAction\(/], ['confirmed', /\b(?:sudoAction|requireSudo)\(/], ['signed in', /\b(?:userAction|requireUser)\(/], ['anyone', /./],
]

test('docs/permissions.md names what each form asks for, and no other form', () => {
  const documented = [...permissions.matchAll(/^\| `([^`]+)` \| ([^|`]+) \| ([^|`]+) \| ([^|`]+) \| ([^|`]+) \| ([^|`]+) \|$/gm)].flatMap(([, file, ...lists]) =>
    lists.flatMap((list, n) => namesIn(list).map((name) => `${file} ${name}: ${['anyone', 'signed in', 'confirmed', 'by key', 'administrators'][n]}`)))
  const actions = files.filter((file) => /^['"]use server['"]/m.test(read(file))).flatMap((file) => {
    const source = read(file)
    const made = [...source.matchAll(/^export const (\w+) = (\w+\()/gm)].map(([, name = '', frame = '']) => `${file} ${name}: ${asked(frame)}`)
    return [...made, ...[...source.matchAll(/^export async function (\w+)/gm)].map(([, name = '']) => `${file} ${name}: ${asked(withLocals(source, name))}`)]
  })
  expect(documented.toSorted()).toEqual(actions.toSorted())
})

test('docs/permissions.md names the guard of each page that asks', () => {
  const documented = [...permissions.matchAll(/^\| `(\w+)` \| (`[^|]+) \|$/gm)].flatMap(([, guard, list = '']) => [...list.matchAll(/`([^`]+)`/g)].map((m) => `${m[1]}: ${guard}`))
  const pages = files.filter((file) => /^app\/(?:manage|admin)\/.*page\.tsx$/.test(file)).map((file) => `${file}: ${/await (\w+)\(/.exec(guardLineOf(file))?.[1]}`)
  expect(documented.toSorted()).toEqual(pages.toSorted())
})

const asked = (source: string) => ASKS.find(([, said]) => said.test(source))?.[0]
const namesIn = (list: string) => list.split(',').map((name) => name.trim()).filter((name) => name !== '–')
const guardLineOf = (file: string) => /^.*await (?:require\w+|findAdmin|managedProject)\(.*$/m.exec(read(file))?.[0].replace(/^.*?(?=await (?:require|findAdmin|managed))/, '') ?? ''

/** A function with the bodies of this file's own functions that it calls. */
function withLocals(source: string, name: string): string {
  const body = bodyOf(source, name)
  const called = [...body.matchAll(/\b(\w+)\(/g)].map(([, local = '']) => local).filter((local) => local !== name)
  return [body, ...new Set(called)].map((part, index) => (index === 0 ? part : bodyOf(source, part))).join('\n')
}

const bodyOf = (source: string, name: string) => new RegExp(`^(?:export )?async function ${name}\\b[\\s\\S]*?^}`, 'm').exec(source)?.[0] ?? ''

// Whatever can be called from outside asks for itself who calls (security bar e.4 W10, F14): read off the sources, so that
// a page or an action that forgets is named here.

import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')
const files = readdirSync(join(root, 'app'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile()).map((entry) => relative(root, join(entry.parentPath, entry.name)))

const GUARD = /\b(?:publicCall|userCall|sudoCall|assertSameOrigin)\(/
const FRAME = /^(?:publicAction|userAction|sudoAction)\(/

test.each(files.filter((file) => /^app\/manage\/.*page\.tsx$/.test(file)))('%s asks who is signed in', (file) => {
  expect(read(file)).toMatch(/await (?:requireUser|requireSudo|managedProject)\(/)
})

test.each(files.filter((file) => /^app\/admin\/.*page\.tsx$/.test(file)))('%s asks for an administrator', (file) => {
  expect(read(file)).toMatch(/await requireAdmin\(/)
})

test.each(files.filter((file) => /^['"]use server['"]/m.test(read(file))))('every action of %s asks where it was sent from, and who sent it', (file) => {
  const source = read(file)
  for (const [, name = '', made = ''] of source.matchAll(/^export const (\w+) = (.*)/gm)) expect(made, name).toMatch(FRAME)
  for (const [, name = ''] of source.matchAll(/^export async function (\w+)/gm)) expect(withLocals(source, name), name).toMatch(GUARD)
  expect(source, 'nothing else is exported').not.toMatch(/^export (?!const \w+ = |async function |type )/m)
})

/** A function with the bodies of this file's own functions that it calls. */
function withLocals(source: string, name: string): string {
  const body = bodyOf(source, name)
  const called = [...body.matchAll(/\b(\w+)\(/g)].map(([, local = '']) => local).filter((local) => local !== name)
  return [body, ...new Set(called)].map((part, index) => (index === 0 ? part : bodyOf(source, part))).join('\n')
}

const bodyOf = (source: string, name: string) => new RegExp(`^(?:export )?async function ${name}\\b[\\s\\S]*?^}`, 'm').exec(source)?.[0] ?? ''

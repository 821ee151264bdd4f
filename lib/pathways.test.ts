// docs/pathways.md lists every way to become somebody; here it is compared with the code. A new door fails this test until
// somebody has written down what it needs and what it yields.

import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { COMMANDS } from '#lib/server/commands.ts'

const root = resolve(import.meta.dirname, '..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const page = read('docs/pathways.md')

const sources = ['lib', 'app'].flatMap((folder) => filesOf(folder)).filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$|^lib\/testing\//.test(file))

test('every method of signing in is on the page', () => {
  const union = /export type SignInMethod = ([^\n]+)/.exec(read('lib/sessions/sessions.ts'))?.[1] ?? ''
  expect(firstColumn('Signing in')).toEqual(quotedIn(union))
})

test('every purpose of a mailed link is on the page', () => {
  const union = /export type LinkPurpose =([^\n]*\n(?:\s+\|[^\n]*\n)*)/.exec(read('lib/mail/links.ts'))?.[1] ?? ''
  expect(firstColumn('Links that mail or the terminal carries')).toEqual(quotedIn(union))
})

test('there is one provider, and each open route of next-auth is on the page', () => {
  const providers = sources.flatMap((file) => [...read(file).matchAll(/from 'next-auth\/providers\/(\w+)'/g)].map((m) => `${file} ${m[1]}`))
  expect(providers).toEqual(['lib/web/auth-options.ts credentials'])
  const made = [...read('lib/web/auth-options.ts').matchAll(/\bCredentials\(\{ id: '([\w-]+)'/g)].map((m) => m[1])
  expect(made).toEqual(['ticket'])
  expect(page).toContain('One provider, `ticket`')

  const open = [...read('lib/web/auth-routes.ts').matchAll(/^ {2}(GET|POST): \[([^\]]*)\]/gm)]
  expect(firstColumn("next-auth's own routes")).toEqual(open.flatMap(([, method, routes]) => quotedIn(routes ?? '').map((route) => `${method} ${route}`)).toSorted())
})

test('every page and route before signing in is on the page', () => {
  const routes = [...filesOf('app/(auth)'), ...filesOf('app/api/auth')].filter((file) => /\/(page\.tsx|route\.tsx?)$/.test(file))
  const addresses = routes.map((file) => `/${file.split('/').slice(1, -1).filter((part) => !part.startsWith('(')).join('/')}/`)
  expect(firstColumn('Pages before signing in')).toEqual(addresses.toSorted())
})

test('every command of the operator is on the page, and no other', () => {
  expect(firstColumn('The operator')).toEqual(Object.keys(COMMANDS).toSorted())
})

const doors = [...section('Doors in the code').matchAll(/^\| `(\w+)` \| ([^|]+) \|/gm)].map(([, door = '', files = '']) => [door, ticked(files)] as const)

test('there are doors', () => expect(doors.map(([door]) => door)).toContain('openSession'))

test.each(doors)('%s is called where the page says, and nowhere else', (door, files) => {
  const call = new RegExp(`(?<!function )\\b${door}\\(`)
  expect(sources.filter((file) => call.test(read(file))).toSorted()).toEqual(files)
})

test('nobody asks next-auth who is there: its readers take a session from an Authorization header, too', () => {
  const asking = sources.filter((file) => /\b(?:getToken|getServerSession|getSession|unstable_getServerSession)\b|from 'next-auth\/(?:react|middleware)'/.test(read(file)))
  expect(asking).toEqual([])
  const knowing = sources.filter((file) => /^import (?!type\b).*from 'next-auth/m.test(read(file)))
  expect(knowing.toSorted()).toEqual(['lib/web/auth-options.ts', 'lib/web/call-next-auth.ts'])
})

test('what is random is random enough to be a secret', () => {
  expect(sources.filter((file) => /\bMath\.random\b/.test(read(file)))).toEqual([])
})

test('no other way gives out a session cookie', () => {
  const inserting = sources.filter((file) => /insert\(sessions\)/.test(read(file)))
  expect(inserting).toEqual(['lib/sessions/sessions.ts'])
})

test('no page keeps anything in the storage of the browser', () => {
  const pages = [...sources, ...filesOf('components').filter((file) => /\.tsx?$/.test(file))]
  expect(pages.filter((file) => /\b(?:localStorage|sessionStorage|indexedDB)\b/.test(read(file)))).toEqual([])
})

test('no other way makes a project', () => {
  const inserting = sources.filter((file) => /insert\(projects\)/.test(read(file)))
  expect(inserting).toEqual(['lib/projects/create.ts'])
})

function section(title: string): string {
  return new RegExp(`^## ${title}\\n([\\s\\S]*?)(?=^## |(?![\\s\\S]))`, 'm').exec(page)?.[1] ?? ''
}

function firstColumn(title: string): string[] {
  return [...section(title).matchAll(/^\| `([^`]+)` \|/gm)].map((m) => m[1] ?? '').toSorted()
}

function quotedIn(text: string): string[] {
  return [...text.matchAll(/'([^']+)'/g)].map((m) => m[1] ?? '').toSorted()
}

function ticked(text: string): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map((m) => m[1] ?? '').toSorted()
}

function filesOf(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
}

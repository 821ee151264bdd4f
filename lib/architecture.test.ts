// The rules of the house: which file may import which. A failure reads like a sentence.

import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { expect, test } from 'vitest'

/** From outermost to innermost: a folder may import itself and anything to its right. */
const LINE = [
  'server', 'api', 'web', 'worker', 'admin', 'announcements', 'catalog', 'releases', 'projects', 'tokens', 'login', 'recovery', 'two-factor', 'accounts',
  'sessions', 'limits', 'settings', 'audit', 'mail', 'jobs', 'storage', 'db', 'places', 'i18n', 'markup', 'protocol',
]
/** The three faces stand side by side: the server starts both others, which do not know each other. */
const FACES = ['api', 'web']
const PURE = /^(node:(crypto|buffer|zlib|stream|stream\/promises|util|url)|otplib|zod|@simplewebauthn\/server(\/helpers)?|@renovatebot\/pep440|tar-stream|spdx-.*|busboy|[a-z@/-]*hash[a-z-]*)$/

const root = resolve(import.meta.dirname, '..')
const sources = ['lib', 'app', 'components'].flatMap(filesOf).filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
const folderOf = (file: string) => /^lib\/([^/]+)\//.exec(file)?.[1] ?? null

test.each(sources)('%s imports only what its place in the house allows', (file) => {
  for (const target of importsOf(file)) {
    const why = brokenRule(file, target)
    expect(why, `${file} imports ${target}: ${why}`).toBeNull()
  }
})

function brokenRule(file: string, target: string): string | null {
  const from = folderOf(file)
  const to = folderOf(target)
  const isOurs = /^(lib|app|components)\//.test(target)
  if (file.startsWith('lib/testing/')) return null
  if (to === 'testing') return 'only tests and e2e use lib/testing'

  if (from && to && LINE.indexOf(to) < LINE.indexOf(from)) return `lib/${to} lies above lib/${from}`
  if (from && to && from !== to && FACES.includes(from) && FACES.includes(to)) return 'the two faces do not know each other'
  if (from && !LINE.includes(from)) return `lib/${from} has no place in the line`
  if (from && /^(app|components)\//.test(target) && !(from === 'web' && target.endsWith('form-state.ts'))) return 'a rule never sees a page'

  if (from === 'protocol' && !isOurs && !PURE.test(target)) return 'lib/protocol is pure: no database, network, clock or environment'
  if (from === 'protocol' && /^lib\/(env|shared)\.ts$/.test(target)) return 'lib/protocol is pure'
  if (/^next(\/|-auth|$)/.test(target) && from && !['web', 'server', 'i18n'].includes(from)) return 'only app and lib/web know Next.js'
  if (/^@?hono(\/|$)/.test(target) && !['api', 'server'].includes(from ?? '')) return 'only lib/api knows Hono'
  if (/^(drizzle-orm|postgres)(\/|$)/.test(target) && !from) return 'pages and components ask a domain, not the database'
  if (/^(drizzle-orm|postgres)(\/|$)/.test(target) && ['web', 'api', 'i18n', 'protocol'].includes(from ?? '')) return 'a face asks a domain, not the database'
  if (to === 'db' && !from) return 'pages and components ask a domain, not the database'
  if (file.startsWith('components/') && !mayComponentImport(target)) return 'components are told everything by props'
  return null
}

function mayComponentImport(target: string): boolean {
  if (!/^(lib|app)\//.test(target)) return true
  return /^lib\/(i18n\/.*|[^/]+\/input\.ts|accounts\/password-strength\.ts|numbers\.ts|result\.ts)$/.test(target)
}

/** Paths of ours from the root; packages as they are named. Type-only imports cost nothing and count for lib only. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8')
  const found = [...text.matchAll(/^\s*(?:import|export)(?!\s+type\b)[^'"\n]*?from\s+'([^']+)'|^\s*import\s+'([^']+)'|\bimport\('([^']+)'\)|^\}\s*from\s+'([^']+)'/gm)]
  return found.map((m) => named(file, m[1] ?? m[2] ?? m[3] ?? m[4] ?? ''))
}

function named(file: string, target: string): string {
  if (target.startsWith('#')) return target.slice(1)
  if (target.startsWith('.')) return relative(root, resolve(root, file, '..', target))
  return target
}

function filesOf(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
}

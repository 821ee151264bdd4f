import { randomBytes } from 'node:crypto'
import { chmodSync, closeSync, existsSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { cannotStart } from '#lib/cannot-start.ts'

const file = z.object({
  NEXTAUTH_SECRET: z.string().min(32), SECRETS_KEY: z.string().length(44), SECRETS_KEY_OLD: z.array(z.string().length(44)).default([]),
})

/** Of DATA_DIR: in use, and the keys that were in use before, the newest first. */
export type KeptSecrets = { nextauthSecret: string; secretsKey: Buffer; oldSecretsKeys: Buffer[] }

/** The two secrets that were made on the first start and are kept in `DATA_DIR/secrets.json`, which only the owner may read. */
export function keptSecrets(dataDir: string): KeptSecrets {
  const path = pathIn(dataDir)
  const kept = file.safeParse(parsed(keepOnce(path, () => textOf(newSecrets()))))
  if (!kept.success) throw cannotStart(`${path} is damaged: restore it from a backup (it holds the key to stored secrets; a new one cannot read them)`)
  const { NEXTAUTH_SECRET, SECRETS_KEY, SECRETS_KEY_OLD } = kept.data
  return { nextauthSecret: NEXTAUTH_SECRET, secretsKey: decoded(SECRETS_KEY), oldSecretsKeys: SECRETS_KEY_OLD.map(decoded) }
}

/** Writes a new SECRETS_KEY; the one there was is kept behind it. Call under a lock: of two at once, one would be lost. */
export function rotateKeptKey(dataDir: string): void {
  const { secretsKey, oldSecretsKeys, ...others } = keptSecrets(dataDir)
  replace(dataDir, { ...others, secretsKey: newSecrets().secretsKey, oldSecretsKeys: [secretsKey, ...oldSecretsKeys] })
}

/** Writes a new NEXTAUTH_SECRET. */
export function rotateKeptNextauthSecret(dataDir: string): void {
  replace(dataDir, { ...keptSecrets(dataDir), nextauthSecret: newSecrets().nextauthSecret })
}

/** Forgets the keys that were in use before. */
export function dropKeptOldKeys(dataDir: string): void {
  replace(dataDir, { ...keptSecrets(dataDir), oldSecretsKeys: [] })
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

const pathIn = (dataDir: string) => join(dataDir, 'secrets.json')
const decoded = (text: string) => Buffer.from(text, 'base64')
const newSecrets = (): KeptSecrets => ({ nextauthSecret: randomBytes(48).toString('base64url'), secretsKey: randomBytes(32), oldSecretsKeys: [] })

function textOf({ nextauthSecret, secretsKey, oldSecretsKeys }: KeptSecrets): string {
  const old = oldSecretsKeys.length > 0 ? { SECRETS_KEY_OLD: oldSecretsKeys.map((key) => key.toString('base64')) } : {}
  return JSON.stringify({ NEXTAUTH_SECRET: nextauthSecret, SECRETS_KEY: secretsKey.toString('base64'), ...old }, null, 2)
}

/** A rename takes the old file's place at once: whatever happens, one of the two is there, whole. */
function replace(dataDir: string, secrets: KeptSecrets): void {
  const path = pathIn(dataDir)
  renameSync(writeTemporary(path, textOf(secrets)), path)
  syncAndClose(openSync(dataDir, 'r'))
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function writeOnce(path: string, text: string) {
  makeDataDir(dirname(path))
  const temporary = writeTemporary(path, text)
  try {
    linkSync(temporary, path)
    syncAndClose(openSync(dirname(path), 'r'))
  } catch (trouble) {
    if (!existsSync(path)) throw trouble
  } finally {
    rmSync(temporary)
  }
}

function writeTemporary(path: string, text: string): string {
  const temporary = `${path}.${randomBytes(6).toString('hex')}`
  const handle = openSync(temporary, 'wx', 0o600)
  writeSync(handle, text)
  syncAndClose(handle)
  return temporary
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

// Secrets at rest: AES-256-GCM (NIST SP 800-38D). The context says whose and what the secret is and is authenticated
// with it, so a sealed text that is moved to another row, user or purpose does not open.

import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

const ALGORITHM = 'aes-256-gcm'
const MARK = 'a256gcm'
const KEY_BYTES = 32
/** SP 800-38D §8.2.2: a random 96-bit nonce; good for 2^32 sealings with one key. */
const NONCE_BYTES = 12
const TAG_BYTES = 16

export type SealingKey = { id: string; bytes: Uint8Array }

/** A key for one purpose, from the master key (HKDF, RFC 5869). The id tells keys apart and gives nothing away. */
export function deriveKey(master: Uint8Array, purpose: string): SealingKey {
  const derive = (info: string, length: number) => new Uint8Array(hkdfSync('sha256', master, '', info, length))
  return { id: Buffer.from(derive(`${purpose}|id`, 6)).toString('base64url'), bytes: derive(`${purpose}|key`, KEY_BYTES) }
}

/** One text that holds algorithm, key id, nonce and ciphertext: `a256gcm.<key id>.<bytes>`. */
export function seal(plain: string, key: SealingKey, context: string): string {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv(ALGORITHM, key.bytes, nonce, { authTagLength: TAG_BYTES }).setAAD(bound(key, context))
  const bytes = Buffer.concat([nonce, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return `${MARK}.${key.id}.${bytes.toString('base64url')}`
}

/** The secret, or null: another key, another context, or altered bytes. */
export function unseal(sealed: string, keys: SealingKey[], context: string): string | null {
  const [mark, keyId, text, ...rest] = sealed.split('.')
  const key = keys.find(({ id }) => id === keyId)
  if (mark !== MARK || !key || !text || rest.length > 0) return null

  const bytes = Buffer.from(text, 'base64url')
  if (bytes.length < NONCE_BYTES + TAG_BYTES) return null
  return decrypt(bytes, key, context)
}

/** The key that a text was sealed with, for rotation. */
export const sealedWith = (sealed: string): string | undefined => sealed.split('.')[1]

function decrypt(bytes: Buffer, key: SealingKey, context: string): string | null {
  const [nonce, tag] = [bytes.subarray(0, NONCE_BYTES), bytes.subarray(-TAG_BYTES)]
  const decipher = createDecipheriv(ALGORITHM, key.bytes, nonce, { authTagLength: TAG_BYTES })
  decipher.setAAD(bound(key, context)).setAuthTag(tag)
  try {
    return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]).toString('utf8')
  } catch {
    return null // GCM says no more than that the tag is wrong
  }
}

const bound = (key: SealingKey, context: string) => Buffer.from(`${MARK}.${key.id}.${context}`, 'utf8')

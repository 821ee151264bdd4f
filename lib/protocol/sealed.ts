// Secrets at rest: AES-256-GCM (NIST SP 800-38D). The context says whose and what the secret is and is authenticated
// with it, so sealed bytes that are moved to another row, user or purpose do not open.

import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

const ALGORITHM = 'aes-256-gcm'
/** The first byte names the algorithm, so that another can follow. */
const AES_256_GCM = 1
const KEY_BYTES = 32
/** SP 800-38D §8.2.2: a random 96-bit nonce; good for 2^32 sealings with one key. */
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** The id is kept beside what was sealed and says which key that was; it gives nothing away. */
export type SealingKey = { id: string; bytes: Uint8Array }

/** A key for one purpose, from the master key (HKDF, RFC 5869). */
export function deriveKey(master: Uint8Array, purpose: string): SealingKey {
  const derive = (info: string, length: number) => new Uint8Array(hkdfSync('sha256', master, '', info, length))
  return { id: Buffer.from(derive(`${purpose}|id`, 6)).toString('base64url'), bytes: derive(`${purpose}|key`, KEY_BYTES) }
}

/** Algorithm, nonce, ciphertext and tag in one. The context is not inside: whoever opens must know it. */
export function seal(plain: Uint8Array, key: SealingKey, context: string): Uint8Array {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv(ALGORITHM, key.bytes, nonce, { authTagLength: TAG_BYTES }).setAAD(bound(key, context))
  return new Uint8Array(Buffer.concat([Buffer.of(AES_256_GCM), nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]))
}

/** The secret, or null: another key, another context, or altered bytes. */
export function unseal(sealed: Uint8Array, key: SealingKey, context: string): Uint8Array | null {
  if (sealed[0] !== AES_256_GCM || sealed.length < 1 + NONCE_BYTES + TAG_BYTES) return null
  const nonce = sealed.subarray(1, 1 + NONCE_BYTES)
  const decipher = createDecipheriv(ALGORITHM, key.bytes, nonce, { authTagLength: TAG_BYTES }).setAAD(bound(key, context))
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES))
  try {
    return new Uint8Array(Buffer.concat([decipher.update(sealed.subarray(1 + NONCE_BYTES, -TAG_BYTES)), decipher.final()]))
  } catch {
    return null // GCM says no more than that the tag is wrong
  }
}

const bound = (key: SealingKey, context: string) => Buffer.from(`${AES_256_GCM}|${key.id}|${context}`, 'utf8')

// The three digests of a file, computed while it streams past. Node has no BLAKE2b of 256 bits; hash-wasm does 100 MB in 0.1 s.

import { createHash } from 'node:crypto'
import { createBLAKE2b } from 'hash-wasm'

export type Digests = { sha256: string; blake2b256: string; md5: string }
export type RunningDigests = { update(chunk: Uint8Array): void; digests(): Digests }

/** Digests that grow with each chunk; `digests()` ends them. MD5 is for old clients to compare: nothing is decided by it. */
export async function startDigests(): Promise<RunningDigests> {
  const sha256 = createHash('sha256')
  const md5 = createHash('md5')
  const blake = (await createBLAKE2b(256)).init()
  return {
    update(chunk) {
      sha256.update(chunk)
      md5.update(chunk)
      blake.update(chunk)
    },
    digests: () => ({ sha256: sha256.digest('hex'), blake2b256: blake.digest('hex'), md5: md5.digest('hex') }),
  }
}

/** The digests of bytes in memory. */
export async function digestsOf(bytes: Uint8Array): Promise<Digests> {
  const running = await startDigests()
  running.update(bytes)
  return running.digests()
}

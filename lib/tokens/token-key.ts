import type { SealedStore } from '#lib/db/sealed-store.ts'
import { keyRing } from '#lib/key-ring.ts'

/** Whether an identifier is one of ours; Postgres takes anything else for trouble. */
export const isTokenId = (id: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)

/** The root keys of tokens, as they lie in the database: moved to another row or user, one does not open. */
export const TOKEN_ROOT_KEYS: SealedStore = {
  what: 'API tokens', table: 'api_tokens', column: 'sealed_key', owner: 'user_id',
  keys: keyRing('api-tokens'), context: (userId, tokenId) => `api-token|${userId}|${tokenId}`,
}

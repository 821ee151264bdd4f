import type { SealedStore } from '#lib/db/sealed-store.ts'
import { keyRing } from '#lib/key-ring.ts'

/** The root keys of tokens, as they lie in the database: moved to another row or user, one does not open. */
export const TOKEN_ROOT_KEYS: SealedStore = {
  what: 'API tokens', table: 'api_tokens', column: 'sealed_key', owner: 'user_id',
  keys: keyRing('api-tokens'), context: (userId, tokenId) => `api-token|${userId}|${tokenId}`,
}

import { environment } from '#lib/env.ts'
import { deriveKey, type SealingKey } from '#lib/protocol/sealed.ts'

/** The key under which the root keys of tokens lie in the database. */
export const tokenKey = (): SealingKey => deriveKey(environment().secretsKey, 'api-tokens')

/** What a sealed root key is bound to: moved to another row or user, it does not open. */
export const sealContext = (userId: string, tokenId: string): string => `api-token|${userId}|${tokenId}`

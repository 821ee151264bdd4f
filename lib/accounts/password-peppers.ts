// Which pepper a stored password was hashed with. The PHC string says it, so that SECRETS_KEY can change.

import { isNotNull, sql } from 'drizzle-orm'
import { db } from '#lib/db/client.ts'
import { users } from '#lib/db/schema.ts'
import { keyRing, oldestId } from '#lib/key-ring.ts'
import type { SealingKey } from '#lib/protocol/sealed.ts'

export const peppers = keyRing('password pepper')

/** The pepper of a PHC string; null when it is no longer known. A hash without a name was made when there was one key only. */
export function pepperOf(phc: string): SealingKey | null {
  const [, keyid] = /^\$argon2id\$[^$]*\$[^$]*,keyid=([^$,]+)\$/.exec(phc) ?? []
  return peppers.named(keyid === undefined ? oldestId(peppers) : idOf(keyid))
}

/** Of the PHC string: plain base64, where ours are for URLs. */
export const keyidOf = (id: string) => Buffer.from(id, 'base64url').toString('base64')

/** The same of a column; null where no hash is stored, or none that names its pepper. */
export const keyidIn = (column: typeof users.passwordHash) => sql<string | null>`substring(${column} from ',keyid=([^$,]+)')`

/** The peppers that stored passwords were hashed with. Hashes of the time when there was one key only are given its id first. */
export async function findPasswordPeppers(): Promise<string[]> {
  const named = sql`regexp_replace(${users.passwordHash}, '^([$]argon2id[$]v=19[$]m=\\d+,t=\\d+,p=\\d+)[$]', ${`\\1,keyid=${keyidOf(oldestId(peppers))}$`})`
  await db().update(users).set({ passwordHash: named }).where(sql`${users.passwordHash} like '$argon2id$%' and ${users.passwordHash} not like '%,keyid=%'`)
  const rows = await db().selectDistinct({ keyid: keyidIn(users.passwordHash) }).from(users).where(isNotNull(users.passwordHash))
  return rows.flatMap((row) => (row.keyid === null ? [] : idOf(row.keyid)))
}

const idOf = (keyid: string) => Buffer.from(keyid, 'base64').toString('base64url')

import { createHash } from 'node:crypto'
import postgres from 'postgres'
import { ADVISORY_LOCKS } from '#lib/db/advisory-locks.ts'

/**
 * Says to everyone on this database that a living server seals with the key of this id: a shared lock, held by a connection
 * of its own until `release`.
 */
export async function holdKeyLock(url: string, keyId: string): Promise<{ release: () => Promise<void> }> {
  const sql = postgres(url, { max: 1, idle_timeout: 0, max_lifetime: null, onnotice: () => {} })
  await sql`select pg_advisory_lock_shared(${ADVISORY_LOCKS.sealingKey}, ${numberOf(keyId)})`
  return { release: () => sql.end({ timeout: 1 }) }
}

/** Whether a living server seals with another key than this one. It could not open what is sealed with this one. */
export async function isOtherKeyInUse(url: string, keyId: string): Promise<boolean> {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  try {
    const others = await sql`select from pg_locks where locktype = 'advisory' and classid = ${ADVISORY_LOCKS.sealingKey} and objsubid = 2 and granted
      and objid <> ${numberOf(keyId)} and database = (select oid from pg_database where datname = current_database())`
    return others.length > 0
  } finally {
    await sql.end({ timeout: 1 })
  }
}

const numberOf = (keyId: string) => createHash('sha256').update(keyId).digest().readUInt32BE() >>> 1

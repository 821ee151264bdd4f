import { sql } from 'drizzle-orm'
import type { Tx } from '#lib/db/client.ts'

/** Until the transaction ends, nobody else publishes or sweeps a blob of that SHA-256. */
export async function lockBlob(tx: Tx, sha256: string): Promise<void> {
  const key = BigInt.asIntN(64, BigInt(`0x${sha256.slice(0, 16)}`)).toString()
  await tx.execute(sql`select pg_advisory_xact_lock(${key}::bigint)`)
}

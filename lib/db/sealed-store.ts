// Sealed columns: each row names the key it was sealed with, and is sealed anew when that is no longer the current one.

import { sql } from 'drizzle-orm'
import { db } from '#lib/db/client.ts'
import type { KeyRing } from '#lib/key-ring.ts'
import { seal, unseal } from '#lib/protocol/sealed.ts'

export type SealedStore = {
  /** For the operator. */
  what: string
  table: string
  column: string
  /** Whose a row is: the column that goes into the context beside the row's id. */
  owner: string
  keys: KeyRing
  /** What the bytes are bound to. */
  context: (owner: string, id: string) => string
}

export type SealedRow = { id: string; owner: string; sealed: Uint8Array; keyId: string }
export type Progress = { done: number; of: number }

const BATCH = 100

/** The secret of a row; null: its key is not known, or the row was altered. */
export function openSealed({ keys, context }: SealedStore, { id, owner, sealed, keyId }: SealedRow): Uint8Array | null {
  const key = keys.named(keyId)
  return key && unseal(sealed, key, context(owner, id))
}

/** How many rows each key has sealed, by its id. */
export async function countByKey({ table }: SealedStore): Promise<Map<string, number>> {
  const rows = await db().execute<{ key: string; count: number }>(sql`select key_id as key, count(*)::int as count from ${sql.identifier(table)} group by key_id`)
  return new Map(rows.map(({ key, count }) => [key, count]))
}

/**
 * Seals every row that another key sealed with the current one, while others read and write. Each row is one statement of
 * its own, so an end in the middle leaves every row readable, and the next run goes on with what is left. A row that does
 * not open is left as it is. Answers how many were sealed anew and how many did not open.
 */
export async function resealStore(store: SealedStore, say: (progress: Progress) => void): Promise<{ resealed: number; unreadable: number }> {
  const of = await countForeign(store)
  let [resealed, unreadable] = [0, 0]
  let after: string | null = null
  for (let rows = await nextRows(store, after); rows.length > 0; rows = await nextRows(store, after)) {
    for (const row of rows) {
      if (await resealRow(store, row)) resealed++
      else unreadable++
    }
    after = rows.at(-1)?.id ?? null
    say({ done: resealed, of })
  }
  return { resealed, unreadable }
}

/** How many rows do not have the current key. */
export async function countForeign(store: SealedStore): Promise<number> {
  const current = store.keys.current().id
  return [...(await countByKey(store))].reduce((sum, [id, count]) => sum + (id === current ? 0 : count), 0)
}

/** In the order of their ids; rows that are added meanwhile have the current key. */
async function nextRows({ table, column, owner, keys }: SealedStore, after: string | null): Promise<SealedRow[]> {
  const following = after === null ? sql`` : sql`and id > ${after}`
  const rows = await db().execute<SealedRow>(sql`
    select id, ${sql.identifier(owner)} as owner, ${sql.identifier(column)} as sealed, key_id as "keyId"
    from ${sql.identifier(table)} where key_id <> ${keys.current().id} ${following} order by id limit ${BATCH}`)
  return [...rows]
}

/** The new bytes take the place of the old ones only when they open to the same secret, and only if nobody was faster. */
async function resealRow(store: SealedStore, row: SealedRow): Promise<boolean> {
  const { table, column, keys, context } = store
  const secret = openSealed(store, row)
  if (!secret) return false
  const key = keys.current()
  const sealed = seal(secret, key, context(row.owner, row.id))
  const opened = openSealed(store, { ...row, sealed, keyId: key.id })
  if (!opened || !Buffer.from(opened).equals(secret)) throw new Error(`What was sealed anew for ${row.id} in ${table} does not open; the row was left as it was.`)
  await db().execute(sql`update ${sql.identifier(table)} set ${sql.identifier(column)} = ${sealed}, key_id = ${key.id}
    where id = ${row.id} and key_id = ${row.keyId}`)
  return true
}

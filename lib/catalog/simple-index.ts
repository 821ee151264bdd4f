// `/simple/`, the list of all projects. Of a large index that is tens of megabytes, so it is written row by row, and only its
// compressed forms are kept; who takes no gzip is sent what is unpacked on the way.
import { createHash, type Hash } from 'node:crypto'
import { once } from 'node:events'
import { createGzip } from 'node:zlib'
import { sql } from 'drizzle-orm'
import { db, driver } from '#lib/db/client.ts'
import { journal } from '#lib/db/schema.ts'
import { INDEX_HTML, type IndexEntry, type IndexForm, indexJson } from '#lib/protocol/simple-page.ts'
import { shared } from '#lib/shared.ts'
import { everyProject } from './every-project.ts'
import { changesHeard, KEPT_MS, listenForChanges } from './page-cache.ts'
import type { PackedRendering, Page } from './simple.ts'

export type SimpleIndex = Page<PackedRendering>

type Made = { index: SimpleIndex; changes: number | null; from: unknown; at: number; tookMs: number }
type Making = { changes: number | null; promise: Promise<Made> }

const QUICK_MS = 100
const LARGE_MOST_MS = 60_000

const shelf = shared<{ made: Made | null; making: Making | null; next: Promise<Made> | null }>('simple-index', () => ({ made: null, making: null, next: null }))

/**
 * The list of all projects that are public and not quarantined, as it is now; one that took long to make is good for ten times as
 * long, a minute at most, so that an index in which something changes all the time is not listed all the time.
 */
export async function findSimpleIndex(): Promise<SimpleIndex> {
  await listenForChanges()
  const { made } = shelf
  return (made && isGood(made) ? made : await makeAnew()).index
}

function isGood({ changes, from, at, tookMs }: Made): boolean {
  const age = performance.now() - at
  const isUnchanged = changes !== null && changes === changesHeard() && age < KEPT_MS
  return from === driver() && (isUnchanged || (tookMs > QUICK_MS && age < Math.min(tookMs * 10, LARGE_MOST_MS)))
}

/** One list is made at a time. Who comes when the one that is being made may lack the last change waits for the next. */
function makeAnew(): Promise<Made> {
  const { making } = shelf
  if (making && making.changes !== null && making.changes === changesHeard()) return making.promise
  shelf.next ??= Promise.resolve(making?.promise.catch(() => {})).then(startMaking)
  return shelf.next
}

function startMaking(): Promise<Made> {
  const [changes, from, started] = [changesHeard(), driver(), performance.now()]
  const promise = readIndex().then((index) => {
    const at = performance.now()
    return (shelf.made = { index, changes, from, at, tookMs: at - started })
  }).finally(() => { shelf.making = null })
  Object.assign(shelf, { making: { changes, promise }, next: null })
  return promise
}

/** In one snapshot: a mirror that has seen the serial of the list has missed nothing before it. */
async function readIndex(): Promise<SimpleIndex> {
  return db().transaction(async (tx) => {
    const [last] = await tx.select({ serial: sql<number>`coalesce(max(${journal.serial}), 0)::int` }).from(journal)
    const serial = last?.serial ?? 0
    const [html, json] = [await openPacker(INDEX_HTML), await openPacker(indexJson(serial))]
    for await (const batch of everyProject(tx)) await Promise.all([html.add(batch), json.add(batch)])
    return { serial, html: await html.close(), json: await json.close() }
  }, { isolationLevel: 'repeatable read', accessMode: 'read only' })
}

/** Writes one form of the list through gzip. */
async function openPacker({ before, entry, after }: IndexForm) {
  const gzip = createGzip()
  const [plainHash, packedHash, chunks] = [createHash('md5'), createHash('md5'), [] as Buffer[]]
  gzip.on('data', (chunk: Buffer) => { chunks.push(chunk); packedHash.update(chunk) })
  let [length, isFirst] = [0, true]
  const write = async (text: string) => {
    const bytes = Buffer.from(text)
    length += bytes.length
    plainHash.update(bytes)
    if (!gzip.write(bytes)) await once(gzip, 'drain')
  }
  await write(before)
  return {
    add: async (batch: IndexEntry[]) => {
      await write(batch.map((project, at) => entry(project, isFirst && at === 0)).join(''))
      isFirst = false
    },
    close: async (): Promise<SimpleIndex['html']> => {
      await write(after)
      await once(gzip.end(), 'end')
      const packed = Buffer.concat(chunks)
      return { plain: { packed, length, etag: tagOf(plainHash) }, gzip: { bytes: packed, etag: tagOf(packedHash) } }
    },
  }
}

/** Strong: the base64 MD5 of the very bytes. */
const tagOf = (hash: Hash) => `"${hash.digest('base64')}"`

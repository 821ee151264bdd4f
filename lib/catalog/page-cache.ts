// Pages kept in memory, dropped as soon as any process changes them. Postgres tells (LISTEN/NOTIFY); while nobody
// is listening, nothing is kept, because nothing would be dropped.
import { driver } from '#lib/db/client.ts'
import { SIMPLE_PAGE_CHANNEL } from '#lib/projects/simple-page.ts'
import { shared } from '#lib/shared.ts'

const MOST_BYTES = 64 * 1024 * 1024
/** A page is read anew after that long all the same: where the network swallows what Postgres tells, a change is late, not lost. */
export const KEPT_MS = 30_000

type Kept = { value: unknown; bytes: number; until: number }
type Cache = { kept: Map<string, Kept>; bytes: number; changes: number; listening: boolean; starting: Promise<void> | null; driver: unknown }

/** The two copies of this module, Node's and Next's, share one cache. */
const cache = shared<Cache>('page-cache', () => ({ kept: new Map(), bytes: 0, changes: 0, listening: false, starting: null, driver: null }))

/** A page from memory, else from `load`, which also says how large it is. Pages that are not there are not kept. */
export async function keptPage<T>(key: string, load: () => Promise<{ value: T; bytes: number } | null>): Promise<T | null> {
  await listenForChanges()
  const kept = freshPage<T>(key)
  if (kept !== null) return kept

  const changesBefore = cache.changes
  const loaded = await load()
  // A change may have been told while we read; what we read may then be the page from before it.
  if (loaded && cache.listening && cache.changes === changesBefore) keep(key, loaded)
  return loaded?.value ?? null
}

/** The page that `keptPage` would answer from memory, at once; null where it would have to ask. */
export function peekPage<T>(key: string): T | null {
  return changesHeard() === null ? null : freshPage(key)
}

function freshPage<T>(key: string): T | null {
  const kept = cache.kept.get(key)
  return kept && performance.now() < kept.until ? (touch(key, kept) as T) : null
}

/** Drops the page of a project. */
export function forgetPage(normalizedName: string): void {
  cache.changes++
  drop(`project:${normalizedName}`)
}

/** How many changes were told of so far; null while nobody listens. */
export function changesHeard(): number | null {
  return cache.listening && cache.driver === driver() ? cache.changes : null
}

/** Begins to listen, if nobody does yet. */
export async function listenForChanges(): Promise<void> {
  if (cache.driver !== driver()) forgetAll() // the database was closed and another opened: tests do that
  cache.driver = driver()
  cache.starting ??= driver().listen(SIMPLE_PAGE_CHANNEL, forgetPage, listeningAgain).then(() => {}, notListening)
  await cache.starting
}

/** Called at the first connection and at each later one; what was told in between was not heard. */
function listeningAgain(): void {
  cache.kept.clear()
  cache.bytes = 0
  cache.changes++
  cache.listening = true
}

function notListening(): void {
  cache.listening = false
  cache.starting = null
}

function forgetAll(): void {
  listeningAgain()
  notListening()
}

function keep(key: string, page: { value: unknown; bytes: number }): void {
  drop(key)
  cache.kept.set(key, { ...page, until: performance.now() + KEPT_MS })
  cache.bytes += page.bytes
  for (const oldest of cache.kept.keys()) {
    if (cache.bytes <= MOST_BYTES) break
    drop(oldest)
  }
}

/** A Map keeps its order: the page used last goes to the end, away from the knife. */
function touch(key: string, page: Kept): unknown {
  cache.kept.delete(key)
  cache.kept.set(key, page)
  return page.value
}

function drop(key: string): void {
  cache.bytes -= cache.kept.get(key)?.bytes ?? 0
  cache.kept.delete(key)
}

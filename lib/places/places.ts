// Where networks are, roughly, from a file that the operator gave (PLACES_DATABASE). No address is sent to anybody: it is looked up
// in this process. Without such a file, and for whatever it does not know, there is no place, and nothing else changes.

import { readFile, stat } from 'node:fs/promises'
import ipaddr from 'ipaddr.js'
import { cannotStart } from '#lib/cannot-start.ts'
import { PLACES_RULE } from '#lib/env-fields.ts'
import { type Mmdb, openMmdb } from '#lib/protocol/mmdb.ts'
import { shared } from '#lib/shared.ts'
import { COUNTRY_KEYS, type Place, placeIn } from './place.ts'

const LOOKED_AFTER_EACH_MS = 60_000

/** `seen`: the file that was tried last, by what changes with it; a broken one is not tried and told of each minute. */
const shelf = shared<{ database: Mmdb | null; seen: string }>('places', () => ({ database: null, seen: '' }))

/** Reads the file once, and again when it was replaced. Answers how to end that. */
export async function openPlaces(path: string): Promise<() => void> {
  const opened = await readPlaces(path)
  if ('trouble' in opened) throw cannotStart(`PLACES_DATABASE ${PLACES_RULE}; this one ${opened.trouble}`)
  Object.assign(shelf, opened)
  const timer = setInterval(() => void renewPlaces(path), LOOKED_AFTER_EACH_MS).unref()
  return () => {
    clearInterval(timer)
    Object.assign(shelf, { database: null, seen: '' })
  }
}

/** Takes up the file that stands in the place of the one before. While it cannot be read, the one before stays in use. */
export async function renewPlaces(path: string): Promise<void> {
  const seen = await versionOf(path)
  if (seen === shelf.seen) return
  const opened = seen ? await readPlaces(path) : { seen, trouble: 'is gone' }
  shelf.seen = opened.seen
  if ('trouble' in opened) return console.warn(`PLACES_DATABASE: the file ${opened.trouble}; what was read before stays in use`)
  shelf.database = opened.database
  console.info('PLACES_DATABASE: a new file is in use')
}

/** The place of an address, if it is one of the public internet and the file knows it. */
export function findPlace(ip: string | null): Place | null {
  if (!shelf.database || !ip || !ipaddr.isValid(ip)) return null
  const address = ipaddr.process(ip)
  return address.range() === 'unicast' ? placeIn(shelf.database.find(address.toByteArray())) : null
}

/** Whether there is a file of places, and whom it asks to name beside them. */
export function findPlacesSource(): { credit: Credit | null } | null {
  const type = shelf.database?.type
  return type === undefined ? null : { credit: CREDITS.find(({ types }) => types.test(type))?.credit ?? null }
}

type Credit = { name: string; url: string }

/** CC BY 4.0 and what DB-IP asks for with it; §1 of the GeoLite End User License Agreement. Names, in no language. */
const CREDITS: { types: RegExp; credit: Credit }[] = [
  { types: /^DBIP-.*Lite/i, credit: { name: 'IP Geolocation by DB-IP', url: 'https://db-ip.com/' } },
  { types: /^GeoLite/i, credit: { name: 'GeoLite2 Data created by MaxMind', url: 'https://www.maxmind.com/' } },
]

type Opened = { seen: string; database: Mmdb } | { seen: string; trouble: string }

/** What the file is like is asked first: if it changes while it is read, it is read again. */
async function readPlaces(path: string): Promise<Opened> {
  const seen = await versionOf(path)
  try {
    const bytes = await readFile(path)
    const database = openMmdb(bytes)
    if (!database) return { seen, trouble: 'is of another format, or not whole' }
    return COUNTRY_KEYS.some((key) => bytes.includes(key)) ? { seen, database } : { seen, trouble: 'knows no countries' }
  } catch (trouble) {
    return { seen, trouble: `cannot be read (${trouble instanceof Error && 'code' in trouble ? trouble.code : 'unknown'})` }
  }
}

/** Changes whenever the file is replaced or written to; empty where there is none. */
async function versionOf(path: string): Promise<string> {
  const found = await stat(path).catch(() => null)
  return found ? `${found.dev}:${found.ino}:${found.size}:${found.mtimeMs}` : ''
}

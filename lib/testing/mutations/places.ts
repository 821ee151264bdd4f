import type { Mutant } from './list.ts'

const places = { file: 'lib/places/places.ts', tests: ['lib/places/places.test.ts'] }
const place = { ...places, file: 'lib/places/place.ts' }
const mmdb = { file: 'lib/protocol/mmdb.ts', tests: ['lib/protocol/mmdb.test.ts'] }

/** Places of addresses: what a file of the operator can say, and what it cannot do. */
export const placesOfAddresses: Mutant[] = [
  { ...places, what: 'private addresses have no place', find: "address.range() === 'unicast' ? placeIn(shelf.database.find(address.toByteArray())) : null", replace: 'placeIn(shelf.database.find(address.toByteArray()))' },
  { ...places, what: 'a broken file stops the start', find: "  if ('trouble' in opened) throw cannotStart(`PLACES_DATABASE ${PLACES_RULE}; this one ${opened.trouble}`)\n", replace: '' },
  { ...places, what: 'a file without countries is the wrong one', find: "COUNTRY_KEYS.some((key) => bytes.includes(key)) ? { seen, database } : { seen, trouble: 'knows no countries' }", replace: '{ seen, database }' },
  { ...places, what: 'a broken file takes nothing away', find: "  if ('trouble' in opened) return console", replace: "  if ('trouble' in opened) shelf.database = null\n  if ('trouble' in opened) return console" },
  { ...places, what: 'it is told of once', find: '  shelf.seen = opened.seen\n', replace: '' },
  { ...places, what: 'a new file is looked for', find: '  const timer = setInterval(() => void renewPlaces(path), LOOKED_AFTER_EACH_MS).unref()\n', replace: '  const timer = undefined\n' },
  { ...place, what: 'a name turns no text around', find: '.replace(/[\\p{C}\\p{Z}]+/gu, \' \')', replace: '' },
  { ...place, what: 'a name is short', find: '.slice(0, CITY_MAX_CHARS)', replace: '' },
  { ...place, what: 'a country is a code', find: ' || !/^[A-Z]{2}$/.test(country)', replace: '' },
  { ...mmdb, what: 'a file of IPv4 knows nothing of IPv6', find: '  if (tree.version === 4 && address.length !== 4) return null\n', replace: '' },
  { ...mmdb, what: 'nothing is read beyond the end', find: 'cursor.at > section.length || ', replace: '' },
  { ...mmdb, what: 'a record has so many bytes', find: ' || cursor.left < 0', replace: '' },
  { ...mmdb, what: 'a file that is cut off is not opened', find: '  if (treeBytes + SEPARATOR_BYTES > dataEnd) return null\n', replace: '' },
  { file: 'lib/mail/letters.ts', tests: ['lib/mail/letters.test.ts'], what: 'a warning says where', find: "where && say('place'), ", replace: '' },
  { file: 'lib/worker/mail.ts', tests: ['lib/worker/worker.test.ts'], what: 'it is looked up when the letter is sent', find: ', now, { place })', replace: ', now)' },
]

// Macaroons: tokens whose holder can narrow them offline, but never widen them
// (Birgisson et al., "Macaroons", 2014; libmacaroons' binary format, version 2).
//
//   mintMacaroon     root key, identifier and first caveats → a signed macaroon
//   encodeToken      → `pypi-…`, as a client keeps it
//   parseToken       `pypi-…` → the macaroon, its signature not yet looked at
//   signatureHolds   was it minted with this root key, and only narrowed since?
import { createHmac, timingSafeEqual } from 'node:crypto'
import { TOKEN_MAX_BYTES, TOKEN_MAX_CAVEATS } from '#lib/numbers.ts'
import { err, ok, type Result } from '#lib/result.ts'
import { type Packet, packet, readPackets } from '#lib/protocol/macaroon-packets.ts'

export type Macaroon = { location: string; identifier: string; caveats: string[]; signature: Uint8Array }

export const TOKEN_PREFIX = 'pypi-'
const VERSION = 2
const LOCATION = 1
const IDENTIFIER = 2
const SIGNATURE = 6
const SIGNATURE_BYTES = 32
const END = new Uint8Array([0])

/** A macaroon under `rootKey`: the signature runs from the identifier through each caveat in turn. */
export function mintMacaroon(rootKey: Uint8Array, location: string, identifier: string, caveats: string[]): Macaroon {
  return caveats.reduce(addCaveat, { location, identifier, caveats: [], signature: firstSignature(rootKey, identifier) })
}

/** The same macaroon, narrowed by one more caveat. Needs no key: that is the point of macaroons. */
export function addCaveat(macaroon: Macaroon, caveat: string): Macaroon {
  return { ...macaroon, caveats: [...macaroon.caveats, caveat], signature: hmac(macaroon.signature, caveat) }
}

/** Whether the macaroon was minted with `rootKey` and its caveats are exactly those that were signed. Constant time. */
export function signatureHolds(macaroon: Macaroon, rootKey: Uint8Array): boolean {
  const { location, identifier, caveats, signature } = macaroon
  if (signature.length !== SIGNATURE_BYTES) return false
  return timingSafeEqual(mintMacaroon(rootKey, location, identifier, caveats).signature, signature)
}

/** The string a client keeps: the prefix that leak scanners look for, then unpadded base64url. */
export function encodeToken({ location, identifier, caveats, signature }: Macaroon): string {
  const bytes = Buffer.concat([
    new Uint8Array([VERSION]),
    ...(location === '' ? [] : [packet(LOCATION, location)]),
    packet(IDENTIFIER, identifier),
    END,
    ...caveats.flatMap((caveat) => [packet(IDENTIFIER, caveat), END]),
    END,
    packet(SIGNATURE, signature),
  ])
  return TOKEN_PREFIX + bytes.toString('base64url')
}

/**
 * Reads a token string without trusting it. Only what would be written in the very same way is accepted: a token has no twins,
 * and whatever is out of place in it (another prefix, a third-party caveat, which nobody here could discharge) is refused.
 */
export function parseToken(token: string): Result<Macaroon, 'malformed-token'> {
  if (token.length > TOKEN_MAX_BYTES) return err('malformed-token')
  const bytes = Buffer.from(token.slice(TOKEN_PREFIX.length), 'base64url')
  const packets = bytes[0] === VERSION ? readPackets(bytes.subarray(1)) : null
  const macaroon = packets && assemble(packets)
  const canonical = macaroon && encodeToken(macaroon) === token.replace(/={1,2}$/, '')
  return macaroon && canonical ? ok(macaroon) : err('malformed-token')
}

/** What `[location] identifier END (identifier END)* END signature` would say; whether it stands so, the caller finds out. */
function assemble(packets: Packet[]): Macaroon | null {
  const location = packets.find(({ type }) => type === LOCATION)
  const signature = packets.find(({ type }) => type === SIGNATURE)
  const [identifier, ...caveats] = packets.filter(({ type }) => type === IDENTIFIER).map(({ data }) => text(data))
  if (identifier === undefined || caveats.length > TOKEN_MAX_CAVEATS || signature?.data.length !== SIGNATURE_BYTES) return null
  return { location: location ? text(location.data) : '', identifier, caveats, signature: signature.data }
}

/** The root key is first turned into a key of fixed length, as every macaroon library does. */
const firstSignature = (rootKey: Uint8Array, identifier: string) =>
  hmac(hmac(Buffer.from('macaroons-key-generator'), rootKey), identifier)

const hmac = (key: Uint8Array, message: string | Uint8Array): Uint8Array => createHmac('sha256', key).update(message).digest()

const text = (data: Uint8Array) => Buffer.from(data).toString('utf8')

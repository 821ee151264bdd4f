import { resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import ipaddr from 'ipaddr.js'
import { z } from 'zod'

// One variable each: text in, value out. A message continues "<VARIABLE> …" and never repeats a value, which may be secret.

type Check<T> = (text: string) => T | null

/** A field whose `read` answers null, or throws, for what it cannot accept. */
const readBy = <T>(read: Check<T>, message: string) =>
  z.string().transform((text, context) => {
    const value = attempt(read, text.trim())
    if (value !== null) return value
    context.addIssue({ code: 'custom', message })
    return z.NEVER
  })

function attempt<T>(read: Check<T>, text: string): T | null {
  try {
    return read(text)
  } catch {
    return null
  }
}

const whole = (from: number, to: number, what: string) =>
  readBy((text) => {
    const number = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN
    return number >= from && number <= to ? number : null
  }, `must be ${what} from ${from} to ${to}`)

export const port = whole(1, 65_535, 'a number')
export const minutes = whole(1, 1440, 'a number of minutes')
export const hours = whole(1, 720, 'a number of hours')

/** Under three days nobody would be warned in time (ASVS 5.0 V6.4.4). */
export const recoveryDays = readBy((text) => {
  const days = /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN
  return days === 0 || (days >= 3 && days <= 90) ? days : null
}, 'must be 0 (off) or a number of days from 3 to 90')

export const oneOf = <const T extends readonly string[]>(...words: T) =>
  readBy<T[number]>((text) => words.find((word) => word === text) ?? null, `must be ${words.slice(0, -1).join(', ')} or ${words.at(-1)}`)

export const flag = readBy((text) => ({ true: true, 1: true, false: false, 0: false })[text] ?? null, 'must be true or false')

export const host = readBy(
  (text) => (ipaddr.isValid(text) || /^[a-z0-9.-]+$/i.test(text) ? text : null),
  'must be an address to listen on, e.g. 127.0.0.1 or 0.0.0.0',
)

/** WebAuthn asks for a secure context and a name, not an address, as RP ID; browsers count http://localhost as one. */
export const publicOrigin = readBy(
  (text) => {
    const url = new URL(text)
    const bare = isBare(url)
    const allowed = url.protocol === 'https:' ? !isAddress(url.hostname) : url.protocol === 'http:' && url.hostname === 'localhost'
    return bare && allowed ? url.origin : null
  },
  'must be an origin with a name: https://index.example.org, or http://localhost:3000 (not 127.0.0.1) to try it out',
)

/** Any name will do, or none, where nobody signs in. Without TLS only on this machine, as installers have it. */
export const filesOrigin = readBy((text) => {
  const url = new URL(text)
  const safe = url.protocol === 'https:' || (url.protocol === 'http:' && /^(?:localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname))
  return safe && isBare(url) ? url.origin : null
}, 'must be an origin: https://files.example.org, or http://127.0.0.1:3000 to try it out')

const isBare = (url: URL) => url.pathname === '/' && !url.search && !url.hash && !url.username && !url.password

const isAddress = (hostname: string) => ipaddr.isValid(hostname.replace(/^\[|\]$/g, ''))

export const databaseUrl = readBy(
  (text) => {
    const url = new URL(text)
    return /^postgres(ql)?:$/.test(url.protocol) && url.hostname && url.pathname.length > 1 ? text : null
  },
  'must look like postgres://user:password@host:5432/database',
)

type Place = { kind: 'disk'; dir: string } | { kind: 's3'; bucket: string; prefix: string; endpoint: string | null; region: string }

export const filesUrl = readBy<Place>((text) => {
  if (text.startsWith('file:')) return { kind: 'disk', dir: folderOf(text) }
  const url = new URL(text)
  if (url.protocol !== 's3:' || !url.hostname) return null
  const endpoint = url.searchParams.get('endpoint')
  if (endpoint) void new URL(endpoint)
  const prefix = url.pathname.replace(/^\/|\/$/g, '')
  return { kind: 's3', bucket: url.hostname, prefix, endpoint, region: url.searchParams.get('region') ?? 'us-east-1' }
}, 'must be file:/path/to/folder or s3://bucket/prefix?endpoint=https://…&region=…')

/** `file:./x` and `file:x` are meant from the working folder, which a file URL cannot say. */
const folderOf = (text: string) =>
  text.startsWith('file:/') ? fileURLToPath(text) : fileURLToPath(pathToFileURL(resolve(decodeURI(text.slice('file:'.length)))))

export const smtpUrl = readBy(
  (text) => (/^smtps?:$/.test(new URL(text).protocol) && new URL(text).hostname ? text : null),
  'must look like smtp://user:password@mail.example.org:587',
)

/** Plain HTTP is for a service of one's own: who changes its answers chooses who must change a password. */
export const rangeService = readBy(
  (text) => {
    const url = new URL(text)
    const bare = !url.search && !url.hash && !url.username && !url.password
    return bare && /^https?:$/.test(url.protocol) && url.hostname ? url.href.replace(/\/$/, '') : null
  },
  'must be the address of a range service without query or password, e.g. https://api.pwnedpasswords.com/range',
)

/** What else is wrong with the file is seen when it is opened (places/places.ts). */
export const PLACES_RULE = 'must be a file of places in MMDB format, e.g. /var/lib/GeoIP/GeoLite2-Country.mmdb'

export const placesDatabase = readBy((text) => (/\.mmdb$/i.test(text) ? resolve(text) : null), PLACES_RULE)

export const sender = readBy(
  (text) => (/^(?:[^<>\r\n]*<[^<>\s@]+@[^<>\s@]+>|[^<>\s@]+@[^<>\s@]+)$/.test(text) ? text : null),
  'must be an address, e.g. "Wheelkeep <index@example.org>"',
)

/** As RFC 9116 §2.5.3 has it, a URI: `mailto:` before an address, `https:` as it is. */
export const securityContact = readBy(
  (text) => {
    const address = text.replace(/^mailto:/i, '')
    if (/^[^<>\s"@:/?&%]+@[^<>\s"@:/?&%]+$/.test(address)) return `mailto:${address}`
    const url = new URL(text)
    return url.protocol === 'https:' && !url.username && !url.password ? url.href : null
  },
  'must be a mail address or an https address, e.g. security@example.org',
)

export const siteName = readBy((text) => (/^[^\p{C}<>]{1,60}$/u.test(text) ? text : null), 'must be a name of at most 60 characters')

const RANDOM = "make one with: node -p \"crypto.randomBytes(32).toString('base64')\", or leave it out"
const MAKE_ONE = `${RANDOM} and one is made and kept`

const secretIn = (text: string) => (text.length >= 32 && new Set(text).size >= 12 && !LOOKS_COPIED.test(text) ? text : null)

export const secret = readBy(secretIn, `is too short or not random; ${MAKE_ONE}`)

/** What a program sends in `Authorization: Bearer`: a secret of the characters that RFC 6750 §2.1 allows there. */
export const bearer = readBy((text) => (/^[\w.~+/-]+=*$/.test(text) ? secretIn(text) : null), `is too short, not random, or has other characters than base64; ${RANDOM}`)

const LOOKS_COPIED = /change.?(me|this|it)|example|default|your.?secret|placeholder|0123456789/i

function keyIn(text: string): Buffer | null {
  const bytes = /^[0-9a-f]{64}$/i.test(text) ? Buffer.from(text, 'hex') : Buffer.from(text, 'base64')
  return /^[\w+/=-]+$/.test(text) && bytes.length === 32 && new Set(bytes).size >= 12 ? bytes : null
}

export const key = readBy(keyIn, `must be 32 random bytes in base64 or hex; ${MAKE_ONE}`)

export const keys = readBy((text) => {
  const found = text.split(/[\s,]+/).filter(Boolean).map(keyIn)
  return found.every((one) => one !== null) ? found : null
}, 'must be the SECRETS_KEYs there were before, the newest first, with commas between; leave it out if there was none')

export type Network = ReturnType<typeof ipaddr.parseCIDR>

/** Trusting the whole internet would let every client choose its own address. */
export const networks = readBy<Network[]>((text) => {
  const list = text.split(/[\s,]+/).filter(Boolean).map(networkOf)
  return list.every(([, bits]) => bits > 0) ? list : null
}, 'must be networks of your proxies, e.g. 10.0.0.0/8,192.168.1.5, and not the whole internet')

const networkOf = (text: string): Network =>
  text.includes('/') ? ipaddr.parseCIDR(text) : ipaddr.parseCIDR(`${text}/${ipaddr.parse(text).kind() === 'ipv4' ? 32 : 128}`)

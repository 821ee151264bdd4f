import { generateSync } from 'otplib'
import { expect, test } from 'vitest'
import { isOutOfSync, matchTotpStep, newTotpSecret, totpCode, totpStepAt, totpUri } from '#lib/protocol/totp.ts'

/** RFC 4226 appendix D and RFC 6238 appendix B: ASCII "12345678901234567890". */
const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
const at = (seconds: number) => new Date(seconds * 1000)

test('makes the codes of RFC 4226 appendix D', () => {
  const codes = ['755224', '287082', '359152', '969429', '338314', '254676', '287922', '162583', '399871', '520489']
  expect(codes.map((_, counter) => totpCode(secret, counter))).toEqual(codes)
})

test('accepts the codes of RFC 6238 appendix B, leading zeros and all', () => {
  // The RFC prints eight digits; six-digit codes are their last six.
  const vectors: [number, string][] = [
    [59, '287082'],
    [1111111109, '081804'],
    [1111111111, '050471'],
    [1234567890, '005924'],
    [2000000000, '279037'],
    [20000000000, '353130'],
  ]
  for (const [seconds, code] of vectors) {
    expect(matchTotpStep(secret, code, at(seconds)), `${seconds}`).toBe(Math.floor(seconds / 30))
  }
})

test('the library makes the eight-digit codes of RFC 6238 appendix B with every hash', () => {
  const key = (length: number) => new TextEncoder().encode('1234567890'.repeat(7).slice(0, length))
  const code = (epoch: number, algorithm: 'sha1' | 'sha256' | 'sha512', length: number) =>
    generateSync({ secret: key(length), epoch, algorithm, digits: 8 })
  const vectors: [number, string, string, string][] = [
    [59, '94287082', '46119246', '90693936'],
    [1111111109, '07081804', '68084774', '25091201'],
    [1111111111, '14050471', '67062674', '99943326'],
    [1234567890, '89005924', '91819424', '93441116'],
    [2000000000, '69279037', '90698825', '38618901'],
    [20000000000, '65353130', '77737706', '47863826'],
  ]
  for (const [epoch, sha1, sha256, sha512] of vectors) {
    expect([code(epoch, 'sha1', 20), code(epoch, 'sha256', 32), code(epoch, 'sha512', 64)]).toEqual([sha1, sha256, sha512])
  }
})

test('accepts one step of drift on either side and not two', () => {
  const now = at(1_700_000_010)
  const here = totpStepAt(now)
  const accepted = [-2, -1, 0, 1, 2].map((drift) => matchTotpStep(secret, totpCode(secret, here + drift), now))
  expect(accepted).toEqual([null, here - 1, here, here + 1, null])
})

test('of two steps with one code it names the higher, so that neither can be used again', () => {
  // Found by search: the first step whose code comes again two steps later.
  const step = 153_567
  expect([totpCode(secret, step), totpCode(secret, step + 2)]).toEqual(['468457', '468457'])
  expect(matchTotpStep(secret, '468457', at((step + 1) * 30))).toBe(step + 2)
})

test('forgives spaces and dashes, and nothing else', () => {
  const now = at(59)
  for (const code of ['287082', '287 082', ' 287-082 ', '2 8 7 0 8 2']) expect(matchTotpStep(secret, code, now)).toBe(1)
  const malformed = ['', '28708', '2870822', '287082\n', '287\u00A0082', '２８７０８２', '٢٨٧٠٨٢', '0x1234', '+87082', '28708a', 'e'.repeat(1e5)]
  for (const code of malformed) expect(matchTotpStep(secret, code, now), JSON.stringify(code.slice(0, 20))).toBeNull()
})

test('knows nothing before 1970', () => {
  expect(matchTotpStep(secret, '755224', at(0))).toBe(0)
  expect(matchTotpStep(secret, '755224', at(-3600))).toBeNull()
})

test('tells a wrong clock from a wrong code, from two to ten steps away', () => {
  const now = at(1_700_000_010)
  const here = totpStepAt(now)
  const outOfSync = (drift: number) => isOutOfSync(secret, totpCode(secret, here + drift), now)
  expect([-10, -2, 2, 10].map(outOfSync)).toEqual([true, true, true, true])
  expect([-11, -1, 0, 1, 11].map(outOfSync)).toEqual([false, false, false, false, false])
  expect(isOutOfSync(secret, 'nonsense', now)).toBe(false)
})

test('a new secret has 160 bits and is never the same', () => {
  const secrets = Array.from({ length: 50 }, newTotpSecret)
  expect(new Set(secrets).size).toBe(50)
  for (const made of secrets) expect(made).toMatch(/^[A-Z2-7]{32}$/)
})

test('the address in the QR code is read back by name, and its parameters are ours alone', () => {
  const uri = new URL(totpUri({ issuer: 'Wheel & keep', account: 'ada', secret }))
  expect(decodeURIComponent(uri.pathname)).toBe('/Wheel & keep:ada')
  expect(Object.fromEntries(uri.searchParams)).toEqual({
    secret,
    issuer: 'Wheel & keep',
    algorithm: 'SHA1',
    digits: '6',
    period: '30',
  })
})

test.each(['user&secret=AAAA', 'user?secret=AAAA', 'user#secret=AAAA', 'a/b', "o'neil (1)*!", 'a\nb', '\uD800'])(
  'a name cannot add a parameter: %j',
  (account) => {
    const uri = totpUri({ issuer: account, account, secret })
    expect(uri).toMatch(/^otpauth:\/\/totp\/[\w.~%-]+:[\w.~%-]+\?secret=[A-Z2-7]+&issuer=[\w.~%-]+&algorithm=SHA1&digits=6&period=30$/)
    expect(new URL(uri).searchParams.getAll('secret')).toEqual([secret])
  },
)

test('a name cannot pretend to be an issuer', () => {
  const uri = totpUri({ issuer: 'Wheelkeep', account: 'Bank:ada', secret })
  expect(decodeURIComponent(new URL(uri).pathname)).toBe('/Wheelkeep:Bank ada')
})

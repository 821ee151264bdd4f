import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { TOKEN_MAX_CAVEATS } from '#lib/numbers.ts'
import { addCaveat, encodeToken, mintMacaroon, parseToken, signatureHolds } from '#lib/protocol/macaroon.ts'
import { packet, readPackets } from '#lib/protocol/macaroon-packets.ts'

const key = Buffer.alloc(32, 7)
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const malformed = { ok: false, error: 'malformed-token' }

// PyPI's own encoder, for key 32 × 0x07 and one caveat that names the user "u".
const pypiToken =
  'pypi-AgEIcHlwaS5vcmcCJDBiNmYwZjVlLTAwMDAtNDAwMC04MDAwLTAwMDAwMDAwMDAwMQACB1szLCJ1Il0AAAYgLwa5h375OZEiiRLi4gVli_pgw0AMVNosERYYBzANvo4'
const pypi = () => mintMacaroon(key, 'pypi.org', '0b6f0f5e-0000-4000-8000-000000000001', ['[3,"u"]'])

test("encodes PyPI's token byte for byte", () => {
  expect(encodeToken(pypi())).toBe(pypiToken)
})

test("reads PyPI's token back and finds its signature right", () => {
  const read = parseToken(pypiToken)
  if (!read.ok) throw new Error(read.error)

  expect(read.value).toMatchObject({ location: 'pypi.org', identifier: '0b6f0f5e-0000-4000-8000-000000000001', caveats: ['[3,"u"]'] })
  expect(signatureHolds(read.value, key)).toBe(true)
})

test("signs as libmacaroons' README does, caveat by caveat", () => {
  const secret = Buffer.from('this is our super secret key; only we should know it')
  const plain = mintMacaroon(secret, 'http://mybank/', 'we used our secret key', [])
  const tested = addCaveat(plain, 'test = caveat')
  const counted = addCaveat(tested, 'account = 3735928559')
  const timed = addCaveat(counted, 'time < 2015-01-01T00:00')

  expect([plain, tested, counted, timed].map(({ signature }) => hex(signature))).toEqual([
    'e3d9e02908526c4c0039ae15114115d97fdd68bf2ba379b342aaf0f617d0552f',
    '197bac7a044af33332865b9266e26d493bdd668a660e44d88ce1a998c23dbd67',
    'fd1913f9c2515dbe611bb30cc901b1ac2d4b54ecc1b7f3fcdfae8147700f6b88',
    '9b0389643ade758653bfd49319e807ccee73ec39182185da7ba6233270fe585d',
  ])
  expect(signatureHolds(timed, secret)).toBe(true)
})

test('a caveat that was taken off, changed or moved breaks the signature', () => {
  const two = addCaveat(pypi(), '[0,2,1]')
  expect(signatureHolds({ ...two, caveats: ['[3,"u"]'] }, key)).toBe(false)
  expect(signatureHolds({ ...two, caveats: ['[3,"v"]', '[0,2,1]'] }, key)).toBe(false)
  expect(signatureHolds({ ...two, caveats: ['[0,2,1]', '[3,"u"]'] }, key)).toBe(false)
})

test('another key, a flipped bit and a short signature are refused', () => {
  const flipped = Uint8Array.from(pypi().signature, (byte, index) => (index === 31 ? byte ^ 1 : byte))
  expect(signatureHolds(pypi(), Buffer.alloc(32, 8))).toBe(false)
  expect(signatureHolds({ ...pypi(), signature: flipped }, key)).toBe(false)
  expect(signatureHolds({ ...pypi(), signature: pypi().signature.subarray(0, 31) }, key)).toBe(false)
})

test('padding is tolerated, another spelling of the same bytes is not', () => {
  expect(parseToken(`${pypiToken}=`).ok).toBe(true)
  expect(parseToken(`${pypiToken.slice(0, -1)}5`)).toEqual(malformed) // the last character carries two unused bits
  expect(parseToken(pypiToken.replaceAll('_', '/'))).toEqual(malformed)
  expect(parseToken(`${pypiToken} `)).toEqual(malformed)
  expect(parseToken(pypiToken.replace('pypi-', ''))).toEqual(malformed)
})

const raw = (...parts: Uint8Array[]) => `pypi-${Buffer.concat([Buffer.from([2]), ...parts]).toString('base64url')}`
const end = Buffer.from([0])
const signature = packet(6, Buffer.alloc(32))

test('a third-party caveat, with its verification id, is refused', () => {
  expect(parseToken(raw(packet(2, 'id'), end, packet(2, 'c'), end, end, signature)).ok).toBe(true)
  expect(parseToken(raw(packet(2, 'id'), end, packet(2, 'c'), packet(4, 'vid'), end, end, signature))).toEqual(malformed)
  expect(parseToken(raw(packet(2, 'id'), end, packet(1, 'elsewhere'), packet(2, 'c'), packet(4, 'vid'), end, end, signature))).toEqual(malformed)
})

test('what does not end, ends too early or goes on too long is refused', () => {
  expect(parseToken(raw())).toEqual(malformed)
  expect(parseToken(raw(packet(2, 'id'), end, end))).toEqual(malformed)
  expect(parseToken(raw(end, signature))).toEqual(malformed)
  expect(parseToken(raw(packet(2, 'id'), end, end, signature, end))).toEqual(malformed)
  expect(parseToken(raw(packet(2, 'id'), end, end, packet(6, Buffer.alloc(31))))).toEqual(malformed)
  expect(parseToken(raw(Buffer.from([2, 0x80, 0x80, 0x80, 0x01])))).toEqual(malformed)
  expect(parseToken(raw(Buffer.from([2, 50, 1])))).toEqual(malformed)
  expect(parseToken(raw(packet(2, Buffer.from([0xff])), end, end, signature))).toEqual(malformed)
})

test('packets end within the token', () => {
  expect(readPackets(Buffer.from([2, 1, 7, 0]))).toEqual([{ type: 2, data: Buffer.from([7]) }, { type: 0, data: new Uint8Array() }])
  for (const cut of [[2], [2, 2, 7], [2, 0x80], [0x80, 0x80, 0x80, 1]]) expect(readPackets(Buffer.from(cut))).toBeNull()
})

test('more caveats or bytes than allowed are refused', () => {
  const many = (count: number) => encodeToken(mintMacaroon(key, 'x', 'id', Array<string>(count).fill('[0]')))
  expect(parseToken(many(TOKEN_MAX_CAVEATS)).ok).toBe(true)
  expect(parseToken(many(TOKEN_MAX_CAVEATS + 1))).toEqual(malformed)
  expect(parseToken(encodeToken(mintMacaroon(key, 'x', 'id', ['a'.repeat(8000)])))).toEqual(malformed)
})

test('every macaroon survives the way to text and back', () => {
  const printable = fc.string({ unit: 'grapheme', maxLength: 60 })
  fc.assert(
    fc.property(printable, printable, fc.array(printable, { maxLength: 8 }), (location, identifier, caveats) => {
      const made = mintMacaroon(key, location, identifier, caveats)
      const read = parseToken(encodeToken(made))
      expect(read.ok && { ...read.value, signature: hex(read.value.signature) }).toEqual({ ...made, signature: hex(made.signature) })
    }),
  )
})

test('no bytes make the parser throw, and what it accepts it would write the same', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const read = parseToken(`pypi-${Buffer.from([2, ...bytes]).toString('base64url')}`)
      if (read.ok) expect(encodeToken(read.value)).toBe(`pypi-${Buffer.from([2, ...bytes]).toString('base64url')}`)
    }),
  )
})

test('no change of one character leaves a token valid', () => {
  fc.assert(
    fc.property(fc.nat(pypiToken.length - 6), fc.constantFrom(...'ABCXYZabcxyz019-_'), (at, character) => {
      const changed = pypiToken.slice(0, 5 + at) + character + pypiToken.slice(6 + at)
      const read = parseToken(changed)
      // The location is a hint for people: no signature covers it.
      const moved = read.ok && read.value.location !== 'pypi.org'
      if (changed !== pypiToken && read.ok && !moved) expect(signatureHolds(read.value, key)).toBe(false)
    }),
  )
})

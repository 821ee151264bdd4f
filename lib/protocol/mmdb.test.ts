import { expect, test } from 'vitest'
import { mmdbOf } from '#lib/testing/mmdb.ts'
import { type MmdbValue, mmdbValueAt, openMmdb } from './mmdb.ts'

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex')
const valueIn = (section: Buffer) => mmdbValueAt(section, 0)
const bytesOf = (ip: string) => ip.split('.').map(Number)
const plain = (value: MmdbValue): unknown => (value instanceof Map ? Object.fromEntries([...value].map(([key, inner]) => [key, plain(inner)])) : Array.isArray(value) ? value.map(plain) : value)

// "Payload size" of the specification: 29 and a byte, 285 and two bytes, 65,821 and three.
test.each([['5d 00', 29], ['5d 2a', 71], ['5d ff', 284], ['5e 00 00', 285], ['5e 33 33', 13392]])('the head %s is of a text of %i bytes', (head, size) => {
  expect(valueIn(Buffer.concat([hex(head), Buffer.alloc(size, 'x')]))).toBe('x'.repeat(size))
  expect(valueIn(Buffer.concat([hex(head), Buffer.alloc(size - 1, 'x')]))).toBeNull()
})

test('more than a record has is not read', () => {
  expect(valueIn(Buffer.concat([hex('5f 00 00 00'), Buffer.alloc(65821, 'x')]))).toBeNull()
})

test.each([['20 05', 5], ['23 ff', 1023], ['28 03 c9', 3017], ['2f f7 fb', 524283], ['2f ff ff', 526335], ['30 00 00 00', 526336], ['38 00 00 01 00', 256]])('the pointer %s leads to byte %i', (pointer, at) => {
  const section = Buffer.alloc(at + 3)
  hex(pointer).copy(section)
  section.write('Bhi', at)
  expect(valueIn(section)).toBe('hi')
})

test('each type is read as the specification writes it', () => {
  expect(valueIn(hex('44 e4 ba ba 21'))).toBe('人!')
  expect(valueIn(hex('68 40 09 21 fb 54 44 2d 18'))).toBe(Math.PI)
  expect(valueIn(hex('04 08 3f 8c cc cd'))).toBeCloseTo(1.1)
  expect([hex('a0'), hex('a2 ff 00'), hex('c4 ff ff ff ff'), hex('04 01 ff ff ff ff'), hex('05 02 01 00 00 00 00'), hex('01 03 07')].map(valueIn)).toEqual([0, 65280, 4294967295, -1, 4294967296, 7])
  expect([hex('01 07'), hex('00 07')].map(valueIn)).toEqual([true, false])
  expect(valueIn(hex('82 01 02'))).toEqual(hex('01 02'))
  expect(plain(valueIn(hex('e2 42 65 6e 43 46 6f 6f 42 7a 68 02 04 a1 01 c0')))).toEqual({ en: 'Foo', zh: [1, 0] })
})

test.each([['an empty section', ''], ['a text beyond the end', '45 61'], ['a type that is none', '01 09'], ['a pointer to itself', '20 00'], ['a map of itself', 'e1 41 61 20 00'], ['a pointer beyond the end', '27 ff'], ['ever so many values', '1f 04 ff ff ff']])(
  '%s is nothing', (_, bytes) => { expect(valueIn(hex(bytes))).toBeNull() })

test.each(([24, 28, 32] as const).flatMap((bits) => [[bits, 4], [bits, 6]] as const))('with records of %i bits, in a tree of IPv%i, an address finds the narrowest network it is in', (bits, version) => {
  const found = openMmdb(mmdbOf({ '81.2.69.0/24': { at: 'a' }, '81.2.70.128/25': { at: 'b', again: 'a' }, '1.0.0.1/32': { at: 'c', much: 'x'.repeat(400), pi: 3.5, is: [true, 7] } }, { bits, version, type: 'T' }))
  expect(found?.type).toBe('T')
  const at = (ip: string) => plain(found?.find(bytesOf(ip)) ?? null)
  expect([at('81.2.69.0'), at('81.2.69.255'), at('81.2.70.129')]).toEqual([{ at: 'a' }, { at: 'a' }, { at: 'b', again: 'a' }])
  expect(at('1.0.0.1')).toEqual({ at: 'c', much: 'x'.repeat(400), pi: 3.5, is: [true, 7] })
  expect([at('81.2.70.1'), at('1.0.0.0'), at('1.0.0.2'), at('255.255.255.255')]).toEqual([null, null, null, null])
})

test('IPv6 is found in a tree of IPv6; one of IPv4 knows nothing of it', () => {
  const address = [0x2a, 0x02, 0xa3, ...Array.from({ length: 13 }, () => 0)]
  expect(openMmdb(mmdbOf({ '2a02:a300::/24': 'here' }))?.find(address)).toBe('here')
  // Its first four bytes are no IPv4 address: 42.2.163.0 is in Hong Kong.
  expect(openMmdb(mmdbOf({ '42.2.163.0/24': 'not here' }, { version: 4 }))?.find(address)).toBeNull()
})

test('what is no such file, of another version, or not whole, is not opened', () => {
  const whole = mmdbOf({ '81.2.69.0/24': 'x' })
  const marker = whole.lastIndexOf('MaxMind.com')
  expect([Buffer.alloc(0), Buffer.from('country,iso\n'), hex('1f 8b 08 00'), whole.subarray(0, marker), whole.subarray(100), whole.subarray(0, -5)].map(openMmdb)).toEqual([null, null, null, null, null, null])
  const other = Buffer.from(whole)
  other.writeUInt8(3, whole.indexOf('binary_format_major_version') + 'binary_format_major_version'.length + 4)
  expect(openMmdb(other)).toBeNull()
  expect(openMmdb(Buffer.concat([Buffer.from([1]), whole]))?.type).toBe('GeoLite2-City')
})

test('no damage to a byte does more than lose a record', () => {
  const whole = mmdbOf({ '81.2.69.0/24': { city: { names: { en: 'London' } }, country: { iso_code: 'GB' } }, '2a02:a300::/24': 'x' })
  for (let at = 0; at < whole.length; at++) {
    for (const value of [0, 0x1f, 0x20, 0x3f, 0xff]) {
      const damaged = Buffer.from(whole)
      damaged[at] = value
      expect(() => openMmdb(damaged)?.find([81, 2, 69, 1])).not.toThrow()
    }
  }
})

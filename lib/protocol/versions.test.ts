import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalVersion, compareVersions, hasLocalVersion, isPrerelease, latestVersion, normalizeVersion, parseVersion } from '#lib/protocol/versions.ts'

// The order PEP 440 and the tests of `packaging` give, lowest first.
const IN_ORDER = [
  '1.0.dev456', '1.0a1', '1.0a2.dev456', '1.0a12.dev456', '1.0a12', '1.0b1.dev456', '1.0b2', '1.0b2.post345.dev456', '1.0b2.post345',
  '1.0b2-346', '1.0c1.dev456', '1.0c1', '1.0rc2', '1.0c3', '1.0', '1.0.post456.dev34', '1.0.post456', '1.1.dev1', '1.2+123abc',
  '1.2+123abc456', '1.2+abc', '1.2+abc123', '1.2+abc123def', '1.2+1234.abc', '1.2+123456', '1.2.r32+123456', '1.2.rev33+123456',
  '1!1.0.dev456', '1!1.0a1', '1!1.0', '1!1.0.post456', '1!1.1.dev1', '1!1.2+abc', '1!1.2.rev33+123456',
]

test('versions come in the order of PEP 440, whichever way round they are asked', () => {
  for (const [i, low] of IN_ORDER.entries()) {
    for (const [j, high] of IN_ORDER.entries()) {
      expect(Math.sign(compareVersions(low, high)), `${low} ? ${high}`).toBe(Math.sign(i - j))
    }
  }
})

test.each([
  ['1.0dev', '1.0.dev0'], ['1.0-dev1', '1.0.dev1'], ['1.0DEV', '1.0.dev0'], ['1.0_dev456', '1.0.dev456'], ['1.0a', '1.0a0'],
  ['1.0.ALPHA', '1.0a0'], ['1.0-alpha.2', '1.0a2'], ['1.0-beta', '1.0b0'], ['1.0_c_3', '1.0rc3'], ['1.0.preview7', '1.0rc7'],
  ['1.0pre1', '1.0rc1'], ['1.0-5', '1.0.post5'], ['1.0-r5', '1.0.post5'], ['1.0.REV', '1.0.post0'], ['1.0post', '1.0.post0'],
  ['1.0-0', '1.0.post0'], ['v1.0', '1.0'], ['  v1.0\t\n', '1.0'], ['1.0+AbC', '1.0+abc'], ['1.0+ubuntu-1_01', '1.0+ubuntu.1.1'], ['1.01.002', '1.1.2'],
  ['0!1', '1'], ['00!1.00', '1.0'], ['5!7.1.0rc1.post2.dev3+x', '5!7.1.0rc1.post2.dev3+x'], ['1.0+1e5.0x10', '1.0+1e5.0x10'],
  ['2024.20240101000000000001', '2024.20240101000000000001'],
])('%s is spelled %s', (text, normal) => {
  expect(normalizeVersion(text)).toBe(normal)
})

test.each(['', 'french toast', '1.0+a+', '1.0++', '1.0+_foobar', '1.0+foo&asd', '1.0+1+1', '1..0', '1.', '.1', '1.0.*', '-1', '1!', '1.0\u0661', '１.0', '1.0 a', 'v', 'vv1', '1.0a1b2'])(
  'PEP 440: %j is no version',
  (text) => {
    expect(parseVersion(text)).toBeNull()
    expect(canonicalVersion(text)).toBeNull()
  },
)

test('equal versions share one canonical spelling, so 1.0 and 1.0.0 are one release', () => {
  expect(canonicalVersion('1.0.0')).toBe('1')
  expect(canonicalVersion('1.0')).toBe('1')
  expect(canonicalVersion('0.0')).toBe('0')
  expect(canonicalVersion('1.4.0.0.post1')).toBe('1.4.post1')
  expect(compareVersions('1.0', '1.0.0')).toBe(0)
})

test('numbers too long for a float keep their last digit', () => {
  expect(compareVersions('20240101000000000001', '20240101000000000002')).toBeLessThan(0)
  expect(compareVersions('9', '10')).toBeLessThan(0)
})

test('local versions and pre-releases are told', () => {
  expect(['1.0+abc', '1.0', 'toast+1'].map(hasLocalVersion)).toEqual([true, false, false])
  expect(['1.0a1', '1.0.dev1', '1.0rc1.post1', '1.0.post1', '1.0', 'toast'].map(isPrerelease)).toEqual([true, true, true, false, false, false])
})

test('the latest version is the highest final one that is not yanked, else the next best', () => {
  const release = (version: string, yanked = false) => ({ version, yanked })
  expect(latestVersion([release('1.9'), release('1.10'), release('2.0rc1'), release('3.0', true)])?.version).toBe('1.10')
  expect(latestVersion([release('3.0', true), release('2.0rc1')])?.version).toBe('2.0rc1')
  expect(latestVersion([release('3.0', true), release('2.0', true)])?.version).toBe('3.0')
  expect(latestVersion([])).toBeNull()
})

const number = fc.oneof(fc.nat(3).map(String), fc.constantFrom('00', '010', '99999999999999999999'))
const suffix = fc.constantFrom('', 'a1', 'b', '-rc.2', '.post1', '-3', '.dev1', 'a1.dev2', '.post1.dev3', '+l.1', '+1.l', '+2')
const version = fc.tuple(fc.constantFrom('', '1!', 'v'), fc.array(number, { minLength: 1, maxLength: 4 }), suffix).map(([epoch, release, end]) => epoch + release.join('.') + end)

test('the order is total: antisymmetric, transitive, and equal exactly where the canonical spelling is', () => {
  const any = fc.oneof({ weight: 5, arbitrary: version }, fc.string())
  fc.assert(
    fc.property(any, any, any, (a, b, c) => {
      expect(Math.sign(compareVersions(a, b))).toBe(-Math.sign(compareVersions(b, a)) + 0)
      if (compareVersions(a, b) <= 0 && compareVersions(b, c) <= 0) expect(compareVersions(a, c)).toBeLessThanOrEqual(0)
      expect(compareVersions(a, b) === 0).toBe((canonicalVersion(a) ?? ` ${a}`) === (canonicalVersion(b) ?? ` ${b}`))
    }),
    { numRuns: 2000 },
  )
})

test('the normal spelling is a version that reads back as itself', () => {
  fc.assert(
    fc.property(version, (text) => {
      const normal = normalizeVersion(text)
      expect(normal).not.toBeNull()
      expect(normalizeVersion(normal ?? '')).toBe(normal)
      expect(compareVersions(text, normal ?? '')).toBe(0)
    }),
  )
})

test('no text is too strange or too long', () => {
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...'0123456789.-_+!abcdevpostrl ') }), (text) => void parseVersion(text)))
  for (const piece of ['1.', '1-', '0', 'a', '+a.', '-_.', ' ']) expect(parseVersion(`1${piece.repeat(200_000)}!`)).toBeNull()
})

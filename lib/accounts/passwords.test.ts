import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { hash } from '@node-rs/argon2'
import { expect, test } from 'vitest'
import '#lib/testing/setup.ts'
import { isBreached } from './breaches.ts'
import { commonPasswordCount } from './common-passwords.ts'
import { passwordStrength } from './password-strength.ts'
import { hashNewPassword, hashPassword, needsRehash, refusalOf, verifyPassword } from './passwords.ts'

const context = { siteName: 'Wheelkeep', username: 'mallory', address: 'mal.lory@example.org' }

test.each([
  'correct horse battery staple', 'the quick brown fox', '382910475610293', 'ilovetoplaythecello', 'пароль который длинный',
  'mallory likes to eat fish', 'wheelkeep tower of strength', 'x'.repeat(3) + 'lorem ipsum dolor',
])('%s is accepted: no rule of composition stands in the way', (password) => {
  expect(refusalOf(password, context)).toBeNull()
})

test.each([
  ['fourteen chars', 'password-too-short'],
  ['é'.repeat(14).normalize('NFD'), 'password-too-short'],
  ['🦉🐍🐢🦔🐧🐌🦋🐙', 'password-too-short'],
  [`${'a b'.repeat(85)}cd`, 'password-too-long'],
  ['\u{1F600}\u{1F601}'.repeat(129), 'password-too-long'],
  ['passwordpassword', 'password-common'],
  ['PasswordPassword', 'password-common'],
  ['1qaz2wsx3edc4rfv', 'password-common'],
  ['123456789987654321', 'password-common'],
  ['abcabcabcabcabcabc', 'password-pattern'],
  ['qwertyasdfgzxcvb1', 'password-pattern'],
  ['abcdefghijklmnopq', 'password-pattern'],
  ['98765432109876543', 'password-pattern'],
  ['!@#$%^&*()_+!@#$', 'password-pattern'],
  ['Wheelkeep123456!', 'password-context'],
  ['wh33lk33p-wh33lk33p', 'password-context'],
  ['mallory-password-1', 'password-context'],
  ['lory2026lory2026!!', 'password-context'],
  ['unpaired surrogate \ud800', 'invalid-input'],
  ['fifteen chars \0 and more', 'invalid-input'],
])('%s is refused: %s', (password, refusal) => {
  expect(refusalOf(password, context)).toBe(refusal)
})

test('fifteen and 256 code points are accepted, 14 and 257 are not', () => {
  const text = (length: number) => Array.from({ length }, (_, i) => String.fromCodePoint(0x4e00 + ((i * 7919) % 5000))).join('')
  expect([14, 15, 256, 257].map((n) => refusalOf(text(n), context))).toEqual(['password-too-short', null, null, 'password-too-long'])
})

test('the list has more entries than ASVS asks for', () => {
  expect(commonPasswordCount()).toBeGreaterThanOrEqual(3000)
})

test('a password verifies as it was typed, in either Unicode form, and in no other', async () => {
  const phc = await hashPassword('Grüße an alle Türme')
  expect(phc).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1,keyid=[A-Za-z0-9+/]{8}\$/)
  expect(await verifyPassword(phc, 'Grüße an alle Türme'.normalize('NFD'))).toBe(true)
  for (const wrong of ['grüße an alle türme', ' Grüße an alle Türme', 'Grüße an alle Türme ', 'Grüße an alle Türm', ''])
    expect(await verifyPassword(phc, wrong)).toBe(false)
})

test.each([72, 128, 255])('what comes after %i bytes counts', async (bytes) => {
  const head = 'kx'.repeat(200).slice(0, bytes)
  const phc = await hashPassword(`${head}a`)
  expect(await verifyPassword(phc, `${head}b`)).toBe(false)
  expect(await verifyPassword(phc, `${head}a`)).toBe(true)
})

test('one password never has the same hash twice: a salt of 128 bits stands in each', async () => {
  const [one, two] = [await hashPassword('correct horse battery staple'), await hashPassword('correct horse battery staple')]
  const salt = (phc: string) => Buffer.from(phc.split('$')[4] ?? '', 'base64')
  expect(salt(one)).toHaveLength(16)
  expect(salt(one).equals(salt(two))).toBe(false)
})

test('the hash is of no use without the pepper', async () => {
  const phc = await hash('correct horse battery staple', { memoryCost: 19456, timeCost: 2, parallelism: 1 })
  expect(await verifyPassword(phc, 'correct horse battery staple')).toBe(false)
})

test('without a hash the answer is no, after about the same work', async () => {
  const phc = await hashPassword('correct horse battery staple')
  const time = async (stored: string | null) => {
    const times: number[] = []
    for (let i = 0; i < 9; i++) {
      const start = performance.now()
      expect(await verifyPassword(stored, 'wrong horse battery staple')).toBe(false)
      times.push(performance.now() - start)
    }
    return times.sort((a, b) => a - b)[4] ?? 0
  }
  expect(await time(null)).toBeGreaterThan((await time(phc)) / 4)
})

test('a weaker hash is noticed', async () => {
  expect(needsRehash(await hashPassword('correct horse battery staple'))).toBe(false)
  for (const weak of ['$argon2id$v=19$m=4096,t=3,p=1$c2FsdA$aGFzaA', '$argon2id$v=19$m=19456,t=1,p=1$c2FsdA$aGFzaA', '$2b$12$abc']) expect(needsRehash(weak)).toBe(true)
})

test('a new password is hashed, or refused with the reason', async () => {
  expect(await hashNewPassword('short', context)).toEqual({ ok: false, error: 'password-too-short' })
  const hashed = await hashNewPassword('correct horse battery staple', context)
  expect(hashed.ok && (await verifyPassword(hashed.value, 'correct horse battery staple'))).toBe(true)
})

test('a breached password is found by five digits of its hash; padding and silence let it pass', async () => {
  const sha1 = createHash('sha1').update('correct horse battery staple').digest('hex').toUpperCase()
  const asked: string[] = []
  let body = `${sha1.slice(5)}:7\r\n`
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    response.end(body)
  }).listen(0, '127.0.0.1')
  await new Promise((done) => server.once('listening', done))
  const service = `http://127.0.0.1:${(server.address() as AddressInfo).port}/range`
  expect(await isBreached('correct horse battery staple', 1000, service)).toBe(true)
  expect(asked).toEqual([`/range/${sha1.slice(0, 5)}`])
  expect(await isBreached('another horse battery staple', 1000, service)).toBe(false)
  body = `${sha1.slice(5)}:0\r\n`
  expect(await isBreached('correct horse battery staple', 1000, service)).toBe(false)
  await new Promise((done) => server.close(done))
  expect(await isBreached('correct horse battery staple', 1000, service)).toBe(false)
  expect(await isBreached('correct horse battery staple', 1000, null)).toBe(false)
})

test('the meter knows the rules and the user', () => {
  expect(passwordStrength('short', context)).toMatchObject({ score: 0, refusal: 'password-too-short' })
  expect(passwordStrength('Wheelkeep123456!', context)).toMatchObject({ score: 0, refusal: 'password-context' })
  expect(passwordStrength('correct horse battery staple', context).score).toBeGreaterThanOrEqual(3)
})

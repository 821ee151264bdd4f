import { expect, test } from 'vitest'
import { whileWritesWait } from '#lib/testing/races.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { clearAttempts, type Counted, countAttempt, forgiveAttempt, sweepLimits } from './limits.ts'
import { networkOf } from './network.ts'

useDatabase()
const start = new Date('2026-11-24T12:00:00Z')
const later = (seconds: number) => new Date(start.getTime() + seconds * 1000)

test('the eleventh attempt in five minutes is refused and told how long to wait', async () => {
  const counted: Counted[] = [['passwordPerNetwork', '203.0.113.1']]
  for (let i = 0; i < 10; i++) expect(await countAttempt(counted, start)).toEqual({ allowed: true })
  expect(await countAttempt(counted, later(60))).toEqual({ allowed: false, retryAfterSeconds: 240 })
})

test('a new window begins when the old one is over', async () => {
  const counted: Counted[] = [['passwordPerNetwork', '203.0.113.2']]
  for (let i = 0; i < 11; i++) await countAttempt(counted, start)
  expect(await countAttempt(counted, later(299))).toMatchObject({ allowed: false })
  expect(await countAttempt(counted, later(300))).toEqual({ allowed: true })
})

test('of twenty attempts at once, as many pass as the limit says', async () => {
  const counted: Counted[] = [['secondFactorPerAccount', 'twenty'], ['secondFactorPerNetwork', 'twenty']]
  const all = await whileWritesWait(['rate_limits'], () => Array.from({ length: 20 }, () => countAttempt(counted, start)))
  expect(all.filter((a) => a.allowed)).toHaveLength(5)
})

test('every window of a limit counts', async () => {
  const counted: Counted[] = [['secondFactorPerAccount', 'hourly']]
  for (let i = 0; i < 20; i++) expect(await countAttempt(counted, later(i * 150))).toMatchObject({ allowed: true })
  expect(await countAttempt(counted, later(20 * 150))).toMatchObject({ allowed: false })
})

test('success takes back its own count, or clears the subject', async () => {
  const counted: Counted[] = [['passwordPerNetwork', '203.0.113.3']]
  for (let i = 0; i < 10; i++) await countAttempt(counted, start)
  await forgiveAttempt(counted)
  expect(await countAttempt(counted, start)).toEqual({ allowed: true })
  expect(await countAttempt(counted, start)).toMatchObject({ allowed: false })
  await clearAttempts(counted)
  expect(await countAttempt(counted, start)).toEqual({ allowed: true })
})

test('windows that are over are swept', async () => {
  const counted: Counted[] = [['passwordPerNetwork', '203.0.113.4']]
  for (let i = 0; i < 11; i++) await countAttempt(counted, start)
  await sweepLimits(later(100))
  expect(await countAttempt(counted, later(100))).toMatchObject({ allowed: false })
  await sweepLimits(later(301))
  expect(await countAttempt(counted, later(100))).toEqual({ allowed: true })
})

test('IPv6 is counted by /64, IPv4-mapped addresses as IPv4', () => {
  expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64')
  expect(networkOf('2001:db8:1:2:ffff::1')).toBe(networkOf('2001:db8:1:2::9'))
  expect(networkOf('::ffff:192.0.2.7')).toBe('192.0.2.7')
  expect(networkOf('nonsense')).toBe('unknown')
})

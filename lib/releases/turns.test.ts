import { expect, test } from 'vitest'
import { UPLOADS_AT_ONCE_PER_USER } from '#lib/numbers.ts'
import { inTurn } from './turns.ts'

test('eight uploads of one user run at once; the ninth waits for a place, and others do not wait for it', async () => {
  const ends: (() => void)[] = []
  const running = { now: 0, most: 0 }
  const upload = () => inTurn('arthur', async () => {
    running.most = Math.max(running.most, ++running.now)
    await new Promise<void>((resolve) => ends.push(resolve))
    running.now--
  })
  const all = Array.from({ length: 20 }, upload)
  await settle()
  expect(running.now).toBe(UPLOADS_AT_ONCE_PER_USER)
  expect(await inTurn('merlin', async () => 'served')).toBe('served')

  while (ends.length > 0) {
    ends.shift()?.()
    await settle()
  }
  await Promise.all(all)
  expect(running).toEqual({ now: 0, most: UPLOADS_AT_ONCE_PER_USER })
})

test('an upload that fails gives its place back', async () => {
  for (let n = 0; n < 2 * UPLOADS_AT_ONCE_PER_USER; n++) await expect(inTurn('mordred', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await inTurn('mordred', async () => 'served')).toBe('served')
})

const settle = () => new Promise((resolve) => setImmediate(resolve))

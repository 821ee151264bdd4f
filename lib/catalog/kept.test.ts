import { expect, test, vi } from 'vitest'
import { kept } from '#lib/catalog/kept.ts'
import { useDatabase } from '#lib/testing/setup.ts'

useDatabase()

const at = (second: number) => new Date(Date.parse('2026-11-28T12:00:00Z') + second * 1000)

/** A figure that counts its readings; each takes as long as the clock is told. */
function slowFigure(name: string) {
  let readings = 0
  const clock = vi.spyOn(performance, 'now')
  const read = async () => {
    const before = performance.now()
    clock.mockReturnValue(before + 100)
    return ++readings
  }
  return kept(name, read)
}

test('what takes long is kept for a minute; then the old figure is given while the new one is read', async () => {
  const figure = slowFigure('slow')
  expect(await figure(at(0))).toBe(1)
  expect(await figure(at(59))).toBe(1)
  expect(await figure(at(61))).toBe(1)
  await vi.waitFor(async () => expect(await figure(at(62))).toBe(2))
  vi.restoreAllMocks()
})

test('what is quick is read each time', async () => {
  let readings = 0
  vi.spyOn(performance, 'now').mockReturnValue(0)
  const figure = kept('quick', async () => ++readings)
  expect([await figure(at(0)), await figure(at(0))]).toEqual([1, 2])
  vi.restoreAllMocks()
})

test('many who ask at once are one reading', async () => {
  let readings = 0
  const gate = Promise.withResolvers<void>()
  const figure = kept('crowd', async () => { await gate.promise; return ++readings })
  const crowd = Promise.all(Array.from({ length: 20 }, () => figure(at(0))))
  gate.resolve()
  expect(new Set(await crowd)).toEqual(new Set([1]))
})

test('a reading that fails leaves the old figure, and says so only to those who have none', async () => {
  let fails = false
  const clock = vi.spyOn(performance, 'now')
  const figure = kept('failing', async () => {
    clock.mockReturnValue(performance.now() + 100)
    if (fails) throw new Error('no database')
    return 7
  })
  expect(await figure(at(0))).toBe(7)
  fails = true
  expect(await figure(at(120))).toBe(7)
  expect(await figure(at(121))).toBe(7)
  await expect(kept('failing from the first', async () => { throw new Error('no database') })(at(0))).rejects.toThrow('no database')
  vi.restoreAllMocks()
})

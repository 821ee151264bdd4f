import { spawnSync } from 'node:child_process'
import { expect, test, vi } from 'vitest'
import { inBatches } from '#lib/server/in-batches.ts'

test('lines that come together are written together, in order, after ten milliseconds', () => {
  vi.useFakeTimers()
  const written: string[] = []
  const line = inBatches((text) => written.push(text))
  line('one')
  line('two')
  vi.advanceTimersByTime(9)
  expect(written).toEqual([])
  vi.advanceTimersByTime(1)
  line('three')
  vi.advanceTimersByTime(10)
  expect(written).toEqual(['one\ntwo\n', 'three\n'])
  vi.useRealTimers()
})

test('the last line of a process that ends at once is written', () => {
  const program = `
    const { inBatches } = await import('#lib/server/in-batches.ts')
    inBatches((text) => process.stdout.write(text))('the reason')
    process.exit(1)`
  expect(spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' }).stdout).toBe('the reason\n')
})

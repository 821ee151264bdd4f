import { spawnSync } from 'node:child_process'
import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { inBatches } from '#lib/server/in-batches.ts'

test('the lines of one turn are written together, in order', async () => {
  const written: string[] = []
  const line = inBatches((text) => written.push(text))
  line('one')
  line('two')
  expect(written).toEqual([])
  await turn()
  line('three')
  await turn()
  expect(written).toEqual(['one\ntwo\n', 'three\n'])
})

test('the last line of a process that ends at once is written', () => {
  const program = `
    const { inBatches } = await import('#lib/server/in-batches.ts')
    inBatches((text) => process.stdout.write(text))('the reason')
    process.exit(1)`
  expect(spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' }).stdout).toBe('the reason\n')
})

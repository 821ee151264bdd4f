import { expect, test } from 'vitest'
import { bombFault } from '#lib/protocol/archive-limits.ts'
import { INFLATED_MAX_BYTES, RATIO_JUDGED_FROM_BYTES, RATIO_MAX } from '#lib/numbers.ts'

test('a small archive may be as compressible as it likes', () => {
  expect(bombFault(RATIO_JUDGED_FROM_BYTES, 1)).toBeNull()
  expect(bombFault(RATIO_JUDGED_FROM_BYTES + 1, 1)?.kind).toBe('ratio')
})

test('a large one is held to the ratio', () => {
  const file = RATIO_JUDGED_FROM_BYTES / 8
  expect(bombFault(RATIO_MAX * file, file)).toBeNull()
  expect(bombFault(RATIO_MAX * file + 1, file)?.kind).toBe('ratio')
})

test('none may inflate beyond the limit, whatever its ratio', () => {
  expect(bombFault(INFLATED_MAX_BYTES, INFLATED_MAX_BYTES)).toBeNull()
  expect(bombFault(INFLATED_MAX_BYTES + 1, INFLATED_MAX_BYTES)?.kind).toBe('too-large-inflated')
})

import { INFLATED_MAX_BYTES, RATIO_JUDGED_FROM_BYTES, RATIO_MAX } from '#lib/numbers.ts'

/**
 * Is an archive a bomb, by what it inflates to and the size of the file? Asked of declared sizes before reading and of real
 * ones while reading. Small archives may be as compressible as they like: PyPI's rule, with its numbers.
 */
export function bombFault(inflatedBytes: number, fileBytes: number): { kind: 'too-large-inflated' | 'ratio'; words: string } | null {
  if (inflatedBytes > INFLATED_MAX_BYTES) return { kind: 'too-large-inflated', words: `It expands to more than ${INFLATED_MAX_BYTES} bytes` }
  if (inflatedBytes <= RATIO_JUDGED_FROM_BYTES || inflatedBytes <= RATIO_MAX * fileBytes) return null
  return { kind: 'ratio', words: `It expands to more than ${RATIO_MAX} times the size of the file` }
}

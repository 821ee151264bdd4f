import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import * as numbers from './numbers.ts'

const page = readFileSync(new URL('../docs/limits.md', import.meta.url), 'utf8')
const documented = new Map([...page.matchAll(/^\| (\w+) \| ([^|]+) \|/gm)].map((m) => [m[1] ?? '', (m[2] ?? '').trim()]))

test('docs/limits.md names every number with its value, and no other', () => {
  const { RATES, ...plain } = numbers
  const expected = new Map(Object.entries(plain).map(([name, value]) => [name, String(value)]))
  for (const [name, rates] of Object.entries(RATES)) expected.set(name, rates.map(inWords).join(', '))
  documented.delete('limit')
  documented.delete('rate')
  expect(Object.fromEntries(documented)).toEqual(Object.fromEntries(expected))
})

function inWords({ count, seconds }: numbers.Rate): string {
  if (seconds % 86_400 === 0) return `${count} in ${seconds / 86_400} d`
  if (seconds % 3600 === 0) return `${count} in ${seconds / 3600} h`
  if (seconds % 60 === 0) return `${count} in ${seconds / 60} min`
  return `${count} in ${seconds} s`
}

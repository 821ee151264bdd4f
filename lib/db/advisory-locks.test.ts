import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { ADVISORY_LOCKS } from './advisory-locks.ts'

const lib = resolve(import.meta.dirname, '..')

test('no two locks have one number', () => {
  const numbers = Object.values(ADVISORY_LOCKS)
  expect(new Set(numbers).size).toBe(numbers.length)
})

test('a lock has its number from the list, and each on the list is taken somewhere', () => {
  const sources = readdirSync(lib, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts') && !/advisory-locks(?:\.test)?\.ts$/.test(file))
  const texts = sources.map((file) => [file, readFileSync(join(lib, file), 'utf8')] as const)
  expect(texts.filter(([, text]) => /\b7_?261_?\d{3}\b/.test(text)).map(([file]) => file)).toEqual([])
  const taken = new Set(texts.flatMap(([, text]) => [...text.matchAll(/ADVISORY_LOCKS\.(\w+)/g)].map(([, name]) => name)))
  expect([...taken].toSorted()).toEqual(Object.keys(ADVISORY_LOCKS).toSorted())
})

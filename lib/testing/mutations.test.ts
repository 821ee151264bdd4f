// The list of `npm run mutations` may not rot: each line it takes away is there, once, and each test file it relies on exists.
// Whether the tests notice is what the command itself finds out.

import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { GROUPS } from './mutations/list.ts'

const root = resolve(import.meta.dirname, '../..')
const mutants = Object.values(GROUPS).flat()

test.each(mutants)('$file: $what', ({ file, find, replace, tests }) => {
  expect(readFileSync(join(root, file), 'utf8').split(find), `${find} stands in ${file} once`).toHaveLength(2)
  expect(replace).not.toBe(find)
  expect(tests.filter((path) => !existsSync(join(root, path)))).toEqual([])
  expect(tests.length).toBeGreaterThan(0)
})

// docs/accessibility.md speaks of every criterion, and of tests that are there.

import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'

/** WCAG 2.2, levels A and AA. 4.1.1 is no longer one. */
const A = '1.1.1 1.2.1 1.2.2 1.2.3 1.3.1 1.3.2 1.3.3 1.4.1 1.4.2 2.1.1 2.1.2 2.1.4 2.2.1 2.2.2 2.3.1 2.4.1 2.4.2 2.4.3 2.4.4 2.5.1 2.5.2 2.5.3 2.5.4 3.1.1 3.2.1 3.2.2 3.2.6 3.3.1 3.3.2 3.3.7 4.1.2'
const AA = '1.2.4 1.2.5 1.3.4 1.3.5 1.4.3 1.4.4 1.4.5 1.4.10 1.4.11 1.4.12 1.4.13 2.4.5 2.4.6 2.4.7 2.4.11 2.5.7 2.5.8 3.1.2 3.2.3 3.2.4 3.3.3 3.3.4 3.3.8 4.1.3'

const root = resolve(import.meta.dirname, '..')
const page = readFileSync(join(root, 'docs/accessibility.md'), 'utf8')
const rows = [...page.matchAll(/^\| (\d\.\d\.\d+) \| (A+) \| (.+) \| (.+) \|$/gm)].map(([, number = '', level = '', , heldBy = '']) => ({ number, level, heldBy }))

test.each([['A', A], ['AA', AA]])('each criterion of level %s is there once', (level, numbers) => {
  expect(rows.filter((row) => row.level === level).map(({ number }) => number).toSorted()).toEqual(numbers.split(' ').toSorted())
})

test('each is held by a test that exists, or by hand', () => {
  for (const { number, heldBy } of rows) {
    const files = [...heldBy.matchAll(/`([^`]+)`/g)].map(([, file = '']) => (file.includes('/') ? file : `e2e/${file}`))
    expect(files.length > 0 || heldBy === 'by hand', number).toBe(true)
    for (const file of files) expect(existsSync(join(root, file)), `${number}: ${file}`).toBe(true)
  }
})

import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseLicenseExpression } from '#lib/protocol/licenses.ts'
import spdx from './spdx.json' with { type: 'json' }

const text = (expression: string) => {
  const parsed = parseLicenseExpression(expression)
  return parsed.ok ? parsed.value.text : `refused: ${parsed.error}`
}

// The valid and invalid examples of PEP 639 come first.
test.each([
  ['MIT', 'MIT'],
  ['mit', 'MIT'],
  ['BSD-3-Clause', 'BSD-3-Clause'],
  ['MIT AND (Apache-2.0 OR BSD-2-Clause)', 'MIT AND (Apache-2.0 OR BSD-2-Clause)'],
  ['MIT OR GPL-2.0-or-later OR (FSFUL AND BSD-2-Clause)', 'MIT OR GPL-2.0-or-later OR (FSFUL AND BSD-2-Clause)'],
  ['GPL-3.0-only WITH Classpath-Exception-2.0 OR BSD-3-Clause', 'GPL-3.0-only WITH Classpath-exception-2.0 OR BSD-3-Clause'],
  ['LicenseRef-Special-License OR CC0-1.0 OR Unlicense', 'LicenseRef-Special-License OR CC0-1.0 OR Unlicense'],
  ['LicenseRef-Proprietary', 'LicenseRef-Proprietary'],
  ['licenseref-Own', 'LicenseRef-Own'],
  ['  ( ( mit ) )  and\tzpl-2.1 ', '((MIT)) AND ZPL-2.1'],
  ['gpl-2.0+', 'GPL-2.0+'],
  ['apache-2.0+ or mit', 'Apache-2.0+ OR MIT'],
  ['Use-it-after-midnight', 'refused: unknown-license'],
  ['Apache-2.0 OR 2-BSD-Clause', 'refused: unknown-license'],
  ['LicenseRef-License with spaces', 'refused: unknown-exception'],
  ['LicenseRef-License_with_underscores', 'refused: unknown-license'],
  ['LicenseRef-', 'refused: unknown-license'],
  ['DocumentRef-x:LicenseRef-y', 'refused: unknown-license'],
  ['constructor', 'refused: unknown-license'],
  ['GPL-3.0-only WITH MIT', 'refused: unknown-exception'],
  ['Classpath-exception-2.0', 'refused: unknown-license'],
  ['', 'refused: bad-syntax'],
  ['   ', 'refused: bad-syntax'],
  ['MIT MIT', 'refused: bad-syntax'],
  ['MIT AND', 'refused: bad-syntax'],
  ['AND MIT', 'refused: bad-syntax'],
  ['MIT OR OR MIT', 'refused: bad-syntax'],
  ['(MIT', 'refused: bad-syntax'],
  ['MIT)', 'refused: bad-syntax'],
  [')MIT(', 'refused: bad-syntax'],
  ['()', 'refused: bad-syntax'],
  ['MIT (Apache-2.0)', 'refused: bad-syntax'],
  ['(MIT) WITH Classpath-exception-2.0', 'refused: bad-syntax'],
  ['MIT WITH', 'refused: bad-syntax'],
  ['MIT WITH WITH Classpath-exception-2.0', 'refused: bad-syntax'],
])('%j reads %j', (expression, expected) => {
  expect(text(expression)).toBe(expected)
})

test('every identifier of the list is read in any case', () => {
  for (const id of spdx.licenses) expect(text(id.toUpperCase())).toBe(id)
  for (const id of spdx.exceptions) expect(text(`MIT WITH ${id.toLowerCase()}`)).toBe(`MIT WITH ${id}`)
})

test('the licenses named are listed once each', () => {
  expect(parseLicenseExpression('mit OR Apache-2.0 OR (MIT AND LicenseRef-x)')).toMatchObject({
    ok: true,
    value: { licenses: ['MIT', 'Apache-2.0', 'LicenseRef-x'] },
  })
})

test('no text is too strange, too long or too deep, and what is written reads back as itself', () => {
  const unit = fc.constantFrom('(', ')', ' ', 'mit ', 'AND ', 'or ', 'with ', 'Classpath-exception-2.0 ', 'é', '+')
  fc.assert(
    fc.property(fc.string({ unit }), (expression) => {
      const once = parseLicenseExpression(expression)
      if (once.ok) expect(text(once.value.text)).toBe(once.value.text)
    }),
    { numRuns: 2000 },
  )
  for (const piece of ['(', ')', ' ', 'MIT ', 'MIT AND ', '+']) parseLicenseExpression(`MIT ${piece.repeat(200_000)}`)
})

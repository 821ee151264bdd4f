import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { isSpecifierSet, parseSpecifierSet } from '#lib/protocol/specifiers.ts'

test.each(['>=3.8', '>=3.8,<4', ' >= 3.8 , != 3.9.* ', '~=3.8', '==2.7.*', '===anything@all', '!=1.0+local', '>2.0.post1', '<=1!3.0rc1', '==1.0.dev4', '', ',', '>=3.8,', '>3-1'])(
  '%j is a specifier set',
  (text) => {
    expect(isSpecifierSet(text)).toBe(true)
  },
)

test.each(['3.8', '>=', '=>3.8', '>=3.8.*', '~=3', '>=3.8+local', '~=1.0+local', '==1.0a1.*', '==1.0.*+x', '>=3.8 <4', '>=3.8;', '=== a b', '>=three', '≥3'])('%j is none', (text) => {
  expect(isSpecifierSet(text)).toBe(false)
})

test('each specifier is told apart, as written', () => {
  expect(parseSpecifierSet('>= 3.8, !=3.9.*')).toEqual([
    { operator: '>=', version: '3.8' },
    { operator: '!=', version: '3.9.*' },
  ])
  expect(parseSpecifierSet('===3.8')).toEqual([{ operator: '===', version: '3.8' }])
})

test('no text is too strange or too long', () => {
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...'=<>!~,.*0123+-_aprc ') }), (text) => void parseSpecifierSet(text)))
  for (const piece of ['1.', '1-', '0', 'a', '+a.', '-_.', ' ', '=']) isSpecifierSet(`>=1${piece.repeat(200_000)}!`)
})

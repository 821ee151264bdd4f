import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { confusableName, isProhibitedName, isProjectName, isStandardLibraryName, normalizeName, typedName } from '#lib/protocol/names.ts'

test('PEP 503: every spelling of friendly-bard is one name', () => {
  const spellings = ['friendly-bard', 'Friendly-Bard', 'FRIENDLY-BARD', 'friendly.bard', 'friendly_bard', 'friendly--bard', 'FrIeNdLy-._.-bArD']
  expect(new Set(spellings.map(normalizeName))).toEqual(new Set(['friendly-bard']))
})

test('what is typed for a name may have spaces around and inside, and is not endless', () => {
  expect(['friendly bard', ' Friendly  Bard ', 'friendly_bard', 'friendly\0-bard'].map(typedName)).toEqual(Array.from({ length: 4 }, () => 'friendly-bard'))
  expect(typedName('x'.repeat(10_000))).toHaveLength(255)
})

test('names of ASCII letters and digits with separators inside are project names', () => {
  for (const name of ['A', '0', 'a1', 'zope.interface', 'Foo_Bar', 'a-._-b', '3to2']) expect(isProjectName(name), name).toBe(true)
})

test('nothing else is a project name', () => {
  const refused = ['', '-', '-a', 'a-', '.a', 'a_', 'a b', 'a\n', '\na', 'a/b', '../a', 'é', 'pаypal', '\u017f', 'a\u0000', '\u212a']
  for (const name of refused) expect(isProjectName(name), JSON.stringify(name)).toBe(false)
})

test('look-alikes share one confusable form', () => {
  expect(confusableName('fl-ask')).toBe(confusableName('f1ask'))
  expect(confusableName('FIask')).toBe(confusableName('flask'))
  expect(confusableName('go.ogle')).toBe(confusableName('g00g1e'))
  expect(confusableName('flask')).not.toBe(confusableName('flasks'))
})

test('modules of the standard library are known in every spelling, past and present', () => {
  for (const name of ['json', 'JSON', 'xml', 'xml.etree', 'Xml_Etree', 'abc', 'distutils', 'asyncore', 'ConfigParser', 'tomllib']) {
    expect(isStandardLibraryName(name), name).toBe(true)
  }
  for (const name of ['requests', 'jsonschema', 'xml-etree-extra', 'constructor', '__proto__']) expect(isStandardLibraryName(name), name).toBe(false)
})

test('slips of pip install -r are not for sale', () => {
  expect(isProhibitedName('requirements.txt')).toBe(true)
  expect(isProhibitedName('Requirements-TXT')).toBe(true)
  expect(isProhibitedName('rrequirements.txt')).toBe(true)
  expect(isProhibitedName('requirements')).toBe(false)
})

test('normalizing twice changes nothing, and never changes the confusable form', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'aAlLiIoO01-_.') }), (name) => {
      expect(normalizeName(normalizeName(name))).toBe(normalizeName(name))
      expect(confusableName(normalizeName(name))).toBe(confusableName(name))
    }),
  )
})

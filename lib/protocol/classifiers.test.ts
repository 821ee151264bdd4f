import { expect, test } from 'vitest'
import { CLASSIFIERS, findClassifier } from '#lib/protocol/classifiers.ts'

test('classifiers in use are found exactly as written', () => {
  expect(findClassifier('Programming Language :: Python :: 3')).toEqual({ kind: 'current' })
  expect(findClassifier('programming language :: python :: 3')).toEqual({ kind: 'unknown' })
  expect(findClassifier('Programming Language :: Python :: 3 ')).toEqual({ kind: 'unknown' })
  for (const classifier of CLASSIFIERS) expect(findClassifier(classifier)).toEqual({ kind: 'current' })
})

test('a deprecated classifier names its replacement, if it has one', () => {
  expect(findClassifier('Natural Language :: Ukranian')).toEqual({ kind: 'deprecated', replacements: ['Natural Language :: Ukrainian'] })
  expect(findClassifier('License :: OSI Approved :: Jabber Open Source License')).toEqual({ kind: 'deprecated', replacements: [] })
})

test('private and invented classifiers are none, nor are the names every object has', () => {
  for (const classifier of ['Private :: Do Not Upload', 'constructor', '__proto__', '']) expect(findClassifier(classifier)).toEqual({ kind: 'unknown' })
})

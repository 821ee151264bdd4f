// The signs between words, as each language sets them. A space where a line may break leaves a French question mark alone on the next.

import { expect, test } from 'vitest'
import type { Locale } from './locales.ts'
import { translations } from './translations.ts'
import { leaves } from './tree.ts'

const STRAIGHT_QUOTE = /"/
const WRONG: Partial<Record<Locale, RegExp[]>> = {
  de: [STRAIGHT_QUOTE, /“[^”“]*”/],
  es: [STRAIGHT_QUOTE],
  fr: [STRAIGHT_QUOTE, / [;:?!»](?!\p{L})/u, /« /, /\p{L}'\p{L}/u],
  'pt-BR': [STRAIGHT_QUOTE],
  uk: [STRAIGHT_QUOTE, /\p{L}'\p{L}/u],
  ar: [STRAIGHT_QUOTE, /\p{Script=Arabic}[,;?]/u],
  'zh-Hans': [STRAIGHT_QUOTE, /\p{Script=Han}[,.:;!?]/u],
  ja: [STRAIGHT_QUOTE, /\p{Script=Hiragana}[,.;]/u],
}

/** Code is written as programs read it. */
const withoutCode = (text: string) => text.replace(/<c>.*?<\/c>/g, '')

test.each(Object.entries(WRONG) as [Locale, RegExp[]][])('%s sets its signs as it should', (locale, wrong) => {
  const found = [...leaves(translations[locale])].filter(([, text]) => wrong.some((sign) => sign.test(withoutCode(text))))
  expect(found).toEqual([])
})

test('three dots are one sign', () => {
  expect(Object.values(translations).flatMap((messages) => [...leaves(messages)]).filter(([, text]) => withoutCode(text).includes('...'))).toEqual([])
})

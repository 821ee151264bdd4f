import { expect, test } from 'vitest'
import { chooseLocale } from './choose-locale.ts'
import { locales } from './locales.ts'

test('what was chosen in this browser comes before the account, and that before what the browser asks for', () => {
  expect(chooseLocale({ cookie: 'ar', account: 'en', acceptLanguage: 'en' })).toBe('ar')
  expect(chooseLocale({ cookie: null, account: 'ar', acceptLanguage: 'en' })).toBe('ar')
  expect(chooseLocale({ acceptLanguage: 'ar' })).toBe('ar')
})

test('a language that we do not have is passed over', () => {
  expect(chooseLocale({ cookie: 'xx', account: '../en', acceptLanguage: 'nl, ar;q=0.5' })).toBe('ar')
  expect(chooseLocale({ acceptLanguage: 'nl' })).toBe('en')
  expect(chooseLocale({})).toBe('en')
})

test('of several languages the one with the greatest weight is taken, regions aside', () => {
  expect(chooseLocale({ acceptLanguage: 'en;q=0.4, ar-EG;q=0.9' })).toBe('ar')
  expect(chooseLocale({ acceptLanguage: 'AR, en' })).toBe('ar')
  expect(chooseLocale({ acceptLanguage: 'ar;q=0, en;q=0.1' })).toBe('en')
  expect(chooseLocale({ acceptLanguage: 'ar;q=much, en' })).toBe('en')
})

test('what is no language tag asks for nothing', () => {
  expect(chooseLocale({ acceptLanguage: '*, --, e, ar;q=0.1' })).toBe('ar')
  expect(chooseLocale({ acceptLanguage: 'ar_EG, \u0000, aaaaaaaaaaaaaaaaaaaaaaaa' })).toBe('en')
})

test.each(locales.map(({ code }) => code))('%s is found by itself, in any case and with a region', (code) => {
  const { language } = new Intl.Locale(code)
  for (const acceptLanguage of [code, code.toUpperCase(), language, `${code.replace(/-[A-Z]{2}$/, '')}-AQ`]) {
    expect(chooseLocale({ acceptLanguage }), acceptLanguage).toBe(code)
  }
})

test('another script is another language', () => {
  expect(chooseLocale({ acceptLanguage: 'ar-Latn' })).toBe('en')
  for (const acceptLanguage of ['zh-TW', 'zh-Hant', 'zh-HK']) expect(chooseLocale({ acceptLanguage })).toBe('en')
})

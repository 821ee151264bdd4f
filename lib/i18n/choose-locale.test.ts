import { expect, test } from 'vitest'
import { chooseLocale } from './choose-locale.ts'

test('what was chosen in this browser comes before the account, and that before what the browser asks for', () => {
  expect(chooseLocale({ cookie: 'ar', account: 'en', acceptLanguage: 'en' })).toBe('ar')
  expect(chooseLocale({ cookie: null, account: 'ar', acceptLanguage: 'en' })).toBe('ar')
  expect(chooseLocale({ acceptLanguage: 'ar' })).toBe('ar')
})

test('a language that we do not have is passed over', () => {
  expect(chooseLocale({ cookie: 'xx', account: '../en', acceptLanguage: 'fr, ar;q=0.5' })).toBe('ar')
  expect(chooseLocale({ acceptLanguage: 'fr' })).toBe('en')
  expect(chooseLocale({})).toBe('en')
})

test('of several languages the one with the greatest weight is taken, regions aside', () => {
  expect(chooseLocale({ acceptLanguage: 'en;q=0.4, ar-EG;q=0.9' })).toBe('ar')
  expect(chooseLocale({ acceptLanguage: 'AR, en' })).toBe('ar')
  expect(chooseLocale({ acceptLanguage: 'ar;q=0, en;q=0.1' })).toBe('en')
  expect(chooseLocale({ acceptLanguage: 'ar;q=much, en' })).toBe('en')
})

import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parse, TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser'
import { describe, expect, test } from 'vitest'
import { locales } from './locales.ts'
import { messagesOf } from './messages.ts'
import { translations } from './translations.ts'
import { leaves, type Branch } from './tree.ts'

const { en, ...rest } = translations
const english = new Map(leaves(en))
const others: [string, Branch][] = Object.entries(rest)

test('a language is spoken when its folder is there, and only then', () => {
  const spoken = locales.map(({ code }) => code).toSorted()
  expect(readdirSync(join(import.meta.dirname, 'messages')).toSorted()).toEqual(spoken)
  expect(Object.keys(translations).toSorted()).toEqual(spoken)
})

test.each(locales)('$code is named in itself, and Intl and its script agree on its direction', ({ code, tag, name, dir }) => {
  expect(new Intl.DisplayNames(code, { type: 'language' }).of(code)?.toLowerCase()).toContain(name.toLowerCase().split(' ')[0])
  expect(Intl.DateTimeFormat.supportedLocalesOf(tag)).toEqual([tag])
  expect(['Arab', 'Hebr'].includes(new Intl.Locale(code).maximize().script ?? '')).toBe(dir === 'rtl')
})

test('where a translation is missing, the English sentence stands in', () => {
  expect(Object.keys(messagesOf('ar').ui).sort()).toEqual(Object.keys(en.ui).sort())
  expect(messagesOf('ar').ui.copy).toBe('نسخ')
})

describe.each(others)('%s', (locale, messages) => {
  const translated = new Map(leaves(messages))

  test('has the same sentences as English', () => {
    expect([...translated.keys()].sort()).toEqual([...english.keys()].sort())
  })

  test('leaves no sentence empty', () => {
    expect([...translated].filter(([key, text]) => english.get(key)?.trim() && !text.trim()).map(([key]) => key)).toEqual([])
  })

  test('fills the same blanks and tags in each sentence', () => {
    const wrong = [...translated].filter(([key, text]) => english.has(key) && blanks(text) !== blanks(english.get(key) ?? ''))
    expect(wrong.map(([key]) => key)).toEqual([])
  })

  test('counts in the plural forms of its own grammar', () => {
    const forms = new Intl.PluralRules(locale).resolvedOptions().pluralCategories.toSorted().join(' ')
    const wrong = [...translated].filter(([, text]) => pluralForms(text).some((used) => used !== forms))
    expect(wrong.map(([key]) => key)).toEqual([])
  })
})

test('English counts in one and other', () => {
  const wrong = [...english].filter(([, text]) => pluralForms(text).some((used) => used !== 'one other'))
  expect(wrong.map(([key]) => key)).toEqual([])
})

test('every sentence is used', () => {
  const unused = [...english.keys()].filter((key) => !isUsed(key))
  expect(unused).toEqual([])
})

/** The names of a sentence's blanks and tags, sorted. */
const blanks = (sentence: string): string => [...new Set(elements(parse(sentence)).flatMap((part) => (isNamed(part) ? [part.value] : [])))].sort().join(' ')

/** The plural forms of each plural in a sentence, exact numbers (`=0`) aside. */
const pluralForms = (sentence: string): string[] =>
  elements(parse(sentence)).flatMap((part) =>
    part.type === TYPE.plural && part.pluralType === 'cardinal' ? [Object.keys(part.options).filter((form) => !form.startsWith('=')).sort().join(' ')] : [],
  )

const isNamed = (part: MessageFormatElement): part is Exclude<MessageFormatElement, { type: TYPE.pound }> => part.type !== TYPE.literal && part.type !== TYPE.pound

function elements(parts: MessageFormatElement[]): MessageFormatElement[] {
  return parts.flatMap((part): MessageFormatElement[] => {
    if (part.type === TYPE.plural || part.type === TYPE.select) return [part, ...Object.values(part.options).flatMap((option) => elements(option.value))]
    return part.type === TYPE.tag ? [part, ...elements(part.children)] : [part]
  })
}

const root = resolve(import.meta.dirname, '../..')
const code = ['app', 'components', 'lib']
  .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(root, folder, file)))
  .filter((file) => /\.tsx?$/.test(file) && !file.includes('.test.') && !file.includes('/messages/'))
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n')
const QUOTE = '[\'"`]'
const NAME = '[\\w-]+(?:\\.[\\w-]+)*'
const wordsIn = (pattern: string) => new Set([...code.matchAll(new RegExp(pattern, 'g'))].map((found) => found[1] ?? ''))
/** What stands in quotes, whole; and what stands there before a name that is only known when the code runs. */
const quoted = wordsIn(`${QUOTE}(${NAME})(?=${QUOTE})`)
const opened = wordsIn(`${QUOTE}(${NAME})\\.(?:\\$\\{|')`)

/**
 * A sentence is used where its key, or its end after the group that `useTranslations` was given, stands in quotes; or
 * where its group is read whole (`t.raw('group')`, `words('ns.group')`) or by a name that is only known when it runs.
 */
function isUsed(key: string): boolean {
  const path = key.split('.')
  const ends = (parts: string[]) => parts.map((_, from) => parts.slice(from).join('.'))
  if (ends(path).some((end) => quoted.has(end))) return true
  const groups = path.slice(1, -1).map((_, depth) => path.slice(0, depth + 2))
  return groups.some((group) => ends(group).some((end) => opened.has(end)) || quoted.has(group.join('.')) || quoted.has(group.slice(1).join('.')))
}

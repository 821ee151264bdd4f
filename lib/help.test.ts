// The help speaks of what there is: its commands, variables and limits, and what uploads answer.

import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { CHAPTERS } from '../app/(site)/help/chapters.ts'
import { COMMANDS as TOLD_COMMANDS, VARIABLES } from '../app/(site)/help/operators/names.ts'
import { SAID } from '../app/(site)/help/problems/questions.ts'
import { HELP_CHAPTERS, QUESTIONS } from './help.ts'
import { translations } from './i18n/translations.ts'
import { leaves } from './i18n/tree.ts'
import { COMMANDS } from './server/commands.ts'

const root = resolve(import.meta.dirname, '..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')

test('what refused uploads print is still what they print', () => {
  const protocol = ['caveats', 'metadata-rules', 'filenames', 'archive-problems', 'wheel-record'].map((file) => `lib/protocol/${file}.ts`)
  const sources = ['lib/releases/upload-refusals.ts', 'lib/api/upload.ts', ...protocol].map(read).join('\n')
  for (const line of Object.values(SAID).flat()) expect(sources, line).toContain(line)
})

test('each question has an answer, and each answer a question', () => {
  expect(Object.values(QUESTIONS).flat().toSorted()).toEqual(Object.keys(translations.en.help.problems.answers).toSorted())
})

test('every command of the operator is told of, with what is typed after it', () => {
  expect(TOLD_COMMANDS).toEqual(Object.fromEntries(Object.entries(COMMANDS).map(([name, { words }]) => [name, words.join(' ')])))
})

test('every variable of the operator is told of, alone or beside another', () => {
  const known = [...read('lib/env.ts').matchAll(/^ {2}([A-Z_]+): (?:field|z)\./gm)].map(([, name = '']) => name).filter((name) => name !== 'WHEELKEEP_DEV')
  const told = JSON.stringify(translations.en.helpOperators.settings.variables)
  expect(known.length).toBeGreaterThan(20)
  expect(known.filter((name) => !new RegExp(`\\b${name}\\b`).test(told))).toEqual([])
  expect(VARIABLES.filter((name) => !known.includes(name))).toEqual([])
  expect(Object.keys(translations.en.helpOperators.settings.variables).toSorted()).toEqual(VARIABLES.toSorted())
})

test('the pages are grouped in the order in which they are read', () => {
  expect(CHAPTERS.map(({ slug }) => slug)).toEqual(HELP_CHAPTERS)
})

test('addresses of the help that others have written down stay', () => {
  expect(CHAPTERS.map(({ anchor }) => anchor)).toEqual(expect.arrayContaining(['publish', 'install', 'twoFactor', 'tokens', 'recover']))
})

/** Names and standards with a number in them; everything else comes from lib/numbers.ts or the operator. */
const NAMES = /RFC\s?6238|1Password|2FAS|U2F|FIDO2|Token2|\bS3\b|\b403\b|<c>[^<]*<\/c>|=0/gu
/** The oldest Postgres; the value that turns a setting off; how `reseal` ends. */
const VALUES: Record<string, string[]> = { 'helpOperators.settings.variables.DATABASE_URL': ['15'], 'helpOperators.settings.variables.RECOVERY_DAYS': ['0'], 'helpOperators.keys.reseal.text': ['0'] }

/** Some languages write “two” and “once” with a digit. */
const COUNTED = /^[1-3]$/

test.each(Object.entries(translations))('no limit is typed into the help: %s', (locale, messages) => {
  for (const [key, sentence] of leaves(messages).filter(([key]) => key.startsWith('help'))) {
    const typed = sentence.replace(NAMES, '').match(/\p{Nd}+/gu) ?? []
    expect(locale === 'en' ? typed : typed.filter((number) => !COUNTED.test(number)), key).toEqual(VALUES[key] ?? [])
  }
})

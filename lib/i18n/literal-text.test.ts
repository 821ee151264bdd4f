import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { literalTexts } from './literal-text.ts'

const root = resolve(import.meta.dirname, '../..')
// Specimens are not part of a served index.
const pages = ['app', 'components']
  .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)))
  .filter((file) => file.endsWith('.tsx') && !file.startsWith('app/admin/design/'))

test.each(pages)('%s says nothing of its own', (file) => {
  expect(literalTexts(file, readFileSync(join(root, file), 'utf8'))).toEqual([])
})

test('a sentence between tags, in braces or in an attribute is found with its line', () => {
  const source = "export const A = () => <p title='Close'>\n  Hello {'you'} <img alt={`Picture of ${1}`} /><Tabs tabs={[{ label: 'Files' }]} /></p>"
  expect(literalTexts('a.tsx', source)).toEqual(['line 2: you', 'line 1: Close', 'line 2: Hello', 'line 2: Picture of', 'line 2: Files'])
})

test('commands, class names, signs and messages are not sentences', () => {
  const source = "export const A = ({ t }) => <p className='note' dir='ltr'>· {t('hello')} <code>pip install</code> (<b>{1}</b>)</p>"
  expect(literalTexts('a.tsx', source)).toEqual([])
})

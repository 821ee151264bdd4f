import { createElement as el, type ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { NextIntlClientProvider } from 'next-intl'
import { expect, test } from 'vitest'
import { formats, TIME_ZONE } from '#lib/i18n/formats.ts'
import { messagesOf } from '#lib/i18n/messages.ts'
import { Bars } from './bars.tsx'
import { Checkbox, RadioGroup } from './choice.tsx'
import { CopyButton } from './copy-button.tsx'
import { CodeInput, Field, Select } from './field.tsx'
import { ActionForm } from './form.tsx'
import { FormContext } from './form-context.ts'
import type { FormState } from './form-state.ts'
import { PasswordField } from './password-field.tsx'
import { Checks, Score } from './score.tsx'
import { Steps } from './steps.tsx'
import { Table } from './table.tsx'
import { Time } from './time.tsx'
import { Timeline } from './timeline.tsx'

const html = (node: ReactNode, locale: 'en-GB' | 'ar' = 'en-GB') =>
  renderToStaticMarkup(el(NextIntlClientProvider, { locale, messages: messagesOf(locale === 'ar' ? 'ar' : 'en'), formats, timeZone: TIME_ZONE, children: node }))

const say = (code: string) => `sentence of ${code}`
const within = (state: FormState, children: ReactNode) => html(el(FormContext, { value: { prefix: 'f', state, say }, children }))

test('a field says label, hint, error and input in this order, tied together', () => {
  const field = within({ fields: { name: 'required' } }, el(Field, { name: 'name', label: 'Name', hint: 'Any' }))
  const places = ['Name<', 'Any<', 'sentence of required', '<input'].map((part) => field.indexOf(part))
  expect(places).toEqual([...places].sort((a, b) => a - b))
  expect(field).toContain('for="f-name"')
  expect(field).toContain('aria-describedby="f-name-hint f-name-error"')
  expect(field).toContain('aria-invalid="true"')
})

test('a form shows again what was entered', () => {
  const values = { name: 'Phone', kind: 'b', scope: 'some', keep: 'on' }
  expect(within({ values }, el(Field, { name: 'name', label: 'Name' }))).toContain('value="Phone"')
  expect(within({ values }, el(Select, { name: 'kind', label: 'Kind', options: [{ value: 'a', label: 'A' }, { value: 'b', label: 'B' }] }))).toContain('<option value="b" selected="">')
  expect(within({ values }, el(RadioGroup, { name: 'scope', label: 'Scope', choices: [{ value: 'all', label: 'All' }, { value: 'some', label: 'Some' }] }))).toMatch(/value="some"[^>]*checked=""|checked=""[^>]*value="some"/)
  expect(within({ values }, el(Checkbox, { name: 'keep', label: 'Keep' }))).toContain('checked=""')
})

test('a password and a code are never shown again, even if an action gave them back', () => {
  const values = { password: 'correct horse', code: '482016' }
  const both = within({ values }, [el(PasswordField, { key: 1, name: 'password', label: 'Password' }), el(CodeInput, { key: 2, name: 'code', label: 'Code' })])
  expect(both).not.toContain('correct horse')
  expect(both).not.toContain('482016')
})

test('a code is one field that phones and password managers can fill', () => {
  const code = html(el(CodeInput, { name: 'code', label: 'Code' }))
  expect(code).toContain('inputMode="numeric"')
  expect(code).toContain('autoComplete="one-time-code"')
  expect(code.match(/<input/g)).toHaveLength(1)
})

test('a form leaves judging to the server, whose words are ours', () => {
  expect(html(el(ActionForm, { action: () => ({}), children: null }))).toContain('noValidate=""')
})

test('a table keeps its roles and names its values, for phones', () => {
  const table = html(el(Table, { label: 'Files', columns: [{ label: 'File' }, { label: 'Size' }, { label: 'Actions', hidden: true }], rows: [{ key: 'a', cells: ['a.whl', '1 kB', 'Remove'] }] }))
  for (const role of ['table', 'rowgroup', 'row', 'columnheader', 'rowheader', 'cell']) expect(table).toContain(`role="${role}"`)
  expect(table).toContain('data-label="Size"')
  expect(table).not.toContain('data-label="Actions"')
})

test('colour never speaks alone: an entry to check, an open item and a finished step have their word', () => {
  expect(html(el(Timeline, { label: 'History', entries: [{ key: '1', text: 'Code used', about: 'now', check: 'Check this:' }] }))).toContain('Check this:')
  expect(html(el(Checks, { checks: [{ key: 'a', label: 'A', why: 'W', done: false, state: 'Open' }] }))).toContain('Open: ')
  expect(html(el(Steps, { label: 'Steps', steps: ['One', 'Two'], current: 1 }))).toContain('(done)')
})

test('a score is a figure; its wall has a gap for each open thing and is not read aloud', () => {
  const score = html(el(Score, { title: 'T', done: 4, total: 7, result: '4 of 7', summary: 'S', children: null }))
  expect(score).toContain('4 of 7')
  expect(score.match(/<i class="missing"/g)).toHaveLength(3)
  expect(score).toContain('class="wall" aria-hidden="true"')
})

test('times are exact for machines, say UTC, and write Latin digits in Arabic too', () => {
  const at = new Date('2026-11-24T09:12:00Z')
  expect(html(el(Time, { at }))).toContain('dateTime="2026-11-24T09:12:00.000Z"')
  expect(html(el(Time, { at, look: 'moment' }))).toContain('24 Nov 2026, 09:12 UTC')
  expect(html(el(Time, { at, look: 'recent', now: new Date('2026-11-25T00:01:00Z') }))).toContain('Yesterday, 09:12 UTC')
  expect(html(el(Time, { at }), 'ar')).toContain('24 نوفمبر 2026')
})

test('what needs JavaScript says so to the style sheet, which takes it away', () => {
  expect(html(el(CopyButton, { text: 'x' }))).toContain('needs-script')
})

test('no component writes a style attribute, which the policy would refuse', () => {
  const all = [el(Bars, { key: 1, label: 'Bars', values: [1, 2] }), el(Score, { key: 2, title: 'T', done: 1, total: 1, result: '1', summary: 'S', children: null })]
  expect(html(all)).not.toContain('style=')
})

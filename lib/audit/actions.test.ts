// An action that nothing records promises in ten languages what nobody will ever read.

import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { en } from '#lib/i18n/messages/en/index.ts'
import { AUDIT_ACTIONS } from './actions.ts'

const root = resolve(import.meta.dirname, '../..')
const sources = readdirSync(join(root, 'lib'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !/\.test\.ts$|^testing\/|^audit\/actions\.ts$/.test(file))
/** Questions about the record write nothing into it. */
const code = sources.map((file) => readFileSync(join(root, 'lib', file), 'utf8')).join('\n').replaceAll(/auditEvents\.action, [^)]*\)/g, '')

test.each(AUDIT_ACTIONS)('%s is recorded somewhere', (action) => {
  expect(code).toContain(`'${action}'`)
})

test('each sentence of a history is about an action there is', () => {
  for (const { actions } of [en.account.history, en.projects.history]) expect(AUDIT_ACTIONS).toEqual(expect.arrayContaining(namesIn(actions)))
})

const namesIn = (actions: Record<string, Record<string, string>>) => Object.entries(actions).flatMap(([thing, deeds]) => Object.keys(deeds).map((deed) => `${thing}.${deed}`))

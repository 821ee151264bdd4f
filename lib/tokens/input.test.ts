import { expect, test } from 'vitest'
import { newToken, purposeOf } from '#lib/tokens/input.ts'

const form = { name: 'ci', scope: 'projects', 'project:grail': 'on' }

test('a form that says nothing of it makes a token that publishes and no more', () => {
  expect(newToken.parse(form)).toMatchObject({ purpose: 'publish', actions: ['upload'], scope: ['grail'] })
})

test('a token is made for what was chosen, and for nothing that was not offered', () => {
  expect(newToken.parse({ ...form, purpose: 'install' }).actions).toEqual(['read'])
  expect(newToken.parse({ ...form, purpose: 'both' }).actions).toEqual(['upload', 'read'])
  for (const purpose of ['', 'delete', 'constructor']) {
    expect(newToken.safeParse({ ...form, purpose }).error?.issues).toMatchObject([{ path: ['purpose'], message: 'purpose-required' }])
  }
})

test('what a token may do has the name under which it was made', () => {
  for (const purpose of ['publish', 'install', 'both'] as const) expect(purposeOf(newToken.parse({ ...form, purpose }).actions)).toBe(purpose)
})

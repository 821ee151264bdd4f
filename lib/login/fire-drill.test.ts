import { expect, test } from 'vitest'
import { nowhere } from '#lib/origin.ts'
import { makeUser } from '#lib/testing/factories.ts'
import { giveRecoveryCodes } from '#lib/testing/second-factors.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { tryRecoveryCode } from './fire-drill.ts'

useDatabase()
const now = new Date('2026-11-24T12:00:00Z')
const from = (ip: string) => ({ ...nowhere, ip })
const WRONG = '0000-0000-0000-0000-0000-0000'

test('guesses at the fire drill count: after five wrong ones even a right code has to wait', async () => {
  const user = await makeUser()
  const [code = ''] = await giveRecoveryCodes(user.id, now)
  for (let i = 0; i < 5; i++) expect(await tryRecoveryCode(user.id, WRONG, from('203.0.113.1'), now)).toMatchObject({ ok: false, error: 'wrong-code' })
  expect(await tryRecoveryCode(user.id, code, from('203.0.113.1'), now)).toEqual({ ok: false, error: 'throttled' })
})

test('a right code is not used up and weighs nothing', async () => {
  const user = await makeUser()
  const [code = ''] = await giveRecoveryCodes(user.id, now)
  for (let i = 0; i < 7; i++) expect(await tryRecoveryCode(user.id, code, from('203.0.113.2'), now)).toMatchObject({ ok: true })
})

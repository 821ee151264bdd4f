import { expect, test } from 'vitest'
import { nowhere } from '#lib/origin.ts'
import { makeUser } from '#lib/testing/factories.ts'
import { sideBySide } from '#lib/testing/races.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { confirmRecoveryCode, generateRecoveryCodes } from '#lib/two-factor/recovery-codes.ts'
import { beginSetUp, findFirstUpload, findSetUp, passStep, setUpIsRunning } from './set-up.ts'

useDatabase()
const now = new Date('2026-11-24T12:00:00Z')

test('the path leads to the first step that is neither done nor put off, and ends with the first package', async () => {
  const admin = await makeUser({ isAdmin: true, confirmed: false })
  expect([await setUpIsRunning(), (await findSetUp(admin.id)).current]).toEqual([false, null])
  await beginSetUp(now)
  await beginSetUp(now)
  expect([await setUpIsRunning(), (await findSetUp(admin.id)).current]).toEqual([true, 'address'])

  await passStep('address', 'later', now)
  expect((await findSetUp(admin.id)).steps.slice(0, 2)).toEqual([{ name: 'address', state: 'later' }, { name: 'recovery-codes', state: 'open' }])
  const other = await makeUser({ isAdmin: true })
  const codes = await generateRecoveryCodes(other.id, { publicId: other.id } as never, nowhere, now)
  await confirmRecoveryCode(other.id, codes.ok ? (codes.value[0] ?? '') : '', nowhere, now)
  expect((await findSetUp(other.id)).steps.slice(0, 3).map(({ state }) => state)).toEqual(['done', 'done', 'open'])

  await sideBySide(3, async (n) => passStep((['recovery-codes', 'second-factor', 'site'] as const)[n] ?? 'site', 'later', now))
  expect((await findSetUp(admin.id)).current).toBe('policies')
  await passStep('policies', 'done', now)
  await passStep('first-package', 'later', now)
  expect([await setUpIsRunning(), (await findSetUp(admin.id)).current]).toEqual([true, null])
  await passStep('first-package', 'done', now)
  expect([await setUpIsRunning(), await findFirstUpload(admin.id)]).toEqual([false, null])
})

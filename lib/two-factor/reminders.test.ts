import { expect, test } from 'vitest'
import { makeUser } from '#lib/testing/factories.ts'
import { lettersTo } from '#lib/testing/mailbox.ts'
import { giveTotp } from '#lib/testing/second-factors.ts'
import { nowhere } from '#lib/origin.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { testRecoveryCode } from './recovery-codes.ts'
import { giveRecoveryCodes } from '#lib/testing/second-factors.ts'
import { checkUpDates, remindOfCheckUps } from './reminders.ts'

useDatabase()
const start = new Date('2026-01-01T12:00:00Z')
const onDay = (days: number) => new Date(start.getTime() + days * 86_400_000)
const subjects = async (address: string) => (await lettersTo(address, onDay(400))).filter((mail) => /still there/.test(mail.subject)).length

test('whoever has a factor and did not look at their codes for 90 days is reminded, once in 90 days', async () => {
  const user = await makeUser()
  await giveTotp(user.id, start)
  const address = `${user.username}@example.org`

  await remindOfCheckUps(onDay(89))
  expect(await subjects(address)).toBe(0)
  await remindOfCheckUps(onDay(91))
  await remindOfCheckUps(onDay(92))
  expect(await subjects(address)).toBe(1)
  await remindOfCheckUps(onDay(182))
  expect(await subjects(address)).toBe(2)
})

test('a fire drill counts as a look', async () => {
  const user = await makeUser()
  const [code = ''] = await giveRecoveryCodes(user.id, start)
  await giveTotp(user.id, start)
  await testRecoveryCode(user.id, code, nowhere, onDay(60))
  await remindOfCheckUps(onDay(120))
  expect(await subjects(`${user.username}@example.org`)).toBe(0)
})

test('the day that the check-up page names is the day of the letter', async () => {
  const user = await makeUser()
  expect(await checkUpDates(user.id)).toEqual({ codeTestedAt: null, remindedAt: null, nextAt: null })
  const [code = ''] = await giveRecoveryCodes(user.id, start)
  expect((await checkUpDates(user.id)).nextAt).toBeNull()
  await giveTotp(user.id, start)
  expect((await checkUpDates(user.id)).nextAt).toEqual(onDay(90))
  await testRecoveryCode(user.id, code, nowhere, onDay(60))

  const [justBefore, justAfter] = [-1, 1].map((ms) => new Date(onDay(150).getTime() + ms))
  expect(await checkUpDates(user.id)).toEqual({ codeTestedAt: onDay(60), remindedAt: null, nextAt: onDay(150) })
  await remindOfCheckUps(justBefore ?? start)
  expect((await checkUpDates(user.id)).remindedAt).toBeNull()
  await remindOfCheckUps(justAfter ?? start)
  expect(await checkUpDates(user.id)).toMatchObject({ remindedAt: justAfter, nextAt: new Date(onDay(240).getTime() + 1) })
})

test('nobody without a factor is reminded', async () => {
  const user = await makeUser()
  await giveRecoveryCodes(user.id, start)
  await remindOfCheckUps(onDay(300))
  expect(await subjects(`${user.username}@example.org`)).toBe(0)
})

import { eq } from 'drizzle-orm'
import { afterEach, expect, test } from 'vitest'
import { invite } from '#lib/accounts/invite.ts'
import { register } from '#lib/accounts/registration.ts'
import { db } from '#lib/db/client.ts'
import { auditEvents } from '#lib/db/schema.ts'
import { environment } from '#lib/env.ts'
import { nowhere } from '#lib/origin.ts'
import { makeUser } from '#lib/testing/factories.ts'
import { lettersTo } from '#lib/testing/mailbox.ts'
import { must } from '#lib/testing/second-factors.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { listInvitations, sendInvitation, withdrawInvitation } from './invitations.ts'
import { oneAddress } from './people-input.ts'

useDatabase()
const now = new Date('2026-11-28T12:00:00Z')
const later = (days: number) => new Date(now.getTime() + days * 86_400_000)
const { signUp } = environment()
afterEach(() => void (environment().signUp = signUp))

const join = (token: string, username: string) =>
  register({ username, name: '', email: `${username}@example.org`, password: 'correct horse battery staple', token }, nowhere, later(1))
const tokenFor = async (address: string) => (await lettersTo(address, now)).at(-1)?.token ?? ''

test('an invitation is mailed, listed with who sent it, and lets one person register', async () => {
  environment().signUp = 'invite'
  const admin = await makeUser({ isAdmin: true })
  must(await sendInvitation('New@camelot.example', admin, nowhere, now))
  const token = await tokenFor('New@camelot.example')
  expect(await listInvitations(now)).toEqual([{ address: 'new@camelot.example', by: admin.username, sentAt: expect.any(Date), endsAt: later(7) }])
  expect(await listInvitations(later(7))).toEqual([])
  must(await join(token, 'newcomer'))
  expect(await listInvitations(now)).toEqual([])
  const events = await db().select().from(auditEvents).where(eq(auditEvents.userId, admin.id))
  expect(events.map(({ action, detail }) => [action, detail])).toEqual([['account.invited', { address: 'New@camelot.example' }]])
})

test('the operator’s are listed too, and whoever is invited again has one link', async () => {
  environment().signUp = 'invite'
  const admin = await makeUser({ isAdmin: true })
  await invite(null, 'twice@camelot.example', nowhere, now)
  const first = await tokenFor('twice@camelot.example')
  expect(await listInvitations(now)).toMatchObject([{ by: null }])
  must(await sendInvitation('Twice@camelot.example', admin, nowhere, now))
  const second = await tokenFor('Twice@camelot.example')
  expect(await listInvitations(now)).toMatchObject([{ by: admin.username }])
  expect(await join(first, 'early')).toEqual({ ok: false, error: 'link-invalid' })
  must(await join(second, 'twice'))
})

test('one that was withdrawn opens nothing, and is withdrawn once', async () => {
  environment().signUp = 'invite'
  const [admin, other] = [await makeUser({ isAdmin: true }), await makeUser({ isAdmin: true })]
  must(await sendInvitation('gone@camelot.example', admin, nowhere, now))
  const token = await tokenFor('gone@camelot.example')
  must(await withdrawInvitation('Gone@camelot.example', other, nowhere, now))
  expect(await join(token, 'gone')).toEqual({ ok: false, error: 'link-invalid' })
  expect(await withdrawInvitation('gone@camelot.example', other, nowhere, now)).toEqual({ ok: false, error: 'no-such-invitation' })
  const events = await db().select().from(auditEvents).where(eq(auditEvents.userId, other.id))
  expect(events.map(({ action }) => action)).toEqual(['account.invitation-withdrawn'])
})

test('nobody is invited where sign-up is closed, nor who is here already, nor more than fifty a day', async () => {
  const [admin, known, claimed] = [await makeUser({ isAdmin: true }), await makeUser(), await makeUser({ confirmed: false })]
  environment().signUp = 'closed'
  expect(await sendInvitation('late@camelot.example', admin, nowhere, now)).toEqual({ ok: false, error: 'sign-up-closed' })
  environment().signUp = 'open'
  expect(await sendInvitation(`${known.username.toUpperCase()}@example.org`, admin, nowhere, now)).toEqual({ ok: false, error: 'address-known' })
  must(await sendInvitation(`${claimed.username}@example.org`, admin, nowhere, now))
  for (let n = 1; n < 50; n++) must(await sendInvitation(`many${n}@camelot.example`, admin, nowhere, now))
  expect(await sendInvitation('many50@camelot.example', admin, nowhere, now)).toEqual({ ok: false, error: 'too-many-invitations' })
  expect(oneAddress.safeParse({ email: 'two@x.example, three@x.example' }).success).toBe(false)
})

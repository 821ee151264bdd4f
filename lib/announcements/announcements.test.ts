import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { db } from '#lib/db/client.ts'
import { announcements, auditEvents } from '#lib/db/schema.ts'
import { nowhere } from '#lib/origin.ts'
import { makeUser } from '#lib/testing/factories.ts'
import { sideBySide, whileWritesWait } from '#lib/testing/races.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { findAnnouncement, findBanner, listAnnouncementItems, listAnnouncements } from './announcements.ts'
import { announcementText } from './input.ts'
import { slugOf } from './slug.ts'
import { changeAnnouncement, discardAnnouncement, findForAdmins, publishAnnouncement, withdrawAnnouncement, writeAnnouncement } from './writing.ts'

useDatabase()
const start = new Date('2026-11-24T12:00:00Z')
const days = (n: number) => new Date(start.getTime() + n * 86_400_000)
const text = { title: 'Planned interruption', body: 'On **Friday**.', severity: 'maintenance' as const }

async function draft(of = text) {
  const author = await makeUser({ isAdmin: true })
  return { author, id: await writeAnnouncement(of, author, nowhere, start) }
}
async function published(of = text, at = start) {
  const { author, id } = await draft(of)
  const done = await publishAnnouncement({ id, revision: 1 }, author, nowhere, at)
  if (!done.ok) throw new Error(done.error)
  return { author, id, slug: done.value.slug }
}

test('a draft is nobody’s business until it is published; then it is listed, in the feed, at its address and on record', async () => {
  const { author, id } = await draft({ ...text, title: 'Only once here' })
  expect((await listAnnouncements(1)).found.map((a) => a.id)).not.toContain(id)
  expect(await findAnnouncement('only-once-here')).toBeNull()
  expect(await publishAnnouncement({ id, revision: 1 }, author, nowhere, start)).toEqual({ ok: true, value: { slug: 'only-once-here' } })
  expect((await listAnnouncements(1)).found.map((a) => a.id)).toContain(id)
  expect(await findAnnouncement('only-once-here')).toMatchObject({ id, publishedAt: start })
  expect((await listAnnouncementItems()).map((item) => item.link)).toContain('http://localhost:3000/announcements/only-once-here/')
  const events = await db().select().from(auditEvents).where(eq(auditEvents.userId, author.id)).orderBy(auditEvents.id)
  expect(events.map((e) => [e.action, e.detail.name])).toEqual([['announcement.written', 'Only once here'], ['announcement.published', 'Only once here']])
})

test('a withdrawn announcement leaves list, feed and banner; its address still says what became of it', async () => {
  const { author, id, slug } = await published({ ...text, title: 'Taken back' }, days(0.5))
  expect(await findBanner(days(1))).toMatchObject({ id })
  expect(await withdrawAnnouncement({ id, revision: 2 }, author, nowhere, days(1))).toEqual({ ok: true, value: undefined })
  expect((await findBanner(days(1)))?.id).not.toBe(id)
  expect((await listAnnouncements(1)).found.map((a) => a.id)).not.toContain(id)
  expect((await listAnnouncementItems()).map((item) => item.title)).not.toContain('Taken back')
  expect(await findAnnouncement(slug)).toMatchObject({ withdrawnAt: days(1) })
  expect(await withdrawAnnouncement({ id, revision: 3 }, author, nowhere, days(2))).toEqual({ ok: false, error: 'withdrawn' })
  expect(await changeAnnouncement({ id, revision: 3 }, text, author, nowhere, days(2))).toEqual({ ok: false, error: 'withdrawn' })
})

test('only what is important stands on every page, and for two weeks', async () => {
  await published({ ...text, severity: 'notice' as never }, days(100))
  expect(await findBanner(days(101))).toBeNull()
  const { id } = await published({ ...text, severity: 'security' as never }, days(100))
  expect(await findBanner(days(99))).toBeNull()
  expect(await findBanner(days(113))).toMatchObject({ id, severity: 'security' })
  expect(await findBanner(days(114))).toBeNull()
})

test('who changes an older text than the one that is kept is told so, and nothing is lost', async () => {
  const { author, id } = await published()
  expect(await changeAnnouncement({ id, revision: 2 }, { ...text, body: 'On Monday.' }, author, nowhere, days(1))).toEqual({ ok: true, value: undefined })
  for (const refused of [
    await changeAnnouncement({ id, revision: 2 }, text, author, nowhere, days(1)),
    await withdrawAnnouncement({ id, revision: 2 }, author, nowhere, days(1)),
  ]) expect(refused).toEqual({ ok: false, error: 'changed-meanwhile' })
  expect(await findForAdmins(id)).toMatchObject({ body: 'On Monday.', editedAt: days(1), revision: 3 })
})

test('of twenty who publish one draft at once, one does', async () => {
  const { author, id } = await draft()
  const done = await whileWritesWait(['announcements'], () => Array.from({ length: 20 }, () => publishAnnouncement({ id, revision: 1 }, author, nowhere, start)))
  expect(done.filter((one) => one.ok)).toHaveLength(1)
})

test('twenty announcements of one title, published at once, have twenty addresses', async () => {
  const drafts = await sideBySide(20, () => draft({ ...text, title: 'Same title' }))
  const done = await whileWritesWait(['announcements'], () => drafts.map(({ author, id }) => publishAnnouncement({ id, revision: 1 }, author, nowhere, start)))
  const slugs = done.map((one) => (one.ok ? one.value.slug : one.error)).toSorted()
  expect(slugs).toEqual(['same-title', ...Array.from({ length: 19 }, (_, n) => `same-title-${n + 2}`)].toSorted())
})

test('a draft can be thrown away, what was published cannot', async () => {
  const { author, id } = await draft()
  expect(await discardAnnouncement({ id, revision: 1 }, author, nowhere)).toEqual({ ok: true, value: undefined })
  expect(await findForAdmins(id)).toBeNull()
  const other = await published()
  expect(await discardAnnouncement({ id: other.id, revision: 2 }, other.author, nowhere)).toEqual({ ok: false, error: 'already-published' })
  expect(await publishAnnouncement({ id: other.id, revision: 2 }, other.author, nowhere, start)).toEqual({ ok: false, error: 'already-published' })
  expect(await publishAnnouncement({ id, revision: 1 }, author, nowhere, start)).toEqual({ ok: false, error: 'not-found' })
})

test('ten a page, and as many pages as that takes', async () => {
  await db().delete(announcements)
  expect(await listAnnouncements(1)).toEqual({ found: [], pages: 1 })
  for (let n = 0; n < 11; n++) await published({ ...text, title: `Number ${n}` }, days(n))
  const [first, second] = [await listAnnouncements(1), await listAnnouncements(2)]
  expect([first.pages, first.found.length, first.found[0]?.title]).toEqual([2, 10, 'Number 10'])
  expect(second.found.map((a) => a.title)).toEqual(['Number 0'])
})

test('an address is made of Latin letters and digits, else of the day', () => {
  expect(slugOf('Café Änderung: v2.0!', start)).toBe('cafe-anderung-v2-0')
  expect(slugOf('صيانة مخططة', start)).toBe('2026-11-24')
  expect(slugOf('x'.repeat(200), start)).toHaveLength(60)
})

test('a title is one line; a text has an end', () => {
  const form = { title: ' A title ', body: 'One\r\nTwo', severity: 'notice', intent: 'save' }
  expect(announcementText.parse(form)).toMatchObject({ title: 'A title', body: 'One\nTwo' })
  const refusal = (change: object) => announcementText.safeParse({ ...form, ...change }).error?.issues[0]?.message
  expect(refusal({ title: 'a\nb' })).toBe('title-malformed')
  expect(refusal({ title: 'a\u202eb' })).toBe('title-malformed')
  expect(refusal({ title: 'x'.repeat(121) })).toBe('title-too-long')
  expect(refusal({ title: ' ' })).toBe('required')
  expect(refusal({ body: 'x'.repeat(20_001) })).toBe('body-too-long')
  expect(refusal({ severity: 'joke' })).toBe('required')
})

import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { renderDescription } from '#lib/catalog/readme.ts'
import { renderInThread } from '#lib/markup/in-thread.ts'
import { markupOf } from '#lib/markup/render.ts'
import { db } from '#lib/db/client.ts'
import { renderedDescriptions } from '#lib/db/schema.ts'
import { useDatabase } from '#lib/testing/setup.ts'

useDatabase()

test('a description is rendered once and read from then on', async () => {
  const first = await renderDescription('# Ni!', 'text/markdown; charset=UTF-8; variant=GFM')
  expect(first).toEqual({ kind: 'html', html: '<h2 id="user-content-ni">Ni!</h2>' })
  await db().update(renderedDescriptions).set({ html: '<p>kept</p>' }).where(eq(renderedDescriptions.html, '<h2 id="user-content-ni">Ni!</h2>'))
  expect(await renderDescription('# Ni!', 'text/markdown')).toEqual({ kind: 'html', html: '<p>kept</p>' })
})

test('plain text and unknown types stay text, and nothing is nothing', async () => {
  expect(await renderDescription('# <b>', 'text/plain')).toEqual({ kind: 'text', text: '# <b>', failed: false })
  expect(await renderDescription('x', 'application/evil')).toEqual({ kind: 'text', text: 'x', failed: false })
  expect(await renderDescription(' \n', 'text/markdown')).toBe(null)
})

test('one text in two markups is two documents', async () => {
  const text = '*a* `b`'
  expect(await renderDescription(text, 'text/markdown')).toEqual({ kind: 'html', html: '<p><em>a</em> <code>b</code></p>' })
  expect(await renderDescription(text, 'text/x-rst')).toEqual({ kind: 'html', html: '<p><em>a</em> <em>b</em></p>' })
})

test('what could not be rendered is shown as text, and not tried again', async () => {
  const text = 'a document that failed'
  await renderDescription(text, 'text/markdown')
  await db().update(renderedDescriptions).set({ html: '' }).where(eq(renderedDescriptions.html, `<p>${text}</p>`))
  expect(await renderDescription(text, 'text/markdown')).toEqual({ kind: 'text', text, failed: true })
})

test.each([[null, 'rst'], ['', 'rst'], ['text/x-rst; charset=UTF-8', 'rst'], ['Text/Markdown', 'markdown'], ['text/plain', null], ['text/html', null]])(
  'the content type %s means %s', (type, markup) => {
    expect(markupOf(type)).toBe(markup)
  },
)

test('too long a description is shown as text', async () => {
  const long = 'a'.repeat(1024 * 1024 + 1)
  expect(await renderDescription(long, 'text/markdown')).toEqual({ kind: 'text', text: long, failed: true })
})

test('a document that takes too long is given up, and the process has not waited for it', async () => {
  const endless = `${'['.repeat(60_000)}a${'](b'.repeat(60_000)}`
  let ticks = 0
  const ticking = setInterval(() => ticks++, 20)
  expect(await renderInThread({ markup: 'markdown', text: endless }, 400)).toEqual({ ok: false, error: 'took-too-long' })
  clearInterval(ticking)
  expect(ticks).toBeGreaterThan(3)
})

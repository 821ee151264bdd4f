// Descriptions as visitors see them. Rendered once per text and renderer, in a thread with a time limit, and kept.
import { createHash } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { db } from '#lib/db/client.ts'
import { renderedDescriptions } from '#lib/db/schema.ts'
import { renderSafely } from '#lib/markup/in-thread.ts'
import type { SafeHtml } from '#lib/markup/pipeline.ts'
import { markupOf, RENDERER_VERSION, type Source } from '#lib/markup/render.ts'
import { README_MAX_BYTES } from '#lib/numbers.ts'

export type { SafeHtml } from '#lib/markup/pipeline.ts'

/** HTML to show as it is, or text to show as text: because it is text, or because rendering it failed. */
export type Description = { kind: 'html'; html: SafeHtml } | { kind: 'text'; text: string; failed: boolean }

/** The description of a release; null when it has none. Never throws for what is in it. */
export async function renderDescription(text: string, contentType: string | null): Promise<Description | null> {
  if (text.trim() === '') return null
  const markup = markupOf(contentType)
  if (!markup) return { kind: 'text', text, failed: false }
  if (Buffer.byteLength(text) > README_MAX_BYTES) return { kind: 'text', text, failed: true }

  const html = await keptHtml({ markup, text })
  return html === null ? { kind: 'text', text, failed: true } : { kind: 'html', html }
}

/** An empty text in the table stands for a document that could not be rendered: it is not tried at every visit. */
async function keptHtml(source: Source): Promise<SafeHtml | null> {
  const key = createHash('sha256').update(`${RENDERER_VERSION}|${source.markup}|${source.text}`).digest('hex')
  const [kept] = await db().select().from(renderedDescriptions).where(eq(renderedDescriptions.key, key))
  if (kept) return kept.html === '' ? null : (kept.html as SafeHtml) // it went in through the sanitiser, below

  const html = await renderSafely(source)
  await db().insert(renderedDescriptions).values({ key, html: html.ok ? html.value : '' }).onConflictDoNothing()
  return html.ok ? html.value : null
}

// Descriptions as visitors see them. Rendered once per text and renderer, in a thread with a time limit, and kept.
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { eq } from 'drizzle-orm'
import { db } from '#lib/db/client.ts'
import { renderedDescriptions } from '#lib/db/schema.ts'
import { README_MAX_BYTES } from '#lib/numbers.ts'
import { shared } from '#lib/shared.ts'
import type { SafeHtml } from './readme/pipeline.ts'
import { markupOf, RENDERER_VERSION, type Source } from './readme/render.ts'

export type { SafeHtml } from './readme/pipeline.ts'

/** HTML to show as it is, or text to show as text: because it is text, or because rendering it failed. */
export type Description = { kind: 'html'; html: SafeHtml } | { kind: 'text'; text: string; failed: boolean }

const RENDER_MS = 5000
const MEMORY_MB = 256
const AT_ONCE = 2

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

  const html = await inTurn(() => renderInThread(source, RENDER_MS))
  await db().insert(renderedDescriptions).values({ key, html: html ?? '' }).onConflictDoNothing()
  return html
}

/** The HTML, or null when the thread fails, runs out of memory, or is not done in time. */
export async function renderInThread(source: Source, mostMs: number): Promise<SafeHtml | null> {
  // By path, not by import: a bundler must leave this file to Node, which runs it as it is.
  const file = join(process.cwd(), 'lib/catalog/readme/worker.ts')
  const worker = new Worker(/* turbopackIgnore: true */ file, { workerData: source, resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB } })
  const { promise, resolve } = Promise.withResolvers<SafeHtml | null>()
  worker.once('message', resolve).once('error', () => resolve(null)).once('exit', () => resolve(null))
  const timer = setTimeout(resolve, mostMs, null)
  return promise.finally(() => {
    clearTimeout(timer)
    void worker.terminate()
  })
}

const turns = shared<{ running: number; waiting: (() => void)[] }>('readme-turns', () => ({ running: 0, waiting: [] }))

/** A few at once: many visitors of unrendered pages must not start many threads. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  while (turns.running >= AT_ONCE) await new Promise<void>((resolve) => turns.waiting.push(resolve))
  turns.running++
  try {
    return await work()
  } finally {
    turns.running--
    turns.waiting.shift()?.()
  }
}

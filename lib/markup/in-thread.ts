// Rendering in a thread of its own, with a limit on its time and its memory: descriptions come from strangers.
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { err, ok, type Result } from '#lib/result.ts'
import { shared } from '#lib/shared.ts'
import type { SafeHtml } from './pipeline.ts'
import type { Source } from './render.ts'

export type RenderError = 'failed' | 'took-too-long'

const RENDER_MS = 5000
const MEMORY_MB = 256
const AT_ONCE = 2

/** The HTML of a document, or why there is none; a few documents at once, the others wait their turn. */
export async function renderSafely(source: Source): Promise<Result<SafeHtml, RenderError>> {
  return inTurn(() => renderInThread(source, RENDER_MS))
}

/** The HTML, or why not: the thread failed or ran out of memory, or was not done in time. */
export async function renderInThread(source: Source, mostMs: number): Promise<Result<SafeHtml, RenderError>> {
  // By path, not by import: a bundler must leave this file to Node, which runs it as it is.
  const file = join(process.cwd(), 'lib/markup/worker.ts')
  const worker = new Worker(/* turbopackIgnore: true */ file, { workerData: source, resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB } })
  const { promise, resolve } = Promise.withResolvers<Result<SafeHtml, RenderError>>()
  const fail = () => resolve(err('failed'))
  worker.once('message', (html: SafeHtml) => resolve(ok(html))).once('error', fail).once('exit', fail)
  const timer = setTimeout(() => resolve(err('took-too-long')), mostMs)
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

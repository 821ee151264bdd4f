// Whether a description can be shown at all: PyPI refuses one that cannot, and so is it better known before it is published.

import { createHash } from 'node:crypto'
import { renderSafely } from '#lib/markup/in-thread.ts'
import { type Markup, markupOf } from '#lib/markup/render.ts'
import { README_MAX_BYTES } from '#lib/numbers.ts'
import type { CoreMetadata } from '#lib/protocol/core-metadata.ts'
import type { Problem } from '#lib/protocol/problem.ts'
import { quoted } from '#lib/protocol/problem.ts'
import { shared } from '#lib/shared.ts'

type Described = Pick<CoreMetadata, 'description' | 'descriptionContentType'>

const KEPT_MAX = 1000
/** The files of a release mostly say the same: what was judged once is not rendered for each of them. */
const judged = shared('judged-descriptions', () => new Map<string, boolean>())

/**
 * The problem of a description that its own markup cannot be made of: the renderer fails, or nothing at all comes out of
 * text (reStructuredText of comments alone, as on PyPI). What takes too long, or is too long to be rendered, is shown as
 * text and is none.
 */
export async function descriptionProblems({ description, descriptionContentType: type }: Described): Promise<Problem[]> {
  const markup = markupOf(type)
  if (!markup || !description || description.trim() === '' || Buffer.byteLength(description) > README_MAX_BYTES) return []
  const key = createHash('sha256').update(`${markup}|${description}`).digest('hex')
  const isShown = judged.get(key) ?? (await judge(markup, description, key))
  return isShown ? [] : [failed(type)]
}

async function judge(markup: Markup, text: string, key: string): Promise<boolean> {
  const html = await renderSafely({ markup, text })
  if (!html.ok && html.error === 'took-too-long') return true
  const isShown = html.ok && (html.value !== '' || markup !== 'rst')
  const [oldest] = judged.keys()
  if (judged.size >= KEPT_MAX && oldest !== undefined) judged.delete(oldest)
  judged.set(key, isShown)
  return isShown
}

function failed(type: string | null): Problem {
  const format = type ? `for ${quoted(type)}` : 'in the default format of reStructuredText'
  const cure = type?.includes('markdown') ? 'Simplify it.' : 'Give it text beside comments and settings, or name its format in Description-Content-Type.'
  return { field: 'description', value: '', rule: 'not-rendered', message: `The description failed to render ${format}. ${cure}` }
}

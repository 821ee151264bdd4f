// Whether a description can be shown at all: PyPI refuses one that cannot, and it is better known before it is published.

import { renderSafely } from '#lib/markup/in-thread.ts'
import { markupOf } from '#lib/markup/render.ts'
import { README_MAX_BYTES } from '#lib/numbers.ts'
import type { CoreMetadata } from '#lib/protocol/core-metadata.ts'
import { type Problem, quoted } from '#lib/protocol/problem.ts'

type Described = Pick<CoreMetadata, 'description' | 'descriptionContentType'>

/**
 * The problem of a description of which nothing can be shown: reStructuredText of comments and settings alone, as on PyPI.
 * Only a text without a line of plain text is rendered to find out; what takes too long, or is too long, is shown as text.
 */
export async function descriptionProblems({ description, descriptionContentType: type }: Described): Promise<Problem[]> {
  if (markupOf(type) !== 'rst' || !description || hasPlainLine(description) || Buffer.byteLength(description) > README_MAX_BYTES) return []
  if (description.trim() === '') return []
  const html = await renderSafely({ markup: 'rst', text: description })
  const isShown = html.ok ? html.value !== '' : html.error === 'took-too-long'
  return isShown ? [] : [failed(type)]
}

/** A line at the margin that begins no comment, directive or target: something will be seen of it. */
const hasPlainLine = (text: string) => /^(?!\.\.(?:\s|$)|__\s)\S/m.test(text)

function failed(type: string | null): Problem {
  const format = type ? `for ${quoted(type)}` : 'in the default format of reStructuredText'
  const message = `The description failed to render ${format}. Give it text beside comments and settings, or name its format in Description-Content-Type.`
  return { field: 'description', value: '', rule: 'not-rendered', message }
}

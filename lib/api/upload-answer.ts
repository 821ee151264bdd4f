// The answer to an upload, for three kinds of reader: twine shows the reason phrase, uv the JSON, people the HTML.

import { STATUS_CODES } from 'node:http'
import { escapeMarkup } from '#lib/protocol/escape.ts'
import { negotiate } from '#lib/protocol/media-types.ts'
import type { Refused } from '#lib/releases/upload-refusals.ts'

/** What is said: nothing when all is well, else one sentence and, behind it, every problem with its field. */
export type UploadAnswer = { status: number; message: string; problems: Refused[]; /** Where the help speaks of it. */ help: string | null; headers?: Record<string, string> }
export type Asked = { accept: string | undefined; requestId: string | null }

const REASON_MAX_CHARS = 900
const VALUE_MAX_CHARS = 200
const TOLD_IN_ONE_LINE_MAX = 10

export const plainAnswer = (status: number, message: string): UploadAnswer => ({ status, message, problems: [], help: null })

/** The first refusal gives status and sentence, as PyPI would; the others are listed in the body. */
export function refusalAnswer(problems: Refused[]): UploadAnswer {
  const [first] = problems
  if (!first) throw new Error('A refusal needs a reason.')
  return { status: first.status, message: first.message, problems, help: first.help }
}

/**
 * The sentence, and like PyPI's the address of the help: twine shows nothing else.
 * RFC 9112 §4: no line break may get into the status line. It is Latin-1; what does not fit becomes `?`.
 */
export function reasonPhrase({ status, message, problems, help }: UploadAnswer): string {
  const more = problems.length > 1 ? ` (1 of ${problems.length} problems; the body of this answer lists all)` : ''
  const text = message === '' ? (STATUS_CODES[status] ?? '') : message.slice(0, REASON_MAX_CHARS) + see(help) + more
  return text.replace(/\s+/g, ' ').replace(/[^\x20-\x7e\xa0-\xff]/gu, '?')
}

const see = (help: string | null) => (help === null ? '' : ` See ${help}`)

/** The body in the kind that the client prefers; HTML when it does not care, as PyPI. */
export function answerBody(answer: UploadAnswer, { accept, requestId }: Asked): { type: string; body: string } {
  if (answer.message === '') return { type: 'text/plain; charset=UTF-8', body: '' }
  switch (negotiate(accept, ['text/html', 'application/json', 'text/plain'])) {
    case 'application/json': return { type: 'application/json', body: inJson(answer, requestId) }
    case 'text/plain': return { type: 'text/plain; charset=UTF-8', body: inText(answer, requestId) }
    default: return { type: 'text/html; charset=UTF-8', body: inHtml(answer, requestId) }
  }
}

/** `message`, `code` and `title` as PyPI. uv shows `code` and nothing else, so every problem is in it. */
function inJson({ status, message, problems, help }: UploadAnswer, requestId: string | null): string {
  const told = problems.map((p) => ({ field: p.field, value: short(p.value), rule: p.rule, message: p.message, help: p.help }))
  const others = problems.slice(1, TOLD_IN_ONE_LINE_MAX).map((p) => ` Also: ${p.message}`)
  const left = problems.length > TOLD_IN_ONE_LINE_MAX ? ` And ${problems.length - TOLD_IN_ONE_LINE_MAX} more.` : ''
  const code = `${status} ${message}${see(help)}${others.join('')}${left}`
  return JSON.stringify({ message, code, title: STATUS_CODES[status] ?? '', help, problems: told, request_id: requestId })
}

function inText({ status, message, problems, help }: UploadAnswer, requestId: string | null): string {
  const told = problems.map((p) => `- ${p.field}: ${p.message}${p.value === '' ? '' : ` [${short(p.value)}]`}${see(p.help)}`)
  const where = told.length === 0 && help !== null ? [`See ${help}`] : []
  return [`${status} ${message}`, '', ...told, ...where, ...(requestId ? ['', `Request id: ${requestId}`] : []), ''].join('\n')
}

function inHtml({ status, message, problems, help }: UploadAnswer, requestId: string | null): string {
  const title = escapeMarkup(`${status} ${message}`)
  const told = problems.map((p) => {
    const value = p.value === '' ? '' : ` <code>${escapeMarkup(short(p.value))}</code>`
    return `   <li><b>${escapeMarkup(p.field)}</b>: ${escapeMarkup(p.message)}${value}${p.help === null ? '' : ` ${link(p.help)}`}</li>\n`
  })
  const where = help === null ? '' : `  <p>${link(help)}</p>\n`
  const list = told.length > 0 ? `  <ul>\n${told.join('')}  </ul>\n` : where
  const id = requestId ? `  <p>Request id: ${escapeMarkup(requestId)}</p>\n` : ''
  return `<!doctype html>\n<html lang="en">\n <head>\n  <title>${title}</title>\n </head>\n <body>\n  <h1>${title}</h1>\n${list}${id} </body>\n</html>\n`
}

const link = (address: string) => `<a href="${escapeMarkup(address)}">${escapeMarkup(address)}</a>`
const short = (value: string) => (value.length > VALUE_MAX_CHARS ? `${value.slice(0, VALUE_MAX_CHARS)}…` : value)

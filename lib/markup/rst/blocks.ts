// The blocks of reStructuredText, as far as descriptions use them. Each reader looks at the line it is given and
// answers what it made of it and where it stopped, or null when the line is none of its business.
import type { ElementContent } from 'hast'
import { el, text } from '../nodes.ts'
import { type Context, DEPTH_MAX } from './context.ts'
import { explicitMarkup } from './explicit.ts'
import { inline } from './inline.ts'
import { adornment, dedent, indentOf, isBlank, takeIndented, takeParagraph } from './lines.ts'
import { bulletList, definitionList, enumeratedList, fieldList, optionList } from './lists.ts'
import { gridTable } from './grid-table.ts'
import { simpleTable } from './simple-table.ts'
import { title } from './titles.ts'

export type Read = { nodes: ElementContent[]; next: number }
export type Reader = (lines: string[], at: number, context: Context) => Read | null

/** All blocks of a stretch of lines. */
export function blocks(lines: string[], context: Context): ElementContent[] {
  if (context.depth >= DEPTH_MAX) return [el('pre', [lines.join('\n')])]
  context.depth++
  const nodes: ElementContent[] = []
  for (let at = 0; at < lines.length; ) {
    const read = isBlank(lines[at]) ? { nodes: [], next: at + 1 } : readBlock(lines, at, context)
    nodes.push(...read.nodes)
    at = Math.max(read.next, at + 1)
  }
  context.depth--
  return nodes
}

const READERS: Reader[] = [
  blockQuote, explicitMarkup, anonymousTarget, title, transition, gridTable, simpleTable, bulletList, enumeratedList, fieldList, optionList,
  lineBlock, doctest, definitionList,
]

function readBlock(lines: string[], at: number, context: Context): Read {
  for (const reader of READERS) {
    const read = reader(lines, at, context)
    if (read) return read
  }
  return paragraph(lines, at, context)
}

/** A paragraph; after one that ends in `::` comes a literal block. */
function paragraph(lines: string[], at: number, context: Context): Read {
  const { body, next } = takeParagraph(lines, at)
  const source = body.map((line) => line.trim()).join('\n')
  if (!/(^|[^\\])::$/.test(source)) return { nodes: [el('p', inline(source, context))], next }

  const shown = source === '::' ? '' : /\s::$/.test(source) ? source.slice(0, -2).trimEnd() : source.slice(0, -1)
  const literal = literalBlock(lines, next)
  return { nodes: [...(shown === '' ? [] : [el('p', inline(shown, context))]), ...literal.nodes], next: literal.next }
}

/** Indented, or each line begun with the same punctuation. */
export function literalBlock(lines: string[], from: number): Read {
  let at = from
  while (at < lines.length && isBlank(lines[at])) at++
  const first = lines[at]
  if (first === undefined) return { nodes: [], next: at }
  if (indentOf(first) > 0) {
    const { body, next } = takeIndented(lines, at)
    return { nodes: [codeBlock(dedent(body))], next }
  }
  const { body, next } = takeParagraph(lines, at)
  const quoted = /^[!-/:-@[-`{-~]/.test(first) && body.every((line) => line[0] === first[0])
  return quoted ? { nodes: [codeBlock(body)], next } : { nodes: [], next: from }
}

/** Lines of code, in the language named. */
export function codeBlock(lines: string[], language = ''): ElementContent {
  const className = /^[\w+-]{1,30}$/.test(language) ? [`language-${language.toLowerCase()}`] : []
  return el('pre', [el('code', [text(`${lines.join('\n')}\n`)], className.length > 0 ? { className } : {})])
}

function blockQuote(lines: string[], at: number, context: Context): Read | null {
  if (indentOf(lines[at] ?? '') === 0) return null
  const { body, next } = takeIndented(lines, at)
  return { nodes: [el('blockquote', blocks(dedent(body), context))], next }
}

function anonymousTarget(lines: string[], at: number): Read | null {
  return /^__\s+\S/.test(lines[at] ?? '') ? { nodes: [], next: at + 1 } : null
}

function transition(lines: string[], at: number): Read | null {
  const line = lines[at] ?? ''
  return adornment(line) !== null && line.trim().length >= 4 && isBlank(lines[at + 1]) ? { nodes: [el('hr', [])], next: at + 1 } : null
}

/** Lines that begin with `| ` are broken where their author broke them. */
function lineBlock(lines: string[], at: number, context: Context): Read | null {
  if (!/^\|(\s|$)/.test(lines[at] ?? '')) return null
  const { body, next } = takeParagraph(lines, at)
  const items: string[] = []
  for (const line of body) {
    if (/^\|(\s|$)/.test(line)) items.push(line.slice(1).trim())
    else items.push(`${items.pop() ?? ''} ${line.trim()}`)
  }
  const nodes = items.flatMap((line, index) => [...(index > 0 ? [el('br', [])] : []), ...inline(line, context)])
  return { nodes: [el('p', nodes)], next }
}

function doctest(lines: string[], at: number): Read | null {
  if (!/^>>>(\s|$)/.test(lines[at] ?? '')) return null
  const { body, next } = takeParagraph(lines, at)
  return { nodes: [codeBlock(body, 'python')], next }
}

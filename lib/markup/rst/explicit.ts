// Explicit markup: lines that begin with `..`. Footnotes, targets, directives; all else is a comment.
import { el } from '../nodes.ts'
import { blocks, type Read } from './blocks.ts'
import { type Context, idOf } from './context.ts'
import { directive } from './directives.ts'
import { dedent, isBlank, takeIndented } from './lines.ts'

const FOOTNOTE = /^\.\. \[(\d+|#[\w-]*|\*|[A-Za-z][\w.-]*)\]\s*(.*)$/
const INTERNAL_TARGET = /^\.\. _(?:`([^`]+)`|([^:]+)):\s*$/
const DIRECTIVE = /^\.\. ([A-Za-z][\w:+.-]*?)\s?::(?:\s+(.*))?$/

export function explicitMarkup(lines: string[], at: number, context: Context): Read | null {
  const line = (lines[at] ?? '').trimEnd()
  if (line !== '..' && !line.startsWith('.. ')) return null
  // `..` with nothing below it ends what came before, and comments out nothing.
  if (line === '..' && isBlank(lines[at + 1])) return { nodes: [], next: at + 1 }
  const { body, next } = takeIndented(lines, at + 1)

  const [, label, note] = FOOTNOTE.exec(line) ?? []
  if (label !== undefined) return { nodes: [footnote(label, [note ?? '', ...dedent(body)], context)], next }
  const [, name, argument = ''] = DIRECTIVE.exec(line) ?? []
  if (name !== undefined) return { nodes: directive({ name: name.toLowerCase(), argument, body: dedent(body), source: [line, ...body] }, context), next }
  const [, quoted, plain] = INTERNAL_TARGET.exec(line) ?? []
  const target = quoted ?? plain
  return target === undefined || body.length > 0 ? { nodes: [], next } : { nodes: [el('span', [], { id: idOf(target) })], next: at + 1 }
}

function footnote(label: string, lines: string[], context: Context) {
  return el('div', [el('p', [el('sup', [`[${label.replace('#', '')}]`])]), ...blocks(lines, context)], { id: `footnote-${idOf(label)}` })
}

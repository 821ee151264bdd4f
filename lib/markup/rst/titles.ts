import { el } from '../nodes.ts'
import type { Read } from './blocks.ts'
import { type Context, idOf } from './context.ts'
import { inline } from './inline.ts'
import { adornment, indentOf, isBlank } from './lines.ts'

/** A title under a line of punctuation, or between two. Levels go by the order in which the styles first appear. */
export function title(lines: string[], at: number, context: Context): Read | null {
  const [first = '', second = '', third] = lines.slice(at, at + 3)
  const over = adornment(first)
  if (over !== null && over === adornment(third) && !isBlank(second) && isLongEnough(first, second)) return heading(second, `${over}${over}`, at + 3, context)
  const under = adornment(second)
  if (under === null || indentOf(first) > 0 || !isLongEnough(second, first)) return null
  return heading(first, under, at + 2, context)
}

/** A short line under a long one is a line of text, not of a title. */
const isLongEnough = (line: string, shown: string) => line.trim().length >= Math.min(4, shown.trim().length)

function heading(source: string, style: string, next: number, context: Context): Read {
  if (!context.titleStyles.includes(style)) context.titleStyles.push(style)
  const level = Math.min(6, context.titleStyles.indexOf(style) + 1)
  return { nodes: [el(`h${level}`, inline(source.trim(), context), { id: idOf(source) })], next }
}

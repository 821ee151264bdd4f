import type { Element, ElementContent } from 'hast'
import { el } from '../nodes.ts'
import { blocks } from './blocks.ts'
import type { Context } from './context.ts'
import { inline } from './inline.ts'
import { type Cell, table } from './tables.ts'

/** A table written as a list of lists. */
export function listTable(title: string, options: Map<string, string>, content: string[], context: Context): ElementContent[] {
  const nodes = blocks(content, context)
  const rows = nodes.flatMap((list) => itemsOf(list)).map((row) => row.children.flatMap(itemsOf).map((cell): Cell => ({ nodes: cell.children })))
  if (rows.length === 0) return nodes
  return [table(rows, Number(options.get('header-rows')) || 0, inline(title, context))]
}

/** A table written as comma-separated values, in the directive itself; files and addresses are not read. */
export function textTable(title: string, options: Map<string, string>, content: string[], context: Context): ElementContent[] {
  const header = options.get('header')
  const rows = [...(header ? [header] : []), ...content].filter((line) => line.trim() !== '').map(values)
  const cells = rows.map((row) => row.map((value): Cell => ({ nodes: [el('p', inline(value, context))] })))
  return cells.length === 0 ? [] : [table(cells, (header ? 1 : 0) + (Number(options.get('header-rows')) || 0), inline(title, context))]
}

const itemsOf = (node: ElementContent): Element[] =>
  node.type === 'element' && (node.tagName === 'ul' || node.tagName === 'ol') ? node.children.filter((child) => child.type === 'element') : []

/** RFC 4180, one record to a line. */
function values(line: string): string[] {
  const found = [...line.matchAll(/\s*(?:"((?:[^"]|"")*)"|([^,]*))\s*(?:,|$)/g)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? (plain ?? '').trim())
  return line.trimEnd().endsWith(',') ? found : found.slice(0, -1)
}

import type { Element, ElementContent } from 'hast'
import { el } from '../nodes.ts'

export type Cell = { nodes: ElementContent[]; colSpan?: number; rowSpan?: number }

/** A table of rows, the first of which are its head. */
export function table(rows: Cell[][], headRows: number, caption: ElementContent[] = []): Element {
  const head = rows.slice(0, headRows).map((row) => rowOf(row, 'th'))
  const body = rows.slice(headRows).map((row) => rowOf(row, 'td'))
  return el('table', [
    ...(caption.length > 0 ? [el('caption', caption)] : []),
    ...(head.length > 0 ? [el('thead', head)] : []),
    ...(body.length > 0 ? [el('tbody', body)] : []),
  ])
}

function rowOf(cells: Cell[], tag: 'th' | 'td'): Element {
  return el('tr', cells.map(({ nodes, colSpan = 1, rowSpan = 1 }) =>
    el(tag, plain(nodes), { ...(colSpan > 1 ? { colSpan } : {}), ...(rowSpan > 1 ? { rowSpan } : {}) })))
}

/** A cell with one paragraph is that paragraph's text. */
function plain(nodes: ElementContent[]): ElementContent[] {
  const [only, ...more] = nodes
  return only?.type === 'element' && only.tagName === 'p' && more.length === 0 ? only.children : nodes
}

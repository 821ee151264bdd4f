// Simple tables: columns between lines of `=`. A row whose first column is empty goes on with the row above.
import { blocks, type Read } from './blocks.ts'
import type { Context } from './context.ts'
import { dedent, isBlank } from './lines.ts'
import { type Cell, table } from './tables.ts'

const BORDER = /^={2,}(?: +={2,})+\s*$/
const SPAN_LINE = /^-[- ]*$/

export function simpleTable(lines: string[], at: number, context: Context): Read | null {
  const border = lines[at] ?? ''
  if (!BORDER.test(border)) return null
  const borders = bordersFrom(lines, at)
  const last = borders.at(-1)
  if (last === undefined) return null

  const columns = columnsOf(border)
  const headEnd = borders.length > 1 ? borders[0] : undefined
  const head = headEnd === undefined ? [] : rowsOf(lines.slice(at + 1, headEnd), columns, context)
  const body = rowsOf(lines.slice((headEnd ?? at) + 1, last), columns, context)
  return { nodes: [table([...head, ...body], head.length)], next: last + 1 }
}

/** One more border ends a table without a head, two more one with. The last is followed by a blank line. */
function bordersFrom(lines: string[], at: number): number[] {
  const found: number[] = []
  for (let index = at + 1; index < lines.length && found.length < 2; index++) {
    if (!BORDER.test(lines[index] ?? '')) continue
    found.push(index)
    if (isBlank(lines[index + 1])) break
  }
  return found
}

const columnsOf = (border: string) => [...border.matchAll(/=+/g)].map((run) => run.index)

function rowsOf(lines: string[], columns: number[], context: Context): Cell[][] {
  const rows: string[][][] = []
  let isOpen = false
  for (const line of lines) {
    if (SPAN_LINE.test(line.trim()) && line.trim().length > 1) continue
    const cells = columns.map((start, index) => line.slice(start, columns[index + 1]).trimEnd())
    const goesOn = isOpen && isBlank(cells[0])
    if (!goesOn && isBlank(line)) continue
    if (!goesOn) rows.push(columns.map(() => []))
    rows.at(-1)?.forEach((cell, index) => cell.push(cells[index] ?? ''))
    isOpen = true
  }
  return rows.map((row) => row.map((cell) => ({ nodes: blocks(dedent(cell), context) })))
}

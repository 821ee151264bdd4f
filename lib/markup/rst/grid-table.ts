// Grid tables: cells are boxes drawn with `+`, `-`, `=` and `|`. From each corner the smallest box is followed round
// its four sides; where it spans lines of the grid, the cell spans rows or columns.
import { blocks, type Read } from './blocks.ts'
import type { Context } from './context.ts'
import { dedent, takeParagraph } from './lines.ts'
import { type Cell, table } from './tables.ts'

const BORDER = /^\+(?:[-=]+\+)+\s*$/
const SIDE_MAX = 2000

type Box = { top: number; left: number; bottom: number; right: number }

export function gridTable(lines: string[], at: number, context: Context): Read | null {
  if (!BORDER.test(lines[at] ?? '')) return null
  const { body, next } = takeParagraph(lines, at)
  const width = (body[0] ?? '').trimEnd().length
  const grid = body.map((line) => line.trimEnd().padEnd(width))
  if (width > SIDE_MAX || grid.length > SIDE_MAX || !BORDER.test(grid.at(-1) ?? '')) return null

  const headLine = grid.findIndex((line, index) => index > 0 && /^\+(?:=+\+)+$/.test(line))
  const boxes = boxesOf(grid.map((line) => line.replaceAll('=', (sign, index: number) => (isBorderSign(line, index) ? '-' : sign))))
  return boxes.length === 0 ? null : { nodes: [tableOf(boxes, grid, headLine, context)], next }
}

/** `=` draws only in the line under the head. */
const isBorderSign = (line: string, _index: number) => /^\+[=+]+\+$/.test(line)

function boxesOf(grid: string[]): Box[] {
  const boxes: Box[] = []
  const corners = grid.flatMap((line, top) => [...line.matchAll(/\+/g)].map(({ index: left }) => ({ top, left })))
  for (const corner of corners) {
    const box = boxFrom(grid, corner)
    if (box) boxes.push(box)
  }
  return boxes
}

/** The smallest box with this upper left corner, or null. */
function boxFrom(grid: string[], { top, left }: { top: number; left: number }): Box | null {
  for (let right = left + 1; right < (grid[top]?.length ?? 0) && isEdge(grid, top, right, '-'); right++) {
    if (grid[top]?.[right] !== '+') continue
    for (let bottom = top + 1; bottom < grid.length && isEdge(grid, bottom, left, '|') && isEdge(grid, bottom, right, '|'); bottom++) {
      if (grid[bottom]?.[left] === '+' && grid[bottom]?.[right] === '+' && isLine(grid[bottom]?.slice(left, right + 1) ?? '')) return { top, left, bottom, right }
    }
  }
  return null
}

const isEdge = (grid: string[], row: number, column: number, edge: string) => grid[row]?.[column] === edge || grid[row]?.[column] === '+'
const isLine = (side: string) => /^\+[-+]*\+$/.test(side)

function tableOf(boxes: Box[], grid: string[], headLine: number, context: Context) {
  const rows = [...new Set(boxes.map(({ top }) => top))].sort((a, b) => a - b)
  const columns = [...new Set(boxes.map(({ left }) => left))].sort((a, b) => a - b)
  const between = (marks: number[], from: number, to: number) => marks.filter((mark) => mark >= from && mark < to).length
  const cellOf = ({ top, left, bottom, right }: Box): Cell => ({
    nodes: blocks(dedent(grid.slice(top + 1, bottom).map((line) => line.slice(left + 1, right).trimEnd())), context),
    rowSpan: between(rows, top, bottom),
    colSpan: between(columns, left, right),
  })
  const cells = rows.map((row) => boxes.filter(({ top }) => top === row).map(cellOf))
  return table(cells, headLine < 0 ? 0 : between(rows, 0, headLine))
}

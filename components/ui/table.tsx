// oxlint-disable jsx-a11y/no-redundant-roles, jsx-a11y/no-interactive-element-to-noninteractive-role, jsx-a11y/prefer-tag-over-role
// On phones `display: block` takes the roles of a table away; written out they stay.

import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

export type Column = {
  label: string
  /** For screen readers only: a column of buttons. */
  hidden?: boolean
  /** At the end of the row, in one line: buttons. */
  end?: boolean
  /** A width utility such as `w-[40%]`. */
  width?: string
}
export type Row = { key: string; cells: ReactNode[]; className?: string }

/**
 * Rows under a strong rule; on phones each row is a card that names its values. The first cell is the row's header.
 */
export function Table({ label, columns, rows, className }: { label: string; columns: Column[]; rows: Row[]; className?: string }) {
  return (
    <table role="table" aria-label={label} className={classNames('table table-cards', className)}>
      <colgroup>{columns.map((column) => <col key={column.label} className={column.width} />)}</colgroup>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <th key={column.label} role="columnheader" scope="col" className={classNames(column.end && 'cell-end')}>
              {column.hidden ? <span className="sr-only">{column.label}</span> : column.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <tr key={row.key} role="row" className={row.className}>
            {columns.map((column, place) => <Cell key={column.label} column={column} first={place === 0}>{row.cells[place]}</Cell>)}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Cell({ column, first, children }: { column: Column; first: boolean; children: ReactNode }) {
  if (first) return <th role="rowheader" scope="row">{children}</th>
  return (
    <td role="cell" data-label={column.hidden ? undefined : column.label} className={classNames(column.end && 'cell-end')}>
      {column.hidden ? children : <div>{children}</div>}
    </td>
  )
}

/** The name in a row's first cell, with a second line below it. */
export function Name({ children, sub }: { children: ReactNode; sub?: ReactNode }) {
  return <><span className="name font-medium">{children}</span>{sub && <span className="sub">{sub}</span>}</>
}

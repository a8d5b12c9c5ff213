import type { ComponentProps, ReactNode } from 'react'
import { cn } from './class-names'

export interface Column<Row> {
  readonly id: string
  readonly head: ReactNode
  readonly cell: (row: Row) => ReactNode
  /** A grid track: `auto`, `120px`, `minmax(0,2fr)` … */
  readonly width?: string
  /** Numbers stand right. */
  readonly align?: 'start' | 'end'
  /** Left out below 1024 px. */
  readonly wideOnly?: boolean
}

export interface DataTableProps<Row> {
  label: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string
  selectedKey?: string | null
  onOpen?: (row: Row) => void
  className?: string
}

/** A table of up to a few hundred rows; more go into a `VirtualList`. A row that opens something has a real link or button in its first cell. */
export function DataTable<Row>({ label, columns, rows, rowKey, selectedKey, onOpen, className }: DataTableProps<Row>) {
  return (
    <div className={cn('thin-scroll min-w-0 overflow-x-auto', className)}>
      <table aria-label={label} className="w-full border-collapse text-start">
        <thead>
          <tr className="h-7 border-b border-line bg-surface text-11 text-ink-3">
            {columns.map((column) => (
              <Head key={column.id} column={column}>
                {column.head}
              </Head>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr
              key={rowKey(row)}
              data-selected={rowKey(row) === selectedKey || undefined}
              onClick={onOpen ? () => onOpen(row) : undefined}
              className={cn('h-(--row-compact) border-b border-line data-selected:bg-selected data-selected:shadow-[inset_3px_0_0_var(--accent)]', onOpen && 'cursor-pointer not-data-selected:hover:bg-hover')}
            >
              {columns.map((column) => (
                <td key={column.id} className={cn('px-2 py-1.5 align-middle first:ps-4 last:pe-4', column.align === 'end' && 'text-end', column.wideOnly && 'max-lg:hidden')}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Head<Row>({ column, children, ...rest }: { column: Column<Row> } & ComponentProps<'th'>) {
  return (
    <th
      scope="col"
      {...rest}
      style={column.width ? { width: column.width } : undefined}
      className={cn('sticky top-0 z-(--z-sticky) bg-surface px-2 font-medium whitespace-nowrap first:ps-4 last:pe-4', column.align === 'end' ? 'text-end' : 'text-start', column.wideOnly && 'max-lg:hidden')}
    >
      {children}
    </th>
  )
}

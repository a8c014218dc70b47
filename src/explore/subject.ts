import { StarliftError } from '../core/error.ts'
import { nearest } from '../core/nearest.ts'
import { type Column, columnOf, type Schema, type Table, tableOf } from '../core/schema.ts'

/** What is looked at: a table, or a column of one. */
export interface Subject {
  readonly table: Table
  readonly column?: Column
}

/** Columns that the config keeps in the source; nothing of them is said. */
export const isDropped = (column: Column): boolean => column.type.kind === 'refused' && column.type.code === 'POLICY'

/** Reads `orders` or `orders.shippedDate`; names may hold dots. What is not there is USAGE, with the nearest names. */
export function subjectOf(schema: Schema, words: string): Subject {
  const table = tableOf(schema, words)
  if (table) return { table }
  const dots = [...words.matchAll(/\./g)].map(({ index }) => index)
  for (const dot of dots) {
    const owner = tableOf(schema, words.slice(0, dot))
    if (owner) return { table: owner, column: columnIn(owner, words.slice(dot + 1)) }
  }
  const name = words.slice(0, dots[0] ?? words.length)
  throw unknown(`table ${name}`, name, {
    names: schema.tables.map((each) => each.name),
    before: '',
    after: words.slice(name.length),
  })
}

function columnIn(table: Table, name: string): Column {
  const visible = { ...table, columns: table.columns.filter((column) => !isDropped(column)) }
  const column = columnOf(visible, name)
  if (column) return column
  const names = visible.columns.map((each) => each.name)
  throw unknown(`column ${table.name}.${name}`, name, { names, before: `${table.name}.`, after: '' })
}

interface Known {
  readonly names: readonly string[]
  readonly before: string
  readonly after: string
}

function unknown(what: string, name: string, { names, before, after }: Known): StarliftError {
  const near = nearest(name, names).map((each) => `${before}${each}${after}`)
  return new StarliftError('USAGE', {
    operation: 'explore',
    subject: `${before}${name}`,
    what: `The source has no ${what}`,
    lines: near.length > 0 ? [`Did you mean ${near.join(', ')}?`] : [],
    next:
      before === ''
        ? 'npx starlift explore  lists the tables.'
        : `npx starlift explore ${before.slice(0, -1)}  lists its columns.`,
  })
}

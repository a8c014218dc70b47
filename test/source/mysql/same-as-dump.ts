import { expect } from 'vitest'
import { type Column, columnOf, isTyped, type Schema, tableOf } from '../../../src/core/schema.ts'
import type { Source, TableColumns } from '../../../src/core/source.ts'
import { cellsOf, figuresOf } from '../../conformance/canonical-rows.ts'

/**
 * A dump counts the rows, where a server estimates them. mysqldump leaves out what is generated. A dump that another server made may leave
 * out collations and show other widths of integers.
 */
function comparable({ tables }: Schema, own: boolean): unknown[] {
  const plain = (text: string): string => text.replace(/^((?:tiny|small|medium|big)?int)\(\d+\)/, '$1')
  const unlike = ({ type, collation, declared, ...rest }: Column): unknown => ({
    ...rest,
    ...(rest.generated ? {} : { type }),
    ...(own ? { collation, declared } : { declared: plain(declared) }),
  })
  return tables
    .map(({ rows: _, columns, ...table }) => ({ ...table, columns: columns.map(unlike) }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

/** All columns that the dump has, of every table. */
async function viewsOf(source: Source, dump: Source): Promise<TableColumns[]> {
  const dumped = await dump.schema()
  return (await source.schema()).tables.map(({ name, columns }) => ({
    table: name,
    columns: columns.filter(isTyped).filter((column) => isTyped(columnOf(tableOf(dumped, name)!, column.name)!)),
  }))
}

/** A server's tables, rows and figures are those of its dump. `own` is whether the dump is this server's. Gives how many rows each table has. */
export async function sameAsDump(live: Source, dump: Source, own: boolean): Promise<Record<string, number>> {
  expect(comparable(await live.schema(), own)).toEqual(comparable(await dump.schema(), own))
  const views = await viewsOf(live, dump)
  await using snapshot = await live.snapshot(views)
  await using other = await dump.snapshot(await viewsOf(dump, dump))
  const rows: Record<string, number> = {}
  for (const view of views) {
    const cells = await cellsOf(snapshot, view.table)
    const answer = await snapshot.aggregate({ table: view.table, content: true })
    expect(cells.toSorted()).toEqual((await cellsOf(other, view.table)).toSorted())
    expect(answer).toEqual(await other.aggregate({ table: view.table, content: true }))
    expect(answer).toEqual(figuresOf(cells, view))
    rows[view.table] = cells.length
  }
  const notes = snapshot.notes().filter((note) => !/ is MyISAM: /.test(note))
  expect(notes.toSorted()).toEqual(
    other
      .notes()
      .filter((note) => !/FLOAT/.test(note))
      .toSorted(),
  )
  return rows
}

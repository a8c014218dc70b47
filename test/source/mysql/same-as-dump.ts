import { expect } from 'vitest'
import { isTyped, type Schema } from '../../../src/core/schema.ts'
import type { Source } from '../../../src/core/source.ts'
import { cellsOf, figuresOf } from '../../conformance/canonical-rows.ts'
import { openAll } from '../dumped.ts'

/** A dump counts the rows, where a server estimates them. One that another server made may leave out collations and show other widths of integers. */
function comparable({ tables }: Schema, own: boolean): unknown[] {
  const plain = (text: string): string => text.replace(/^((?:tiny|small|medium|big)?int)\(\d+\)/, '$1')
  return tables
    .map(({ rows: _, columns, ...table }) => ({
      ...table,
      columns: own
        ? columns
        : columns.map(({ collation: _, declared, ...rest }) => ({ ...rest, declared: plain(declared) })),
    }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

/** A server's tables, rows and figures are those of its dump. `own` is whether the dump is this server's. Gives how many rows each table has. */
export async function sameAsDump(live: Source, dump: Source, own: boolean): Promise<Record<string, number>> {
  expect(comparable(await live.schema(), own)).toEqual(comparable(await dump.schema(), own))
  const [read, dumped] = [await openAll(live), await openAll(dump)]
  await using snapshot = read.snapshot
  await using other = dumped.snapshot
  const rows: Record<string, number> = {}
  for (const view of read.views) {
    expect(view.columns.every(isTyped)).toBe(true)
    const cells = await cellsOf(snapshot, view.table)
    const answer = await snapshot.aggregate({ table: view.table, content: true })
    expect(cells.toSorted()).toEqual((await cellsOf(other, view.table)).toSorted())
    expect(answer).toEqual(await other.aggregate({ table: view.table, content: true }))
    expect(answer).toEqual(figuresOf(cells, view))
    rows[view.table] = cells.length
  }
  expect(snapshot.notes().toSorted()).toEqual(
    other
      .notes()
      .filter((note) => !/FLOAT/.test(note))
      .toSorted(),
  )
  return rows
}

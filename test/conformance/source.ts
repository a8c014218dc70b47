import { describe, expect, test } from 'vitest'
import { isTyped, type Schema, tableOf, typeText } from '../../src/core/schema.ts'
import type { Snapshot, Source, TableColumns } from '../../src/core/source.ts'
import { cellsOf, figuresOf } from './canonical-rows.ts'
import { KNOWN_DATABASE } from './known-database.ts'

/** Opens the known database of `known-database.ts`; called once a test. */
export type OpenSource = () => Promise<Source>

const { tables } = KNOWN_DATABASE
const names = Object.keys(tables) as (keyof typeof tables)[]

const viewsOf = (schema: Schema): TableColumns[] =>
  names.map((table) => ({ table, columns: tableOf(schema, table)!.columns.filter(isTyped) }))

async function withSnapshot(
  open: OpenSource,
  check: (snapshot: Snapshot, views: TableColumns[]) => Promise<void>,
): Promise<void> {
  await using source = await open()
  const views = viewsOf(await source.schema())
  await using snapshot = await source.snapshot(views)
  await check(snapshot, views)
}

/** What every source does, be it a dump or a server. */
export function sourceConformance(name: string, open: OpenSource): void {
  describe(`${name} is a source`, () => {
    test.each(names)('tells the columns, types and key of %s', async (table) => {
      await using source = await open()
      const found = tableOf(await source.schema(), table)!
      expect(found.columns.map(({ type }) => (type.kind === 'refused' ? type.reason : typeText(type)))).toEqual(
        tables[table].types,
      )
      expect(found.key).toEqual(tables[table].key)
      expect(found.uniques[0]).toEqual(tables[table].key)
    })

    test('tells foreign keys, comments and character sets', async () => {
      await using source = await open()
      const schema = await source.schema()
      const region = tableOf(schema, 'region')!
      const sale = tableOf(schema, 'sale')!
      expect(sale.references).toEqual([{ columns: ['region'], table: 'region', to: ['code'] }])
      expect(sale.uniques).toEqual([
        ['id', 'line'],
        ['day', 'moment'],
      ])
      expect(region.comment).toBe('Regions')
      expect(region.columns[1]).toMatchObject({ charset: 'latin1', comment: 'as people write it', nullable: false })
      expect(sale.columns[3]).toMatchObject({ declared: 'decimal(10,2)', nullable: false })
      expect(sale.columns[3]).not.toHaveProperty('charset')
    })

    test.each(names)('reads every row of %s once, as it is', (table) =>
      withSnapshot(open, async (snapshot) => {
        for (const targetRows of [1, 1000]) {
          const rows = await cellsOf(snapshot, table, targetRows)
          expect(rows.toSorted()).toEqual(tables[table].rows.toSorted())
        }
      }),
    )

    test.each(names)('answers for %s as its rows do', (table) =>
      withSnapshot(open, async (snapshot, views) => {
        const view = views.find((each) => each.table === table)!
        const figures = figuresOf(await cellsOf(snapshot, table), view)
        expect(await snapshot.aggregate({ table, content: true })).toEqual(figures)
        expect(await snapshot.aggregate({ table, content: false })).toEqual({ ...figures, content: null })
      }),
    )

    test('reads only the columns of the view, in its order', async () => {
      await using source = await open()
      const columns = tableOf(await source.schema(), 'sale')!.columns.filter(isTyped)
      const view = { table: 'sale', columns: [columns[3]!, columns[0]!] }
      await using snapshot = await source.snapshot([view])
      const rows = await cellsOf(snapshot, 'sale')
      expect(rows.toSorted()).toEqual(tables.sale.rows.map((row) => [row[3], row[0]]).toSorted())
      expect(await snapshot.aggregate({ table: 'sale', content: true })).toEqual(figuresOf(rows, view))
    })

    test('numbers its chunks from 0, and gives two views of one state one position', () =>
      withSnapshot(open, async (snapshot) => {
        const indices: number[] = []
        for await (const chunk of snapshot.chunks('sale', 1)) indices.push(chunk.index)
        expect(indices).toEqual(indices.map((_, i) => i))
        await withSnapshot(open, async (other) => expect(other.position).toBe(snapshot.position))
      }))

    test('counts the digits that a decimal column really uses', async () => {
      await using source = await open()
      expect(await source.digits('sale', 'amount')).toMatchObject({ before: 8, after: 2 })
    })

    test('shows no secret', async () => {
      await using source = await open()
      expect(`${source.label} ${source.witness}`).not.toMatch(/password|:[^•]+@/)
    })
  })
}

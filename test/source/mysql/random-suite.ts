import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mysqlSource } from '../../../src/source/mysql/mysql-source.ts'
import { NO_POLICY } from '../../../src/source/policy.ts'
import { cellsOf, figuresOf } from '../../conformance/canonical-rows.ts'
import type { LiveServer } from '../../servers/mysql.ts'
import { openAll, openBytes } from '../dumped.ts'
import { createSql, type RandomTable, randomTable } from '../random-table.ts'
import { serverCells } from '../server-cells.ts'

/** Random tables of random types and values: live, from their dump, and in the server's own words. */
export function randomSuite(server: () => LiveServer): void {
  test('random tables are read as the server says them, and as their dumps have them', {
    timeout: 300_000,
  }, async () => {
    const check = async (each: RandomTable, targetRows: number): Promise<void> => {
      await server().sql(createSql(each))
      await using source = await mysqlSource({
        url: `mysql://root@localhost/fuzz?socket=${server().socket}`,
        policy: NO_POLICY,
      })
      const opened = await openAll(source)
      await using snapshot = opened.snapshot
      const view = opened.views[0]!
      const cells = (await cellsOf(snapshot, view.table, targetRows)).toSorted()
      expect(cells).toEqual((await serverCells(server(), 'fuzz', view)).toSorted())
      expect(await snapshot.aggregate({ table: view.table, content: true })).toEqual(figuresOf(cells, view))
      await using dump = await openBytes(server().dump(['fuzz', '--hex-blob']))
      expect((await cellsOf((await openAll(dump)).snapshot, view.table)).toSorted()).toEqual(cells)
    }
    await fc.assert(fc.asyncProperty(randomTable, fc.constantFrom(1, 1000), check), {
      numRuns: Number(process.env.FUZZ_RUNS ?? 15),
    })
  })
}

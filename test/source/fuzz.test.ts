import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cellsOf, figuresOf } from '../conformance/canonical-rows.ts'
import { type MariaDb, mariaDbAvailable, startMariaDb } from '../servers/mariadb.ts'
import { openAll, openBytes } from './dumped.ts'
import { createSql, type RandomTable, randomTable } from './random-table.ts'
import { serverCells } from './server-cells.ts'

describe.skipIf(!mariaDbAvailable())('random databases', () => {
  let server: MariaDb
  beforeAll(async () => {
    server = await startMariaDb()
  }, 120_000)
  afterAll(() => server[Symbol.asyncDispose]())

  test('are read from their dumps as the server has them, and the witness agrees', { timeout: 300_000 }, async () => {
    const options = fc.constantFrom(
      [],
      ['--hex-blob'],
      ['--complete-insert', '--skip-extended-insert'],
      ['--default-character-set=latin1'],
      ['--net-buffer-length=4096'],
    )
    const check = async (each: RandomTable, option: readonly string[]): Promise<void> => {
      await server.sql(createSql(each))
      const lossy =
        option.includes('--default-character-set=latin1') && each.types.some((type) => /varchar|longtext/.test(type))
      await using source = await openBytes(await server.dump(['fuzz', ...(lossy ? [] : option)]))
      const { snapshot, views } = await openAll(source)
      const view = views[0]!
      const cells = await cellsOf(snapshot, view.table, 5)
      expect(cells.toSorted()).toEqual((await serverCells(server, 'fuzz', view)).toSorted())
      expect(await snapshot.aggregate({ table: view.table, content: true })).toEqual(figuresOf(cells, view))
    }
    await fc.assert(fc.asyncProperty(randomTable, options, check), { numRuns: Number(process.env.FUZZ_RUNS ?? 60) })
  })
})

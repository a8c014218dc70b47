import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'
import { dumpSource } from '../../src/source/dump/dump-source.ts'
import { NO_POLICY } from '../../src/source/policy.ts'
import { cellsOf, figuresOf } from '../conformance/canonical-rows.ts'
import { openAll } from './dumped.ts'

const path = '../shared/data/classicmodels/mysqlsampledatabase.sql'

test.skipIf(!existsSync(path))('the classicmodels sample is read whole, and the witness agrees', async () => {
  await using source = await dumpSource({ path, policy: NO_POLICY, scratch: tmpdir() })
  const { snapshot, views } = await openAll(source)
  const rows: Record<string, number> = {}
  for (const view of views) {
    const cells = await cellsOf(snapshot, view.table)
    expect(await snapshot.aggregate({ table: view.table, content: true })).toEqual(figuresOf(cells, view))
    rows[view.table] = cells.length
  }
  expect(rows).toMatchObject({ customers: 122, orderdetails: 2996, payments: 273 })
  expect((await source.schema()).database).toBe('classicmodels')
})

import { expect, test } from 'vitest'
import { duckdbEngine } from '../../src/engine/duckdb/duckdb-engine.ts'
import { proveLookupKeys } from '../../src/prove/lookup-keys.ts'

test('a key that names two rows is refused, whatever the plan relies on; NULLs name none', async () => {
  await using engine = await duckdbEngine()
  await engine.run('create schema stage')
  await engine.run(
    'create table stage.shops as select * from (values (1, 7), (1, 8), (2, 8), (null, 9), (null, 9)) as t(id, nr)',
  )
  await proveLookupKeys(engine, [{ table: 'shops', columns: ['id', 'nr'] }])
  await expect(proveLookupKeys(engine, [{ table: 'shops', columns: ['id'] }])).rejects.toMatchObject({
    code: 'PROOF_FAILED',
    message: 'shops(id) does not name one row',
    lines: ['shops(1)'],
  })
})

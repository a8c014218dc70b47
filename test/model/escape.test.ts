import { expect, test } from 'vitest'
import { decimal, sql } from '../../src/model/expression.ts'
import { from } from '../../src/model/from.ts'
import { sum } from '../../src/model/measure.ts'
import { star } from '../../src/model/star.ts'
import type { Value } from '../../src/model/value.ts'
import { failureOf, testProject } from '../pipeline/project.ts'

const DUMP = `SET NAMES utf8mb4;
CREATE TABLE sale (id int NOT NULL, price decimal(10,2) NOT NULL, PRIMARY KEY (id));
INSERT INTO sale VALUES (1,12.34),(2,99999.00);
`
const { fact } = from({ sale: { key: ['id'], columns: { id: 'int', price: 'decimal(10,2)' }, refs: {} } })

const model = (column: (price: Value<'decimal(10,2)', 'own'>) => Value) =>
  star({
    sales: fact('sale', (sale) => ({ price: sale.price, more: column(sale.price) })).measures({ total: sum('price') }),
  })

test('SQL of the model’s own that runs is in the receipt, as what the proof cannot see behind', async () => {
  await using given = await testProject({
    dump: DUMP,
    model: model((price) => sql('int', { duckdb: 'length({0}::varchar)' }, price)),
  })
  const { receipt } = await given.run()
  expect(receipt.notes).toEqual([expect.stringMatching(/^more is written in SQL at escape\.test\.ts:\d+: length/)])
})

test('SQL that the engine does not take is the model’s fault, and named by its line', async () => {
  await using given = await testProject({
    dump: DUMP,
    model: model((price) => sql('int', { duckdb: 'nonsense({0})' }, price)),
  })
  const failure = await failureOf(given.run())
  expect([failure.code, failure.exitCode, failure.subject]).toEqual(['MODEL_TYPE', 2, 'fact_sales'])
  expect(failure.lines.join('\n')).toMatch(/escape\.test\.ts:\d+: nonsense[\s\S]*nonsense does not exist/)
})

test('a value that decimal() cannot hold stops the run and says what to widen', async () => {
  await using given = await testProject({ dump: DUMP, model: model((price) => decimal(price, 5, 2)) })
  const failure = await failureOf(given.run())
  expect([failure.code, failure.exitCode]).toEqual(['VALUE_INVALID', 3])
  expect(failure.lines[0]).toContain('99999.00')
})

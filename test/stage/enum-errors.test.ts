import { expect, test } from 'vitest'
import { from, star, sum } from '../../src/index.ts'
import { ask, testProject } from '../pipeline/project.ts'

const tables = {
  sales: {
    key: ['id'],
    columns: { id: 'int', state: "enum('open','paid')", kind: "enum('','gift')", amount: 'decimal(10,2)' },
    refs: {},
  },
} as const
const { fact } = from(tables)
const sales = fact('sales', (s) => ({ state: s.state, kind: s.kind, amount: s.amount })).measures({
  total: sum('amount'),
})
const model = star({ sales })

/** `''` of `state` is what MySQL keeps of a value that it refused; of `kind` it is a value. */
const dump = `SET NAMES utf8mb4;
CREATE TABLE sales (id int NOT NULL, state enum('open','paid') NOT NULL, kind enum('','gift') NOT NULL, amount decimal(10,2) NOT NULL, PRIMARY KEY (id)) DEFAULT CHARSET=utf8mb4;
INSERT INTO sales VALUES (1,'open','','1.10'),(2,'','gift','2.20'),(3,'','','3.30'),(4,'paid','gift','4.40');
`

test('values that no ENUM has are staged as they read, and counted in the receipt', async () => {
  await using given = await testProject({ dump, model })
  const version = await given.run()
  expect(version.receipt.notes).toContain("sales.state: 2 values that are none of the ENUM's members, read as ''")
  expect(version.receipt.notes.join('\n')).not.toContain('sales.kind')
  expect(await ask(given.project, version, 'select state, sum(amount) from fact_sales group by 1 order by 1')).toEqual([
    ['', '5.50'],
    ['open', '1.10'],
    ['paid', '4.40'],
  ])
})

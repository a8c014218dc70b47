import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { shop } from './shop.ts'
import { type Folder, starlift, steady, succeed } from './starlift.ts'

let published: Folder
beforeAll(async () => {
  published = await shop()
  await succeed(published.path, 'run')
})
afterAll(() => published[Symbol.asyncDispose]())

const ask = (...args: string[]) => starlift(published.path, 'ask', ...args)

describe('ask', () => {
  test('a table on stdout, and what it stands for on stderr', async () => {
    const { code, stdout, stderr } = await ask('sales', '--by', 'customer.country', '--order', '-sales')
    expect(stdout).toBe(`customer.country   sales
────────────────  ──────
Germany           100.00
Netherlands        19.75
`)
    expect(steady(stderr)).toBe('2 rows · version 1, <time> · equals the dump shop.sql\n')
    expect(code).toBe(0)
  })

  test('conditions, days, the top, in JSON', async () => {
    const { stdout } = await ask(
      'sales',
      '--by',
      'customer.name',
      '--since',
      '2024-03-01',
      '--where',
      'customer.country=Netherlands,Germany',
      '--top',
      '1',
      '--json',
    )
    expect(JSON.parse(stdout)).toMatchObject({
      rows: [{ 'customer.name': 'Bo', sales: '100.00' }],
      version: 1,
      witness: 'the dump shop.sql',
    })
  })

  test('beside the year before, as CSV', async () => {
    const { stdout } = await ask('sales', '--since', '2025-01-01', '--compare', 'last-year', '--csv')
    expect(stdout).toBe('sales,sales before,change\r\n100.00,,\r\n')
  })

  test('without a measure: what can be asked', async () => {
    const { stdout } = await ask()
    expect(stdout).toContain('orders\n  measures  sales\n')
    expect(stdout).toContain('  by customer.  id, name, country\n')
  })

  test('--sql shows what query runs', async () => {
    const { stdout } = await ask('sales', '--where', "customer.name=O'Hara", '--sql')
    expect(await starlift(published.path, 'query', '--csv', stdout)).toMatchObject({
      code: 0,
      stdout: 'figure 0\r\n\r\n',
    })
  })

  test('a name that is not there, with the nearest', async () => {
    const { code, stderr } = await ask('sale')
    expect(code).toBe(2)
    expect(stderr).toContain('QUESTION  The star has no measure sale\n  Close names: sales.\n')
  })

  test('names apart or between commas, said once or again', async () => {
    const by = ['--by', 'customer.country', '--by', 'customer.name']
    const { stdout } = await ask('sales,sales', ...by, '--order=customer.country', '--order=-sales', '--csv')
    expect(stdout).toBe('customer.country,customer.name,sales\r\nGermany,Bo,100.00\r\nNetherlands,Ada,19.75\r\n')
  })

  test.each([
    ['a path', ['--where', 'customer.country=Germany', '--where', 'customer.country=Netherlands'], 'customer.country'],
    ['days', ['--where', 'date.date=2024-01-01..2024-12-31', '--since', '2024-03-01'], 'date.date'],
  ])('two conditions on %s are refused: neither is left out', async (_, args, path) => {
    const { code, stderr } = await ask('sales', ...args)
    expect(code).toBe(2)
    expect(stderr).toContain(`USAGE  There are two conditions on ${path}`)
  })

  test('days that end before they begin are refused', async () => {
    const { code, stderr } = await ask('sales', '--since', '2024-03-01', '--until', '2024-02-01')
    expect(code).toBe(2)
    expect(stderr).toContain('USAGE  --until 2024-02-01 is before --since 2024-03-01')
  })

  test('an order by what is not in the answer is named', async () => {
    const { stderr } = await ask('sales', '--by', 'customer.country', '--order', 'customer.name')
    expect(stderr).toContain('QUESTION  This answer has no column customer.name to be sorted by')
  })
})

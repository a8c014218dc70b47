import { describe, expect, test } from 'vitest'
import { count, eq, from, gt, isNull, or, star, sum, trim } from '../../src/index.ts'
import { failureOf, testProject } from '../pipeline/project.ts'
import { insert } from '../pipeline/shop.ts'

const tables = {
  country: { key: ['code'], columns: { code: 'varchar(9)', name: 'varchar(20)?' }, refs: {} },
  sale: { key: ['id'], columns: { id: 'int', code: 'varchar(9)?', n: 'int?' }, refs: { country: ['code', 'country'] } },
} as const
const { dimension, fact } = from(tables)

const dumpOf = (
  countries: readonly (readonly [string, string | null])[],
  sales: readonly (readonly [number, string | null, number | null])[],
  collation = 'utf8mb4_general_ci',
): string =>
  `SET NAMES utf8mb4;
CREATE TABLE country (code varchar(9) NOT NULL, name varchar(20), PRIMARY KEY (code)) DEFAULT CHARSET=utf8mb4 COLLATE=${collation};
${insert('country', countries)}CREATE TABLE sale (id int NOT NULL, code varchar(9), n int, PRIMARY KEY (id), CONSTRAINT c FOREIGN KEY (code) REFERENCES country (code)) DEFAULT CHARSET=utf8mb4 COLLATE=${collation};
${insert('sale', sales)}`

const model = ({ clean = false, trimmed = false, checked = false } = {}) => {
  const countries = dimension(
    'country',
    (c) => ({ name: trimmed ? trim(c.name) : c.name }),
    clean ? { clean: ['name'] } : {},
  )
  const sales = fact('sale', (s) => ({ country: countries.at(s.country), n: s.n })).measures({
    n: sum('n'),
    rows: count(),
  })
  return star(
    { sales },
    checked ? { checks: { sales: (s) => [or(gt(s.n, 0), isNull(s.n)), or(eq(s.n, 1), gt(s.n, 1), isNull(s.n))] } } : {},
  )
}

describe('text that MySQL compares by collation', () => {
  test.each([
    ['case', 'ab', 'AB'],
    ['an accent', 'e', 'é'],
    ['blanks behind it', 'x', 'x  '],
    ['sharp s', 'ss', 'ß'],
    ['a ligature', 'ae', 'æ'],
  ])('a key that differs by %s is refused by name', async (_, parent, child) => {
    await using given = await testProject({ dump: dumpOf([[parent, 'n']], [[1, child, 1]]), model: model() })
    const failure = await failureOf(given.run())
    expect([failure.code, failure.exitCode, failure.subject]).toEqual(['KEY_COLLATION', 3, 'sale.code'])
    expect(failure.message).toContain(`'${child}' beside '${parent}'`)
  })

  test('a key that differs in letters is an orphan, and is counted', async () => {
    await using given = await testProject({
      dump: dumpOf(
        [['a', 'n']],
        [
          [1, 'b', 1],
          [2, 'a', 1],
        ],
      ),
      model: model(),
    })
    const { receipt } = await given.run()
    expect(receipt.checks).toContainEqual({ check: 'sale(code) resolves in country', failing: 1 })
  })

  const twins = dumpOf(
    [
      ['a', 'Norway'],
      ['b', 'Norway  '],
      ['c', 'Spain'],
    ],
    [
      [1, 'a', 1],
      [2, 'b', 2],
    ],
  )

  test('groups that it would merge are a warning with the mending, and none once mended', async () => {
    await using given = await testProject({ dump: twins, model: model() })
    const { receipt } = await given.run()
    expect(receipt.warnings).toHaveLength(1)
    expect(receipt.warnings[0]).toMatch(
      /^country\.name: 'Norway' and 'Norway {2}' may be one group.*trim\(\) at text\.test\.ts:\d+ makes them one$/,
    )
    await using mended = await testProject({ dump: twins, model: model({ trimmed: true }) })
    expect((await mended.run()).receipt.warnings).toEqual([])
  })

  test('and an error where the attribute is declared clean', async () => {
    await using given = await testProject({ dump: twins, model: model({ clean: true }) })
    const failure = await failureOf(given.run())
    expect([failure.code, failure.exitCode, failure.subject]).toEqual(['CHECK_FAILED', 4, 'country.name'])
    await using clean = await testProject({ dump: twins, model: model({ clean: true, trimmed: true }) })
    expect((await clean.run()).version).toBe(1)
  })

  test('in a binary collation every byte counts', async () => {
    await using given = await testProject({
      dump: twins.replaceAll('utf8mb4_general_ci', 'utf8mb4_bin'),
      model: model(),
    })
    expect((await given.run()).receipt.warnings).toEqual([])
  })
})

test('a check that fails names the check, its line and the rows', async () => {
  await using given = await testProject({
    dump: dumpOf(
      [['a', 'n']],
      [
        [1, 'a', 1],
        [2, 'a', -1],
        [3, null, null],
        [4, 'a', 0],
      ],
    ),
    model: model({ checked: true }),
  })
  const failure = await failureOf(given.run())
  expect([failure.code, failure.exitCode]).toEqual(['CHECK_FAILED', 4])
  expect(failure.message).toMatch(/^n > 0 or n is null does not hold in 2 rows of fact_sales {3}text\.test\.ts:\d+$/)
  expect(failure.lines).toEqual(['id 2', 'id 4'])
})

test('an empty database makes an empty star, proven all the same', async () => {
  await using given = await testProject({ dump: dumpOf([], []), model: model({ checked: true }) })
  const version = await given.run()
  expect([version.tables.fact_sales!.rows, version.tables.dim_country!.rows]).toEqual([0, 2])
})

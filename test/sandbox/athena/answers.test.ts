import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Athena, startAthena } from './client.ts'

let athena: Athena
beforeAll(async () => {
  athena = await startAthena()
})
afterAll(async () => {
  expect(athena.sandbox.faults).toEqual([])
  await athena[Symbol.asyncDispose]()
})

/** Rows of one expression each, so that a query of many is asked once. */
async function valuesOf(expressions: readonly string[]): Promise<readonly (string | null)[]> {
  const [row] = await athena.rows(`select ${expressions.join(', ')}`)
  return row!
}

type Value = readonly [sql: string, value: string | null]
type Group = readonly [name: string, values: readonly Value[]]

/** What a real Trino said of them where DuckDB says otherwise, and what its documentation says. */
const VALUES: readonly Group[] = [
  [
    'integers divide to integers, decimals keep their scale',
    [
      ['7/2', '3'],
      ['-7/2', '-3'],
      ['-7%3', '-1'],
      ['7/2.0', '3.5'],
      ['1.0/3', '0.3'],
      ['2.0/3.00', '0.67'],
      ['-2.0/3.00', '-0.67'],
      ['1/3e0', '0.3333333333333333'],
      ['1.25*1.1', '1.375'],
      ['cast(1 as decimal(38,0))/3', '0'],
      ['round(2.5)', '3'],
      ['round(-2.55, 1)', '-2.60'],
    ],
  ],
  [
    'numbers become other numbers',
    [
      ['cast(0.5e0 as bigint)', '1'],
      ['cast(-0.5e0 as bigint)', '-1'],
      ['cast(2.5e0 as integer)', '3'],
      ['cast(2.5 as bigint)', '3'],
      ['cast(1.005 as decimal(10,2))', '1.01'],
      [`cast(cast('928627447787.4309' as decimal(18,4)) as double)`, '9.286274477874308E11'],
      [`cast(cast('-994969033198.3375' as decimal(18,4)) as double)`, '-9.949690331983376E11'],
      [`cast(cast('-974377323397.8797' as decimal(18,4)) as double)`, '-9.743773233978796E11'],
      [`cast(100e0 as varchar)`, '1.0E2'],
      [`cast(-0.7224651632021937e0 as varchar)`, '-7.224651632021937E-1'],
      [`cast(0.1e0 as varchar)`, '1.0E-1'],
      ['greatest(1, null)', null],
      ['least(3, 2)', '2'],
    ],
  ],
  [
    'text becomes a number in the forms that Java takes',
    [
      [`try_cast('+12' as bigint)`, '12'],
      [`try_cast(' 12' as bigint)`, null],
      [`try_cast('12.5' as bigint)`, null],
      [`try_cast('0x1A' as bigint)`, null],
      [`try_cast('1_000' as bigint)`, null],
      [`try_cast('1e3' as bigint)`, null],
      [`try_cast('1e3' as decimal(18,4))`, '1000.0000'],
      [`try_cast('9e-10' as decimal(30,6))`, '0.000000'],
      [`try_cast('5e-7' as decimal(30,6))`, '0.000001'],
      [`try_cast('12 ' as decimal(18,4))`, null],
      [`try_cast('.5' as decimal(18,4))`, '0.5000'],
      [`try_cast(' 1e3 ' as double)`, '1000.0'],
      [`try_cast('inf' as double)`, null],
      [`try_cast('NaN' as double)`, 'NaN'],
      [`try_cast('T' as boolean)`, 'true'],
      [`try_cast('yes' as boolean)`, null],
    ],
  ],
  [
    'text becomes a day in the forms that Trino takes',
    [
      [`try_cast('2024-2-9' as date)`, '2024-02-09'],
      [`try_cast(' 2024-01-01 ' as date)`, '2024-01-01'],
      [`try_cast('2024/01/02' as date)`, null],
      [`try_cast('2024-01-01 10:00:00' as date)`, null],
      [`try_cast('2023-02-29' as date)`, null],
      [`try_cast('2024-01-01T00:00:00' as timestamp)`, null],
      [`try_cast('2024-01-01 10:00' as timestamp)`, '2024-01-01 10:00:00.000'],
      [`try_cast('2024-01-01' as timestamp)`, '2024-01-01 00:00:00.000'],
    ],
  ],
  [
    'moments have the digits that their type says',
    [
      [`cast(timestamp '2024-01-31 10:00:00' as varchar)`, '2024-01-31 10:00:00'],
      [`cast(timestamp '2024-01-31 10:00:00.500' as varchar)`, '2024-01-31 10:00:00.500'],
      [`cast(cast('2024-01-31 10:00:00' as timestamp) as varchar)`, '2024-01-31 10:00:00.000'],
      [`cast(cast('2024-01-31 10:00:00.1239' as timestamp(3)) as varchar)`, '2024-01-31 10:00:00.124'],
      [`cast(cast('2024-01-31 10:00:00.5' as timestamp(0)) as varchar)`, '2024-01-31 10:00:01'],
      [`cast(date '2024-01-31' as varchar)`, '2024-01-31'],
      [`date_add('month', 1, date '2024-01-31')`, '2024-02-29'],
      [`date_diff('month', date '2024-01-31', date '2024-02-29')`, '1'],
      [`date_diff('month', date '2024-01-31', date '2024-02-28')`, '0'],
      [`date_diff('day', timestamp '2024-01-01 23:00:00', timestamp '2024-01-02 22:00:00')`, '0'],
      [`date_trunc('month', date '2024-02-29')`, '2024-02-01'],
      [`date '2024-03-31' - interval '1' month`, '2024-02-29'],
      [`date_format(timestamp '2024-01-31 10:00:00', '%W %e %M %Y %H:%i:%s')`, 'Wednesday 31 January 2024 10:00:00'],
      [`date_parse('31.01.2024', '%d.%m.%Y')`, '2024-01-31 00:00:00.000'],
      [`day_of_week(date '2024-01-07')`, '7'],
      [`extract(week from date '2024-12-30')`, '1'],
    ],
  ],
  [
    'text is of code points, and NULL is contagious',
    [
      [`concat('a', null)`, null],
      [`'a' || null`, null],
      [`substr('abc', 0, 2)`, ''],
      [`substr('abc', -2)`, 'bc'],
      [`substr('a', -3, 2)`, ''],
      [`trim(chr(9) || '9 ' || chr(8195))`, '9 \u2003'],
      [`trim(both 'x' from 'xxaxx')`, 'a'],
      [`upper('Straße')`, 'STRAßE'],
      [`reverse('an' || chr(771))`, '\u0303na'],
      [`length('an' || chr(771))`, '3'],
      [`length(to_utf8('ä'))`, '2'],
      [`regexp_like('12' || chr(10), '^[0-9]+$')`, 'true'],
      [`regexp_like('12$', '[$]$')`, 'true'],
      [`regexp_like('12x', '^[0-9]+$')`, 'false'],
      [`regexp_extract('ab12', '([a-z]+)(\\d+)', 2)`, '12'],
      [`regexp_extract('ab', '\\d+')`, null],
      [`regexp_replace('a1b22', '(\\d+)', '<$1>')`, 'a<1>b<22>'],
      [`split_part('a-b-c', '-', 2)`, 'b'],
      [`split_part('a-b-c', '-', 4)`, null],
      [`split_part('a-', '-', 2)`, ''],
      [`to_hex(sha256(to_utf8('')))`, 'E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855'],
      [`from_base('ff', 16)`, '255'],
    ],
  ],
  [
    'TRY is NULL where it would fail',
    [
      ['try(7/0)', null],
      ['try(1.5/0)', null],
      ['try(7/2)', '3'],
      [`try(cast('x' as integer))`, null],
      ['try(cast(99999999999 as integer))', null],
      ['coalesce(try(element_at(array[1], 0)), 5)', '5'],
    ],
  ],
  [
    'lists, maps, rows and JSON',
    [
      ['array[1, 2, null]', '[1, 2, null]'],
      [`map(array['a', 'b'], array[1, 2])`, '{a=1, b=2}'],
      [`cast(row(1, 'x') as row(a integer, b varchar))`, '{a=1, b=x}'],
      ['element_at(array[1], 2)', null],
      ['array_distinct(array[3, null, 1, 3, null])', '[3, null, 1]'],
      ['array_union(array[2, 1], array[1, 3])', '[2, 1, 3]'],
      ['array_intersect(array[3, 2, 3, null], array[null, 3])', '[3, null]'],
      [`map(array['a'], array[1])['a']`, '1'],
      [`element_at(map(array['a'], array[1]), 'b')`, null],
      [`array_join(transform(array[1, 2], x -> x * 10), ',')`, '10,20'],
      ['filter(array[1, 2, 3], x -> x % 2 = 1)', '[1, 3]'],
      ['cardinality(sequence(1, 5))', '5'],
      [`json_extract_scalar('{"a": {"b": 1}}', '$.a.b')`, '1'],
      [`cast(json_parse('"x"') as varchar)`, 'x'],
      [`json_format(cast('x' as json))`, '"x"'],
    ],
  ],
]

test.each(VALUES)('%s', async (_, values) => {
  const found = await valuesOf(values.map(([sql]) => sql))
  expect(values.map(([sql], i) => [sql, found[i]])).toEqual(values)
})

test.each([
  ['7/0', 'DIVISION_BY_ZERO: Division by zero'],
  ['array[1][2]', 'INVALID_FUNCTION_ARGUMENT: Array subscript must be less than or equal to array length: 2 > 1'],
  [`cast('abc' as integer)`, "INVALID_CAST_ARGUMENT: Cannot cast 'abc' to INTEGER"],
  [`cast('2024/01/02' as date)`, 'INVALID_CAST_ARGUMENT: Value cannot be cast to date: 2024/01/02'],
  [`map(array['a'], array[1])['b']`, 'INVALID_FUNCTION_ARGUMENT: Key not present in map: b'],
  [`split_part('a', '-', 0)`, 'INVALID_FUNCTION_ARGUMENT: Index must be greater than zero'],
  [`date('2024/01/02')`, 'INVALID_CAST_ARGUMENT: Value cannot be cast to date: 2024/01/02'],
  [`cast(to_utf8('a') as varchar)`, 'TYPE_MISMATCH: Cannot cast varbinary to varchar'],
  [`cast(array[1] as varchar)`, 'TYPE_MISMATCH: Cannot cast array(integer) to varchar'],
  [`1 = '1'`, 'TYPE_MISMATCH: Cannot apply operator: integer = varchar'],
  [`'a' + 1`, 'TYPE_MISMATCH: Cannot apply operator: varchar + integer'],
  ['nope', "SYNTAX_ERROR: Column 'nope' cannot be resolved"],
  ['nope(1)', "FUNCTION_NOT_FOUND: Function 'nope' with 1 arguments is not known to this endpoint"],
])('%s fails: %s', async (sql, reason) => {
  expect(await athena.failure(`select ${sql}`)).toBe(`FAILED: ${reason}`)
})

test('averages of decimals are exact, and keep their scale', async () => {
  expect(await athena.rows('select avg(x), sum(x), count(*) from (values 1.10, 2.25, null) as t (x)')).toEqual([
    ['1.68', '3.35', '3'],
  ])
  const [average, sum] = await athena.columns('select avg(x) a, sum(x) s from (values 1.10) as t (x)')
  expect(average).toMatchObject({ Type: 'decimal', Precision: 3, Scale: 2 })
  expect(sum).toMatchObject({ Type: 'decimal', Precision: 38, Scale: 2 })
})

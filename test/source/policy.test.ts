import { describe, expect, test } from 'vitest'
import { tableOf } from '../../src/core/schema.ts'
import { cellsOf, figuresOf } from '../conformance/canonical-rows.ts'
import { openAll, openBytes } from './dumped.ts'

const dump = (columns: string, ...rows: string[]): string =>
  `SET NAMES utf8mb4;\nCREATE TABLE t (id int NOT NULL PRIMARY KEY, ${columns});\nINSERT INTO t VALUES ${rows.join(',')};\n`

const refusal = (code: string, ...parts: RegExp[]) =>
  expect.objectContaining({
    code,
    ...(parts[0] ? { message: expect.stringMatching(parts[0]) } : {}),
    ...(parts[1] ? { next: expect.stringMatching(parts[1]) } : {}),
  })

async function readAll(sql: string, types: Record<string, string> = {}, zeroDates: Record<string, 'null'> = {}) {
  await using source = await openBytes(sql, { policy: { types, zeroDates } })
  const { snapshot, views } = await openAll(source)
  const cells = await cellsOf(snapshot, 't')
  expect(await snapshot.aggregate({ table: 't', content: true })).toEqual(figuresOf(cells, views[0]!))
  return { cells, notes: snapshot.notes() }
}

const witnessOf = async (sql: string, types: Record<string, string> = {}): Promise<unknown> => {
  await using source = await openBytes(sql, { policy: { types, zeroDates: {} } })
  return await (await openAll(source)).snapshot.aggregate({ table: 't', content: true })
}

describe('types', () => {
  test('a decimal of more than 38 digits is refused until a policy says what it is', async () => {
    const sql = dump('d decimal(65,30)', '(1,-12.500000000000000000000000000000)', '(2,NULL)', "(3,'123456.25')")
    await using source = await openBytes(sql)
    expect(tableOf(await source.schema(), 't')!.columns[1]!.type).toMatchObject({
      kind: 'refused',
      code: 'TYPE_OVERFLOW',
    })
    expect(await source.digits('t', 'd')).toEqual({ before: 6, after: 2, row: 3 })
    expect((await readAll(sql, { 't.d': 'decimal(8,2)' })).cells.map(([, d]) => d)).toEqual([
      '-12.50',
      null,
      '123456.25',
    ])
    expect((await readAll(sql, { 't.d': 'text' })).cells[0]![1]).toBe('-12.500000000000000000000000000000')
  })

  test.each(['decimal(7,2)', 'decimal(8,1)'])(
    '%s is refused where a value does not fit exactly, by its row',
    async (type) => {
      const sql = dump('d decimal(65,30)', '(1,1.5)', '(2,123456.25)')
      await expect(readAll(sql, { 't.d': type })).rejects.toEqual(refusal('VALUE_INVALID', /t\.d, row 2: 123456\.25/))
      await expect(witnessOf(sql, { 't.d': type })).rejects.toEqual(refusal('VALUE_INVALID', /t\.d, row 2: 123456\.25/))
    },
  )

  test('boolean takes 0 and 1 of tinyint(1), and nothing else', async () => {
    const { cells } = await readAll(dump('b tinyint(1)', '(1,0)', '(2,1)', '(3,NULL)'), { 't.b': 'boolean' })
    expect(cells.map(([, b]) => b)).toEqual(['false', 'true', null])
    await expect(readAll(dump('b tinyint(1)', '(1,5)'), { 't.b': 'boolean' })).rejects.toEqual(
      refusal('VALUE_INVALID', /row 1: 5/),
    )
  })

  test.each([
    ['t.x', 'text', /t\.x, which the source does not have/, /t\.d/],
    ['t.d', 'boolean', /cannot be read as 'boolean'/, /'text' or 'decimal\(p,s\)'/],
    ['t.d', 'decimal(39,2)', /cannot be read/, /./],
    ['t.b', 'text', /blob and cannot be read as 'text'/, /'bytes'/],
    ['toString', 'text', /which the source does not have/, /./],
  ])('%s: %s is a mistake of the config', async (path, type, what, next) => {
    const sql = dump('d decimal(9,2), b blob', '(1,1,NULL)')
    await expect(readAll(sql, { [path]: type })).rejects.toEqual(refusal('POLICY', what, next))
  })
})

describe('zero dates', () => {
  const rows = Array.from(
    { length: 3000 },
    (_, i) =>
      `(${i + 1},${i === 2500 || i === 16 || i === 17 ? "'0000-00-00'" : i === 20 ? "'2024-02-30'" : "'2024-01-01'"},NULL)`,
  )
  const sql = dump('d date, m datetime(6)', ...rows)

  test('stop the run, all counted', async () => {
    const what = /^t\.d holds 0000-00-00 in 4 of 3,000 rows; first: row 17 \(id 17\)\.$/
    await expect(readAll(sql)).rejects.toEqual(refusal('VALUE_ZERO_DATE', what, /zeroDates: { 't\.d': 'null' }/))
    await expect(witnessOf(sql)).rejects.toEqual(refusal('VALUE_ZERO_DATE', /in 4 of 3,000 rows; first: row 17/))
  })

  test('are NULL by policy, and counted once however often they are read', async () => {
    await using source = await openBytes(sql, { policy: { types: {}, zeroDates: { 't.d': 'null' } } })
    const { snapshot } = await openAll(source)
    const cells = await cellsOf(snapshot, 't')
    await cellsOf(snapshot, 't')
    expect(cells.filter(([, d]) => d === null)).toHaveLength(4)
    expect(snapshot.notes()).toEqual(['t.d: 4 zero dates read as NULL'])
  })

  test.each(["'0000-00-00'", "'2024-00-10'", "'2024-02-30'", "'2023-02-29'", "'2024-13-01'", "'0000-00-00 00:00:00'"])(
    '%s is one',
    async (value) => {
      await expect(readAll(dump('d date', `(1,${value})`))).rejects.toEqual(refusal('VALUE_ZERO_DATE'))
      await expect(witnessOf(dump('d date', `(1,${value})`))).rejects.toEqual(refusal('VALUE_ZERO_DATE'))
    },
  )

  test('may not be allowed for a column that holds no dates', async () => {
    await expect(readAll(dump('d int', '(1,1)'), {}, { 't.d': 'null' })).rejects.toEqual(
      refusal('POLICY', /holds no dates/),
    )
  })
})

describe('values that are not their column’s', () => {
  test.each([
    ['tinyint', '128'],
    ['tinyint unsigned', '-1'],
    ['smallint unsigned', '65536'],
    ['int', '2147483648'],
    ['int', "'abc'"],
    ['int', "''"],
    ['int', '1.5'],
    ['int', '0x41'],
    ['bigint', '9223372036854775808'],
    ['bigint unsigned', '18446744073709551616'],
    ['decimal(4,2)', '100.00'],
    ['decimal(4,2)', '1.234'],
    ['decimal(4,2)', "'.'"],
    ['decimal(4,2)', "'1 '"],
    ['double', "'NaN'"],
    ['double', '1e999'],
    ['double', "'1x'"],
    ['float', '1e39'],
    ['bit(2)', "b'100'"],
    ['bit(1)', '2'],
    ['date', "'2024-01-01 10:00:00'"],
    ['date', "'20240101'"],
    ['date', '20240101'],
    ['date', "'24-01-01'"],
    ['datetime', "'2024-01-01 24:00:00'"],
    ['datetime', "'2024-01-01T10:00:00'"],
    ['datetime', "'2024-01-01 10:00'"],
    ['datetime(6)', "'2024-01-01 10:00:00.1234567'"],
    ['datetime', "'2024-01-01 10:00:60'"],
    ['time', "'839:00:00'"],
    ['time', "'1:00:00'"],
    ['time', "'10:60:00'"],
    ['year', '2156'],
  ])('%s does not take %s', async (declared, value) => {
    const sql = dump(`v ${declared}`, '(1,NULL)', `(2,${value})`)
    await expect(readAll(sql)).rejects.toEqual(refusal('VALUE_INVALID', /t\.v, row 2: /))
    await expect(witnessOf(sql)).rejects.toEqual(refusal('VALUE_INVALID', /t\.v, row 2: /))
  })

  test.each([
    ['int', "'007'", '7'],
    ['int', '1.0', '1'],
    ['int', '1e3', '1000'],
    ['int', '+5', '5'],
    ['int', '-0', '0'],
    ['int', 'TRUE', '1'],
    ['int', 'false', '0'],
    ['decimal(10,2)', '1.5e2', '150.00'],
    ['decimal(10,2)', '-0.00', '0.00'],
    ['decimal(10,2)', "'.5'", '0.50'],
    ['decimal(10,2)', '1.5000', '1.50'],
    ['decimal(38,38)', '-0.00000000000000000000000000000000000001', '-0.00000000000000000000000000000000000001'],
    ['date', "'0000-01-01'", '0000-01-01'],
    ['date', "'9999-12-31'", '9999-12-31'],
    ['date', "'2024-02-29 00:00:00'", '2024-02-29'],
    ['datetime(6)', "'0000-01-01 00:00:00.000001'", '0000-01-01 00:00:00.000001'],
    ['datetime', "'2024-01-01'", '2024-01-01 00:00:00.000000'],
    ['time(1)', "'-838:59:59.5'", '-3020399500000'],
    ['time', "'-00:00:01'", '-1000000'],
    ['bit(10)', "'\\0\\n'", '10'],
    ['bit(10)', '0x201', '513'],
    ['bit(1)', "'\\0'", 'false'],
    ['bit(64)', "b'1111111111111111111111111111111111111111111111111111111111111111'", '18446744073709551615'],
    ['blob', "_binary 'a\\'b'", '612762'],
    ['blob', "x'00fF'", '00FF'],
    ['blob', "''", ''],
    ['text', "_latin1'\\\\'", '\\'],
    ['text', "_utf8mb4 'é'", 'é'],
    ['text', "x'C3A9'", 'é'],
    ['text character set latin1', "x'E980'", 'é€'],
    ['text', '"it\'s ""x"""', `it's "x"`],
    ['varchar(9)', "'a\\%\\_\\b\\Z\\q'", 'a\\%\\_\b\x1aq'],
  ])('%s takes %s', async (declared, value, expected) => {
    const { cells } = await readAll(dump(`v ${declared}`, `(1,${value})`))
    expect(cells).toEqual([['1', expected]])
  })
})

import { expect, test } from 'vitest'
import {
  and,
  coalesce,
  concat,
  day,
  decimal,
  eq,
  from,
  gt,
  gte,
  isIn,
  isNull,
  lower,
  lt,
  lte,
  minus,
  ne,
  not,
  or,
  plus,
  sql,
  star,
  times,
  trim,
  upper,
  when,
} from '../../src/index.ts'
import { ask, type Rows, testProject } from '../pipeline/project.ts'
import { insert } from '../pipeline/shop.ts'

const tables = {
  v: {
    key: ['id'],
    columns: {
      id: 'int',
      n: 'int?',
      big: 'bigint?',
      d: 'decimal(10,2)?',
      w: 'decimal(18,9)?',
      wide: 'decimal(38,0)?',
      t: 'varchar(100)?',
      u: 'varchar(100)?',
      day: 'date?',
      at: 'datetime(6)?',
      f: 'double?',
      b: 'tinyint(1)?',
    },
    refs: {},
  },
} as const

const TEXTS = [
  '',
  ' ',
  '  a b  ',
  '\t x \n',
  'ÄÖÜß é ÿ þ × ÷',
  'e\u0301 A\u0308',
  '😀👩‍👩‍👧 x',
  '\ufeffbom',
  '1.50',
  '007',
  "it's",
  'İı ﬀ Σς',
  '\u00a0nbsp\u00a0',
  '%_',
  'NULL',
]
const NUMBERS = [0, 1, -1, 2147483647, -2147483648, 5]
const DECIMALS = ['0.00', '0.01', '-0.01', '99999999.99', '-99999999.99', '1.50', '0.50']
const SMALL = ['0.000000000', '0.005000000', '-0.005000000', '0.015000000', '999999999.999999999', '-0.000000001']
const DAYS = ['1000-01-01', '2024-02-29', '9999-12-31', '1970-01-01']
const MOMENTS = [
  '1970-01-01 00:00:00.000000',
  '2024-03-31 00:59:59.999999',
  '2024-03-31 01:00:00.000000',
  '2024-10-26 22:30:00.000000',
  '2024-01-01 23:00:00.000000',
  '1943-08-01 22:30:00.000000',
]
const FLOATS = ['0.125', '2.675', '1.005', '-1.005', '0.1', '123456.785', '1e-7', '99999.995']

const pick = <T>(list: readonly T[], row: number): T | null =>
  row % (list.length + 1) === list.length ? null : list[row % (list.length + 1)]!
const rows = Array.from({ length: 120 }, (_, i) => [
  i,
  pick(NUMBERS, i),
  pick(['9223372036854775807', '-9223372036854775808', '0', '42'], i),
  pick(DECIMALS, i + (i >> 3)),
  pick(SMALL, i),
  i === 0 ? '99999999999999999999999999999999999999' : pick(['-1', '5'], i),
  pick(TEXTS, i),
  pick(TEXTS, i + (i >> 4)),
  pick(DAYS, i),
  pick(MOMENTS, i),
  pick(FLOATS, i),
  pick([0, 1], i),
])

const DUMP = `SET NAMES utf8mb4;
CREATE TABLE v (id int NOT NULL, n int, big bigint, d decimal(10,2), w decimal(18,9), wide decimal(38,0), t varchar(100), u varchar(100),
  day date, at datetime(6), f double, b tinyint(1), PRIMARY KEY (id)) DEFAULT CHARSET=utf8mb4;
${insert('v', rows)}`

const { fact } = from(tables)
type AnyFact = Parameters<typeof star>[0][string]

/** Runs a fact over the hostile rows: both legs of the proof must agree about every value, or the run fails. */
async function told(v: AnyFact, dump = DUMP): Promise<Rows> {
  await using given = await testProject({ dump, model: star({ v }) })
  return await ask(given.project, await given.run(), 'select * from fact_v order by id')
}

const column = (found: Rows, at: number): readonly (string | null)[] => found.map((row) => row[at]!)

test('exact arithmetic', async () => {
  const found = await told(
    fact('v', (v) => ({
      id: v.id,
      nn: times(v.n, v.n),
      nd: times(v.n, v.d),
      dw: times(v.d, v.w),
      sum: plus(v.big, v.w),
      less: minus(v.d, v.w),
      same: plus(v.d, v.d),
      cents: times(v.d, v.d),
    })).measures({}),
  )
  const [n, d] = [1, 3].map((at) => rows.map((row) => row[at]))
  expect(column(found, 1)).toEqual(n!.map((one) => (one === null ? null : String(BigInt(one!) ** 2n))))
  const cents = d!.map((one) => (one === null ? null : BigInt(String(one).replace('.', '')) ** 2n))
  expect(column(found, 7).map((one) => (one === null ? null : BigInt(one.replace('.', ''))))).toEqual(cents)
})

test('rounding half away from zero', async () => {
  const found = await told(
    fact('v', (v) => ({
      id: v.id,
      w2: decimal(v.w, 20, 2),
      w8: decimal(v.w, 20, 8),
      w0: decimal(v.w, 12, 0),
      w12: decimal(v.w, 30, 12),
      n2: decimal(v.n, 20, 2),
    })).measures({}),
  )
  const rounded: Record<string, string> = {
    '0.005000000': '0.01',
    '-0.005000000': '-0.01',
    '0.015000000': '0.02',
    '999999999.999999999': '1000000000.00',
    '-0.000000001': '0.00',
  }
  for (const [i, row] of rows.entries())
    if (row[4] !== null && rounded[row[4] as string]) expect(found[i]![1]).toBe(rounded[row[4] as string])
})

test('floating point taken to decimals', async () => {
  await told(
    fact('v', (v) => ({
      id: v.id,
      two: decimal(v.f, 18, 2),
      six: decimal(v.f, 30, 6),
      zero: decimal(v.f, 12, 0),
    })).measures({}),
  )
})

test('large floating point taken to decimals', async () => {
  const big = DUMP.replace(
    /INSERT[^;]*;/,
    'INSERT INTO v (id, f) VALUES (1, 1e21), (2, -123456789012345678901234.0), (3, 1e-30);',
  )
  await told(fact('v', (v) => ({ id: v.id, two: decimal(v.f, 38, 2) })).measures({}), big)
})

test('text', async () => {
  const found = await told(
    fact('v', (v) => ({
      id: v.id,
      trim: trim(v.t),
      upper: upper(v.t),
      lower: lower(v.t),
      both: concat(v.t, '|', v.u),
      twice: upper(lower(trim(v.u))),
      number: concat(v.t, '1.50'),
      seven: concat('007', v.t),
    })).measures({}),
  )
  const texts = rows.map((row) => row[6] as string | null)
  expect(column(found, 1)).toEqual(texts.map((one) => one?.replace(/^ +| +$/g, '') ?? null))
  expect(column(found, 6)).toEqual(texts.map((one) => (one === null ? null : `${one}1.50`)))
  const latin = (one: string) => one.replace(/[a-zà-öø-þ]/g, (letter) => letter.toUpperCase())
  expect(column(found, 2)).toEqual(texts.map((one) => (one === null ? null : latin(one))))
})

test('choices', async () => {
  await told(
    fact('v', (v) => ({
      id: v.id,
      n: coalesce(v.n, 0),
      d: coalesce(v.d, '-1.005'),
      t: coalesce(v.t, '0.50'),
      t2: coalesce(v.t, v.u),
      day: coalesce(v.day, '1000-01-01'),
      more: when(gt(v.n, 0), v.d, '0.125'),
      text: when(isNull(v.t), v.u, '1.50'),
      column: when(lt(v.d, v.w), v.d, v.d),
      at: when(gt(v.day, '2000-01-01'), v.at, v.at),
    })).measures({}),
  )
})

test('conditions, NULLs among them', async () => {
  const found = await told(
    fact('v', (v) => ({
      id: v.id,
      a: when(eq(v.t, '1.50'), v.id, 0),
      b: when(ne(v.t, '007'), v.id, 0),
      c: when(lte(v.d, '1.5'), v.id, 0),
      d: when(gte(v.d, v.w), v.id, 0),
      e: when(isIn(v.t, '', '1.50', 'NULL', '+5'), v.id, 0),
      f: when(isIn(v.n, 1, -1, 5), v.id, 0),
      g: when(not(and(gt(v.n, 0), isNull(v.t))), v.id, 0),
      h: when(or(eq(v.t, v.u), gt(v.day, '2024-01-01')), v.id, 0),
      i: when(lt(v.t, v.u), v.id, 0),
      j: when(eq(v.big, '9223372036854775807'), v.id, 0),
      k: when(lt(v.at, '2024-01-01 00:00:00'), v.id, 0),
      l: when(eq(trim(v.t), ''), v.id, 0),
      m: when(gt(v.d, 5), v.id, 0),
    })).measures({}),
  )
  expect(column(found, 1)).toEqual(rows.map((row) => (row[6] === '1.50' ? String(row[0]) : '0')))
})

test('numbers that have no common width are refused before anything is read', async () => {
  const wide = told(fact('v', (v) => ({ id: v.id, more: when(gt(v.wide, v.w), v.id, 0) })).measures({}))
  await expect(wide).rejects.toMatchObject({ code: 'MODEL_TYPE', message: expect.stringContaining('47 digits') })
  await told(
    fact('v', (v) => ({
      id: v.id,
      same: when(gt(v.wide, 5), v.id, 0),
      bound: when(lt(v.wide, '5'), v.id, 0),
    })).measures({}),
  )
})

test.each(['Europe/Madrid', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'UTC', 'Europe/London'])(
  'days of moments in %s',
  async (zone) => {
    const found = await told(fact('v', (v) => ({ id: v.id, day: day(v.at, zone) })).measures({}))
    const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone })
    const days = rows.map(([, , , , , , , , , at]) =>
      at === null ? null : format.format(new Date(`${String(at).slice(0, 23).replace(' ', 'T')}Z`)),
    )
    expect(column(found, 1)).toEqual(days)
  },
)

test.each(['Europe/Madrid', 'America/New_York', 'Australia/Sydney'])('days of moments far away in %s', async (zone) => {
  const far = [
    '1000-01-01 00:00:00',
    '1850-06-01 04:58:00',
    '1883-11-18 17:00:00',
    '2150-07-01 22:30:00',
    '2150-07-02 03:30:00',
    '9999-12-31 00:00:00',
    '9999-06-30 13:30:00',
  ]
  const dump = DUMP.replace(
    /INSERT[^;]*;/,
    `INSERT INTO v (id, at) VALUES ${far.map((at, i) => `(${i}, '${at}')`).join(', ')};`,
  )
  await told(fact('v', (v) => ({ id: v.id, day: day(v.at, zone) })).measures({}), dump)
})

test('SQL of the model’s own', async () => {
  const found = await told(
    fact('v', (v) => ({
      id: v.id,
      length: sql('int', { duckdb: 'length({0})' }, v.t),
      half: sql('decimal(20,3)', { duckdb: '{0} / 2' }, v.d),
      twice: sql('text', { duckdb: "{0} || '{' || {0}" }, v.t),
      day: sql('date?', { duckdb: '{0} - 1' }, v.day),
      parity: sql('boolean', { duckdb: '{0} % 2 = 0' }, v.n),
      text: sql('varchar(9)', { duckdb: '{0}' }, v.n),
    })).measures({}),
  )
  const lost = told(fact('v', (v) => ({ id: v.id, x: sql('int', { duckdb: '{0} + {1}' }, v.n) })).measures({}))
  await expect(lost).rejects.toMatchObject({ code: 'MODEL_TYPE', message: expect.stringContaining('{1}') })
  expect(found).toHaveLength(rows.length)
})

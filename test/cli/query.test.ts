import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { shop } from './shop.ts'
import { contentOf, type Folder, starlift, steady, succeed } from './starlift.ts'

let published: Folder
beforeAll(async () => {
  published = await shop()
  await succeed(published.path, 'run')
})
afterAll(() => published[Symbol.asyncDispose]())

const query = (...args: string[]) => starlift(published.path, 'query', ...args)

const SALES = `select name, country, sum(amount) as sales from dim_customers left join fact_orders using (customer_key)
  where customer_key > 0 group by all order by name`

describe('answers', () => {
  test('a table on stdout, and what it stands for on stderr', async () => {
    const { code, stdout, stderr } = await query(SALES)
    expect(stdout).toBe(`name  country       sales
────  ───────────  ──────
Ada   Netherlands   19.75
Bo    Germany      100.00
Cy    NULL           NULL
`)
    expect(steady(stderr)).toBe('3 rows · version 1, <time> · equals the dump shop.sql\n')
    expect(code).toBe(0)
  })

  test('--json: objects of exact text, NULL as null', async () => {
    const { code, stdout, stderr } = await query('--json', SALES)
    expect(JSON.parse(stdout)).toEqual([
      { name: 'Ada', country: 'Netherlands', sales: '19.75' },
      { name: 'Bo', country: 'Germany', sales: '100.00' },
      { name: 'Cy', country: null, sales: null },
    ])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  })

  test('--csv: RFC 4180; NULL is nothing, an empty text is ""', async () => {
    const { code, stdout, stderr } = await query(
      '--csv',
      `select null as "nothing", '' as "empty", 'a,b' as "a,comma", 'say "hi"' as "a ""quote""", chr(13) || chr(10) || 'x' as "lines", ' plain ' as "plain"`,
    )
    expect(stdout).toBe(
      `nothing,empty,"a,comma","a ""quote""",lines,plain\r\n,"","a,b","say ""hi""","\r\nx", plain \r\n`,
    )
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  })

  test('a table shows line breaks as one sign, and wide letters as two columns', async () => {
    const { stdout } = await query(`select 'a' || chr(10) || 'b' as text, 1 as n union all select '日本', 22`)
    expect(stdout).toBe(`text   n
────  ──
a⏎b    1
日本  22
`)
  })

  test('tables: every column of the star with its type', async () => {
    const rows = JSON.parse((await query('--json', 'select * from tables where "table" = \'fact_orders\'')).stdout)
    expect(rows.map(Object.values)).toEqual([
      ['fact_orders', 'id', 'integer', null],
      ['fact_orders', 'customer_key', 'integer', null],
      ['fact_orders', 'ordered_key', 'integer', null],
      ['fact_orders', 'amount', 'decimal(10,2)', null],
      ['fact_orders', 'doubled', 'decimal(11,2)', null],
    ])
  })

  test('no row at all: the head, and no fault', async () => {
    expect((await query('select amount from fact_orders where false')).stdout).toBe('amount\n──────\n')
    expect((await query('--csv', 'select amount from fact_orders where false')).stdout).toBe('amount\r\n')
    expect((await query('--json', 'select amount from fact_orders where false')).stdout).toBe('[]\n')
  })

  test('a trailing semicolon, a comment, WITH, FROM first, and EXPLAIN are fine', async () => {
    for (const sql of [
      'select 1;',
      'select 1 -- one',
      'with a as (select 1) from a',
      'from fact_orders',
      'explain select 1',
    ])
      expect(await query(sql)).toMatchObject({ code: 0, stderr: expect.stringContaining('version 1') })
  })
})

const ONLY_SELECT = 'Only SELECT is run here'
const DOES_NOT_RUN = 'The SQL does not run'

describe('refusals: a query reads the star, and nothing else', () => {
  test.each([
    ['a second statement', 'select 1; select 2', 'One statement at a time'],
    ['a write', 'delete from fact_orders', DOES_NOT_RUN],
    ['a new table', 'create table x as select 1', ONLY_SELECT],
    ['a file', `copy (select 1) to '<folder>/out.csv'`, DOES_NOT_RUN],
    ['reading a file', `select * from read_text('<folder>/secret.txt')`, DOES_NOT_RUN],
    ['reading a file by its name', `select * from '<folder>/secret.csv'`, DOES_NOT_RUN],
    [
      'reading another file of the lake',
      `select * from read_text('<folder>/lake/_starlift/versions/000001.json')`,
      DOES_NOT_RUN,
    ],
    ['the network', `select * from read_csv('http://127.0.0.1:9/x.csv')`, DOES_NOT_RUN],
    ['a setting', 'set enable_external_access = true', ONLY_SELECT],
    ['another setting', `pragma memory_limit='1GB'`, ONLY_SELECT],
    ['an extension', 'install httpfs', ONLY_SELECT],
    ['another database', `attach '<folder>/x.duckdb' as x`, ONLY_SELECT],
    ['what environment there is', `select getenv('HOME')`, DOES_NOT_RUN],
    ['nothing', '', DOES_NOT_RUN],
  ])('%s', async (_, sql, what) => {
    await writeFile(join(published.path, 'secret.txt'), 'the secret')
    await writeFile(join(published.path, 'secret.csv'), 'a\nthe secret\n')
    const before = await contentOf(published.path)
    const { code, stdout, stderr } = await query(sql.replace('<folder>', published.path))
    expect(stderr.split('\n')[1]).toBe(`QUERY  ${what}`)
    expect(stderr).not.toContain('the secret')
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(await contentOf(published.path)).toEqual(before)
  })
})

import { expect, test } from 'vitest'
import { isTyped, tableOf } from '../../../src/core/schema.ts'
import { mysqlSource } from '../../../src/source/mysql/mysql-source.ts'
import { NO_POLICY } from '../../../src/source/policy.ts'
import type { LiveServer } from '../../servers/mysql.ts'
import { urlOf } from './shop.ts'

const ROWS = 6000
const TARGET = 1000

interface Keyed {
  /** Columns besides the rest, and their key. */
  readonly columns: string
  /** A row's values, of its number `n`. */
  readonly values: string
  /** Whether the key can be cut. */
  readonly cut: boolean
}

const latin = "concat(char(65 + n % 26 using latin1), lpad(n, 6, '0'))"

const KEYS: Readonly<Record<string, Keyed>> = {
  number: { columns: 'a int primary key', values: 'n', cut: true },
  'number with a gap': {
    columns: 'a bigint unsigned primary key',
    values: 'if(n < 3000, n, 18446744073709545000 + n)',
    cut: true,
  },
  'negative number': { columns: 'a decimal(20,2) primary key', values: '-n + 0.25', cut: true },
  'two numbers': { columns: 'a int, b int, primary key (a, b)', values: 'n div 100, n % 100', cut: true },
  'two, of which the first is always one': { columns: 'a int, b int, primary key (a, b)', values: '7, n', cut: true },
  text: { columns: 'a varchar(20) primary key', values: latin, cut: true },
  'text compared by bytes': {
    columns: 'a varchar(20) character set latin1 collate latin1_bin primary key',
    values: latin,
    cut: true,
  },
  'a day and a text': {
    columns: 'a date, b varchar(9), primary key (a, b)',
    values: `'2020-01-01' + interval n div 3 day, ${latin}`,
    cut: true,
  },
  moment: { columns: 'a datetime primary key', values: "'2020-01-01' + interval n hour", cut: true },
  bytes: { columns: 'a binary(16) primary key', values: 'unhex(md5_of(n))', cut: true },
  'unique, and no primary key': { columns: 'a int not null, unique key (a)', values: 'n', cut: true },
  'unique with NULL': { columns: 'a int, unique key (a)', values: 'nullif(n, 5)', cut: false },
  none: { columns: 'a int', values: 'n % 10', cut: false },
}

/** Ranges of every kind of key: together all rows, once, and no more of them than are worth it. */
export function chunksSuite(server: () => LiveServer): void {
  test('tables are cut along keys of every kind', async () => {
    const tables = Object.values(KEYS).map(({ columns, values }, i) => {
      const own = values.replace('md5_of(n)', 'left(sha2(n, 256), 32)')
      return `create table t${i} (${columns}, rest varchar(60)) character set utf8mb4;
        insert into t${i} select ${own}, repeat('x', 60) from numbers; analyze table t${i};`
    })
    await server().sql(`create database cuts character set utf8mb4; use cuts; create table numbers (n int primary key);
      set ${(await server().sql('select version()')).includes('MariaDB') ? 'max_recursive_iterations' : 'cte_max_recursion_depth'} = 100000;
      insert into numbers with recursive r as (select 0 as n union all select n + 1 from r where n < ${ROWS - 1}) select n from r; ${tables.join('\n')}`)
    await using source = await mysqlSource({ url: urlOf(server(), 'cuts'), policy: NO_POLICY })
    const schema = await source.schema()
    const views = Object.keys(KEYS).map((_, i) => ({
      table: `t${i}`,
      columns: tableOf(schema, `t${i}`)!.columns.filter(isTyped),
    }))
    await using snapshot = await source.snapshot(views)
    const found: Record<string, unknown> = {}
    for (const [i, name] of Object.keys(KEYS).entries()) {
      const sizes: number[] = []
      for await (const chunk of snapshot.chunks(`t${i}`, TARGET)) {
        let rows = 0
        for await (const batch of snapshot.read(chunk)) rows += batch.rows
        sizes.push(rows)
      }
      const all = sizes.reduce((sum, rows) => sum + rows)
      found[name] = { all, cut: sizes.length > 1, even: Math.max(...sizes) < (sizes.length > 1 ? ROWS / 2 : ROWS + 1) }
    }
    expect(found).toEqual(
      Object.fromEntries(Object.entries(KEYS).map(([name, { cut }]) => [name, { all: ROWS, cut, even: true }])),
    )
  })
}

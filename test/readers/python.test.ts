import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { from, star, sum } from '../../src/index.ts'
import { ask, type Published, type Rows, sampleText, type TestProject, testProject } from '../pipeline/project.ts'
import { pythonEnvironment, READERS, type RunPython } from '../servers/python.ts'

const SCRIPT = readFileSync(fileURLToPath(new URL('./read.py', import.meta.url)), 'utf8')

interface Seen {
  readonly names: readonly string[]
  readonly types: readonly (readonly string[])[]
  readonly rows: Rows
}
type Reading = Record<string, Record<'pyarrow' | 'polars' | 'duckdb' | 'database', Seen>>

let python: RunPython
beforeAll(async () => {
  python = await pythonEnvironment(READERS)
})

async function readAll({ project, folder }: TestProject, version: Published): Promise<Reading> {
  const files = await Promise.all(
    Object.entries(version.tables).map(async ([name, table]) => [
      name,
      await project.store.fetch(table.files[0]!.path),
    ]),
  )
  return python<Reading>(SCRIPT, { files: Object.fromEntries(files), database: join(folder, 'star.duckdb') })
}

const sorted = (rows: Rows): string[] => rows.map((row) => JSON.stringify(row)).toSorted()
/** Python writes exponents and fractions of seconds as it likes. */
const alike = (rows: Rows): Rows =>
  rows.map((row) => row.map((value) => value?.replace(/(:\d\d\.\d*?)0+(\+|$)/, '$1$2') ?? null))

async function sameEverywhere(given: TestProject, version: Published): Promise<Reading> {
  const reading = await readAll(given, version)
  for (const [name, readers] of Object.entries(reading)) {
    const ours = sorted(alike(await ask(given.project, version, `select * from "${name}"`)))
    for (const [reader, seen] of Object.entries(readers)) {
      expect([name, reader, seen.names]).toEqual([
        name,
        reader,
        version.tables[name]!.columns.map((column) => column.name),
      ])
      expect([name, reader, sorted(alike(seen.rows))]).toEqual([name, reader, ours])
    }
  }
  return reading
}

describe('polars, pyarrow and DuckDB in Python', () => {
  test('read the published sample as we do', async () => {
    await using given = await testProject({ dump: sampleText(), config: { duckdb: 'star.duckdb' } })
    const version = await given.run()
    const reading = await sameEverywhere(given, version)
    for (const seen of Object.values(reading.fact_orders!)) {
      const type = (name: string) => seen.types[seen.names.indexOf(name)]
      expect([type('order_amount'), type('price_each'), type('order_number'), type('status')]).toEqual([
        ['Decimal'],
        ['Decimal'],
        ['int'],
        ['str'],
      ])
    }
    expect(Object.keys(reading)).toHaveLength(6)
  })

  test('read a row of every type as we do, its extremes and its NULLs', async () => {
    await using given = await testProject({ dump: EVERY_TYPE, model: everyType(), config: { duckdb: 'star.duckdb' } })
    const version = await given.run()
    const reading = await sameEverywhere(given, version)
    for (const seen of Object.values(reading.fact_v!)) {
      const types = Object.fromEntries(seen.names.map((name, i) => [name, seen.types[i]]))
      expect(types).toMatchObject({
        u: ['Decimal'],
        d: ['Decimal'],
        wide: ['Decimal'],
        day: ['date'],
        at: ['datetime'],
        since: ['datetime'],
        f: ['float'],
        t: ['str'],
        raw: ['bytes'],
        bit: ['bool'],
      })
    }
  })
})

const tables = {
  v: {
    key: ['id'],
    columns: {
      id: 'int',
      tiny: 'tinyint?',
      small: 'smallint?',
      big: 'bigint?',
      u: 'bigint unsigned?',
      d: 'decimal(10,2)?',
      wide: 'decimal(38,10)?',
      day: 'date?',
      at: 'datetime(6)?',
      since: 'timestamp(3)?',
      f: 'double?',
      t: 'varchar(60)?',
      note: 'text?',
      raw: 'varbinary(9)?',
      bit: 'bit(1)?',
    },
    refs: {},
  },
} as const
const everyType = () => {
  const v = from(tables).fact('v', (row) => ({
    tiny: row.tiny,
    small: row.small,
    big: row.big,
    u: row.u,
    d: row.d,
    wide: row.wide,
    day: row.day,
    at: row.at,
    since: row.since,
    f: row.f,
    t: row.t,
    note: row.note,
    raw: row.raw,
    bit: row.bit,
  }))
  return star({ v: v.measures({ d: sum('d'), u: sum('u') }) })
}

const EVERY_TYPE = `SET NAMES utf8mb4; SET TIME_ZONE='+00:00';
CREATE TABLE v (id int NOT NULL, tiny tinyint, small smallint, big bigint, u bigint unsigned, d decimal(10,2), wide decimal(38,10), day date, at datetime(6), since timestamp(3) NULL,
  f double, t varchar(60), note text, raw varbinary(9), bit bit(1), PRIMARY KEY (id)) DEFAULT CHARSET=utf8mb4;
INSERT INTO v VALUES
(1,127,32767,9223372036854775807,18446744073709551615,99999999.99,9999999999999999999999999999.9999999999,'9999-12-31','9999-12-31 23:59:59.999999','2038-01-19 03:14:07.999',1.7976931348623157e308,'Île 😀','\ufeffbom',0x00FF27,b'1'),
(2,-128,-32768,-9223372036854775808,0,-99999999.99,-0.0000000001,'1000-01-01','1000-01-01 00:00:00','1970-01-01 00:00:01.000',-0.1,'','',0x,b'0'),
(3,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL),
(4,0,0,0,1,0.10,0.1,'2024-02-29','2024-02-29 12:00:00.5','2024-03-31 01:30:00.500',0.1,' a  ','it''s "x"',0x41,b'1');
`

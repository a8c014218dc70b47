import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { tableOf, typeText } from '../../../src/core/schema.ts'
import { id } from '../../../src/core/sql.ts'
import { duckdbEngine } from '../../../src/engine/duckdb/duckdb-engine.ts'
import { mysqlSource } from '../../../src/source/mysql/mysql-source.ts'
import type { Policy } from '../../../src/source/policy.ts'
import { stageTable } from '../../../src/stage/stage-table.ts'
import type { LiveServer } from '../../servers/mysql.ts'
import { failure, openAll } from '../dumped.ts'
import { errorOf, urlOf } from './shop.ts'

/** A column, a value at its end, the type in the lake, and the value there, in the engine's words. */
type Edge = readonly [declared: string, value: string, type: string, staged: string | null]

/** What other tools lose, cut, shift or fail on. */
const EDGES: Readonly<Record<string, Edge>> = {
  dec38: [
    'decimal(38,10)',
    '1234567890123456789012345678.0123456789',
    'DECIMAL(38,10)',
    '1234567890123456789012345678.0123456789',
  ],
  dec20: ['decimal(20,12)', '12345678.123456789012', 'DECIMAL(20,12)', '12345678.123456789012'],
  dec2: ['decimal(10,2)', '-99999999.99', 'DECIMAL(10,2)', '-99999999.99'],
  big: ['bigint unsigned', '18446744073709551615', 'DECIMAL(20,0)', '18446744073709551615'],
  least: ['bigint', '-9223372036854775808', 'BIGINT', '-9223372036854775808'],
  whole: ['int unsigned', '4294967295', 'BIGINT', '4294967295'],
  none: ['date', "'0000-00-00'", 'DATE', null],
  never: ['date', "'2024-02-30'", 'DATE', null],
  old: ['date', "'1000-01-01'", 'DATE', '1000-01-01'],
  reform: ['date', "'1582-10-10'", 'DATE', '1582-10-10'],
  first: ['datetime(6)', "'1000-01-01 00:00:00.000001'", 'TIMESTAMP', '1000-01-01 00:00:00.000001'],
  last: ['datetime(6)', "'9999-12-31 23:59:59.999999'", 'TIMESTAMP', '9999-12-31 23:59:59.999999'],
  stamp: [
    'timestamp(6) null',
    "'2024-03-31 01:30:00.000001'",
    'TIMESTAMP WITH TIME ZONE',
    '2024-03-31 01:30:00.000001+00',
  ],
  bit1: ['bit(1)', "b'1'", 'BOOLEAN', 'true'],
  bit20: ['bit(20)', "b'11111111111111111111'", 'BIGINT', '1048575'],
  some: ["set('a','b','c')", "'a,c'", 'VARCHAR', 'a,c'],
  one: ["enum('x','y z','')", "'y z'", 'VARCHAR', 'y z'],
  long: ['time', "'838:59:59'", 'BIGINT', '3020399000000'],
  back: ['time', "'-838:59:59'", 'BIGINT', '-3020399000000'],
  fine: ['time(6)', "'12:34:56.123456'", 'BIGINT', '45296123456'],
  age: ['year', '2155', 'SMALLINT', '2155'],
  raw: ['blob', "x'00ff0a0d27225c1a'", 'BLOB', '00ff0a0d27225c1a'],
  five: ['binary(5)', "'ab'", 'BLOB', '6162000000'],
  tiny: ['tinyint(1)', '127', 'TINYINT', '127'],
  padded: ['char(10)', "'ab'", 'VARCHAR', 'ab'],
  real: ['float', '16777216', 'FLOAT', '16777216'],
  third: ['float', '0.33333334', 'FLOAT', '0.3333333432674408'],
  double: ['double', '1.23456789012345', 'DOUBLE', '1.23456789012345'],
  tail: ['varchar(20)', "'Norway  '", 'VARCHAR', 'Norway  '],
  latin: ['varchar(20) character set latin1', "'Ünï €'", 'VARCHAR', 'Ünï €'],
  face: ['text', "'😀'", 'VARCHAR', '😀'],
  made: ['int as (`tiny` + 1)', 'default', 'INTEGER', '128'],
}

const ZERO: Policy = { types: {}, zeroDates: { 't.none': 'null', 't.never': 'null' } }

/** The table on which every other reader is wrong somewhere: each cell exact in a proper type of the staged file, or refused by name. */
export function edgeTableSuite(server: () => LiveServer): void {
  const open = (policy: Policy) => mysqlSource({ url: urlOf(server(), 'edges'), policy })

  test('every cell of the edge table lands exact, in a proper type', async () => {
    const columns = Object.entries(EDGES).map(([name, [declared]]) => `\`${name}\` ${declared}`)
    const values = Object.values(EDGES).map(([, value]) => value)
    await server().sql(`create database edges character set utf8mb4; use edges; set sql_mode = 'ALLOW_INVALID_DATES'; set time_zone = '+00:00';
      create table t (id int primary key, ${columns.join(', ')}); create table wide (id int primary key, d decimal(65,30));
      insert into t values (1, ${values.join(', ')}); insert into wide values (1, 12345678901234567890123456789012345.5)`)
    await using source = await open(ZERO)
    const { snapshot: opened, views } = await openAll(source)
    await using snapshot = opened
    const view = views.find(({ table }) => table === 't')!
    const folder = await mkdtemp(join(tmpdir(), 'starlift-edges-'))
    await using engine = await duckdbEngine({ scratch: folder })
    await stageTable(engine, snapshot, view, { file: (i) => join(folder, `${i}.parquet`) })
    const names = Object.keys(EDGES)
    const { columns: staged, rows } = await engine.query(`select ${names.map(id).join(', ')} from landed.t`)
    expect(Object.fromEntries(names.map((name, i) => [name, [staged[i]!.type, rows[0]![i]]]))).toEqual(
      Object.fromEntries(Object.entries(EDGES).map(([name, [, , type, value]]) => [name, [type, value]])),
    )
    expect(snapshot.notes()).toEqual(['t.none: 1 zero dates read as NULL', 't.never: 1 zero dates read as NULL'])
    await rm(folder, { recursive: true })
  })

  test('what has no exact home is refused by name, with what would make it exact', async () => {
    await using source = await open({ types: {}, zeroDates: {} })
    expect(tableOf(await source.schema(), 'wide')!.columns[1]!.type).toMatchObject({
      code: 'TYPE_OVERFLOW',
      remedy: expect.stringContaining("'text'"),
    })
    await using exact = await open({ types: { 'wide.d': 'text' }, zeroDates: {} })
    const { type } = tableOf(await exact.schema(), 'wide')!.columns[1]!
    expect(type.kind === 'refused' ? type.reason : typeText(type)).toBe('text')
    const { snapshot: opened } = await openAll(source)
    await using snapshot = opened
    const read = async (): Promise<void> => {
      for await (const chunk of snapshot.chunks('t', 1000)) for await (const _ of snapshot.read(chunk));
    }
    expect(await errorOf(read())).toEqual(failure('VALUE_ZERO_DATE', /^t\.none holds 0000-00-00 in 1 of 1 rows/))
  })
}

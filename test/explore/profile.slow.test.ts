import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isTyped } from '../../src/core/schema.ts'
import type { Source } from '../../src/core/source.ts'
import { duckdbEngine } from '../../src/engine/duckdb/duckdb-engine.ts'
import { type ColumnProfile, type ProfileOptions, profileTables, type TableProfile } from '../../src/explore/profile.ts'
import { mysqlSource } from '../../src/source/mysql/mysql-source.ts'
import type { Policy } from '../../src/source/policy.ts'
import { KINDS, type LiveServer, startServer } from '../servers/mysql.ts'
import { failure, openBytes } from '../source/dumped.ts'
import { PASSWORD, urlOf } from '../source/mysql/shop.ts'
import { FLAWED, FLAWED_DUMP } from './flawed.ts'

const LENIENT: Policy = { types: {}, zeroDates: {}, allZeroDates: true }

async function profiles(source: Source, options: Partial<ProfileOptions> = {}): Promise<TableProfile[]> {
  const scratch = mkdtempSync(join(tmpdir(), 'starlift-profile-'))
  try {
    await using engine = await duckdbEngine({ scratch })
    const { tables } = await source.schema()
    const views = tables.map(({ name, columns }) => ({ table: name, columns: columns.filter(isTyped) }))
    const all: TableProfile[] = []
    for await (const one of profileTables({ engine, source }, views, { scratch, detail: true, ...options }))
      all.push(one)
    expect(readdirSync(scratch)).toEqual([])
    return all
  } finally {
    rmSync(scratch, { recursive: true })
  }
}

const column = ([table]: readonly TableProfile[], name: string): ColumnProfile =>
  table!.columns.find((each) => each.name === name)!

/** The same of a dump and of both servers. */
function flaws(open: () => Promise<Source>): void {
  let found: readonly TableProfile[]
  beforeAll(async () => {
    await using source = await open()
    found = await profiles(source)
  })

  test('rows, NULLs, distinct values, the least and the greatest, exact', () => {
    expect(found[0]).toMatchObject({ table: 'places', rows: 9 })
    expect(column(found, 'id')).toMatchObject({ nulls: 0, distinct: 9, min: '1', max: '9', text: null, days: null })
    expect(column(found, 'limit_to')).toMatchObject({
      nulls: 1,
      distinct: 8,
      min: '100.10',
      max: '999999999999999999999999999999999999.99',
    })
    expect(column(found, 'photo')).toMatchObject({ nulls: 7, distinct: 1, min: null, max: null, frequent: [] })
    expect(column(found, 'touched')).toMatchObject({ nulls: 8, min: '2003-01-06 10:00:00+00' })
  })

  test('text: lengths, empty, blanks alone and at the ends', () => {
    expect(column(found, 'country')).toMatchObject({
      nulls: 1,
      distinct: 8,
      min: '',
      max: 'Österreich',
      text: { shortest: 0, longest: 10, empty: 1, blank: 1, leading: 1, trailing: 1 },
    })
  })

  test('twins are listed where MySQL may make them one, and only there', () => {
    expect(column(found, 'country').twins).toEqual({
      count: 3,
      groups: [
        ['', '   '],
        ['NORWAY', 'Norway', 'Norway  '],
        ['osterreich', 'Österreich'],
      ].map((group) => group.map((value) => ({ value, rows: 1 }))),
    })
    expect(column(found, 'code').twins).toBeNull()
  })

  test('zero dates are counted and are no NULLs; days far away are told apart', () => {
    expect(column(found, 'opened')).toMatchObject({
      nulls: 2,
      min: '2003-01-06',
      max: '9999-12-31',
      days: {
        zero: 1,
        years: { first: 2003, last: 2005 },
        far: 1,
        farthest: ['9999-12-31'],
        rowsByYear: [
          { year: 2003, rows: 1 },
          { year: 2004, rows: 2 },
          { year: 2005, rows: 2 },
        ],
      },
    })
  })

  test('the most frequent values, NULL among them', () => {
    expect(column(found, 'code').frequent.slice(0, 2)).toEqual([
      { value: 'b', rows: 2 },
      { value: 'A', rows: 1 },
    ])
    expect(column(found, 'flag').frequent).toEqual([
      { value: null, rows: 7 },
      { value: 'false', rows: 1 },
      { value: 'true', rows: 1 },
    ])
  })

  test('outliers of numbers, every digit kept', () => {
    expect(column(found, 'limit_to').numbers).toEqual({
      quartiles: ['110.20', '130.40', '150.60'],
      outliers: {
        rows: 1,
        low: '-11.00',
        high: '271.80',
        least: [],
        greatest: [{ value: '999999999999999999999999999999999999.99', rows: 1 }],
      },
      steps: ['100', '110', '120', '130', '140', '150', '160'].map((from) => ({ from: `${from}.00`, rows: 1 })),
    })
    expect(column(found, 'small').numbers?.outliers).toMatchObject({
      rows: 2,
      least: [{ value: '-9223372036854775808', rows: 1 }],
      greatest: [{ value: '9223372036854775807', rows: 1 }],
    })
    expect(column(found, 'country').numbers).toBeNull()
  })
}

describe('a dump', () => {
  const open = (policy = LENIENT): Promise<Source> => openBytes(FLAWED_DUMP, { policy })
  flaws(open)

  test('a table with more rows than may be read is refused', async () => {
    await using source = await open()
    await expect(profiles(source, { mostRows: 8 })).rejects.toEqual(failure('EXPLORE_ROWS', /places has more than 8/))
    expect(await profiles(source, { mostRows: 9 })).toHaveLength(1)
  })

  test('of a masked column the counts alone are said', async () => {
    await using source = await open({ ...LENIENT, columns: { 'places.country': 'mask' }, maskKey: 'mask-key' })
    const masked = column(await profiles(source), 'country')
    expect(masked).toMatchObject({ nulls: 1, distinct: 8, min: null, max: null, text: null, twins: null, frequent: [] })
  })

  test('a table without rows', async () => {
    await using source = await openBytes(FLAWED_DUMP.replace(/insert into[\s\S]*?;/, ''), { policy: LENIENT })
    const [table] = await profiles(source)
    expect(table?.columns.map(({ rows, nulls, distinct, min }) => ({ rows, nulls, distinct, min }))).toEqual(
      table?.columns.map(() => ({ rows: 0, nulls: 0, distinct: 0, min: null })),
    )
  })
})

describe.each(['MariaDB', 'MySQL'] as const)('%s', (name) => {
  const kind = KINDS[name]
  describe.skipIf(!kind.available())('read live', () => {
    let server: LiveServer
    beforeAll(async () => {
      server = await startServer(kind)
      await server.sql(
        `set sql_mode = 'ALLOW_INVALID_DATES'; set time_zone = '+00:00'; create user shop@'%' identified by '${PASSWORD}'; grant select on *.* to shop@'%'; create database flawed; use flawed; ${FLAWED}`,
      )
    }, 120_000)
    afterAll(() => server[Symbol.asyncDispose]())
    flaws(() => mysqlSource({ url: urlOf(server, 'flawed'), policy: LENIENT }))
  })
})

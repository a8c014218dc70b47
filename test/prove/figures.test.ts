import { describe, expect, test } from 'vitest'
import { duckdbEngine } from '../../src/engine/duckdb/duckdb-engine.ts'
import { computeFigures } from '../../src/prove/figures.ts'
import type { Figure, SideColumn } from '../../src/prove/side.ts'

const ROWS = `select i as nr, i % 7 as shop, i % 5 as a, i % 2 as b, nullif(i % 11, 0) as amount, if(i % 13 = 0, null, i % 7) as open
  from range(1000) as t(i)`
const SHOPS = `select i as id, ['Oslo', 'Bergen', null][1 + i % 3] as city, i % 2 as kind from range(6) as t(i)`
const FROM = 'from sold as r left join shops as s on s.id = r.shop'

const figure = (sql: string, together: Figure['together']): Figure => ({
  ...{ name: sql, source: sql, star: sql, scale: null, together },
})
const ADDED = [figure('sum(r.amount)', 'sum'), figure('min(r.amount)', 'min'), figure('max(r.amount)', 'max')]
const DISTINCT = figure('count(distinct r.amount)', null)

const column = (value: string, keys?: readonly string[], joins = ''): SideColumn => {
  const way = keys && { keys, joins: (names: readonly string[]) => joins && joinOn(joins, names), value: () => value }
  return {
    ...{ name: value, source: value, star: value, scale: null, content: false },
    ...(way ? { byMember: { source: way, star: way } } : {}),
  }
}
const joinOn = (joins: string, names: readonly string[]): string =>
  names.reduce((text, name, i) => text.replace(`$${i + 1}`, name), joins)
const shop = (value: string) => column(value, ['s.id'], ' left join shops as s on s.id = $1')
const pair = (value: string) =>
  column(value, ['r.a', 'r.b'], ' left join (select a, b, a * 10 + b as ab from pairs) as p on p.a = $1 and p.b = $2')

const PATHS = [shop('s.city'), column('r.open'), shop('s.kind'), pair('p.ab')]
const IN_ROWS = ['s.city', 'r.open', 's.kind', 'r.a * 10 + r.b']

async function groups(figures: readonly Figure[], paths: readonly SideColumn[]) {
  await using engine = await duckdbEngine()
  await engine.run(`create table sold as ${ROWS}; create table shops as ${SHOPS}`)
  await engine.run('create table pairs as select distinct a, b from sold')
  await computeFigures(engine, { side: 'source', figures, paths, from: () => FROM })
  const values = ['n', ...figures.map((_, i) => `f${i}`)].join(', ')
  const found = []
  for (const i of [-1, ...paths.keys()]) {
    const group = i < 0 ? '' : `cast(g${i} as varchar), `
    found.push((await engine.query(`select ${group}${values} from figures_source where path = ${i} order by all`)).rows)
  }
  const expected = []
  const asked = ['count(*)', ...figures.map(({ source }) => source)].join(', ')
  for (const path of ['', ...IN_ROWS.slice(0, paths.length)]) {
    const group = path ? `cast(${path} as varchar), ` : ''
    expected.push((await engine.query(`select ${group}${asked} ${FROM} ${path && 'group by 1 '}order by all`)).rows)
  }
  return { found, expected }
}

describe('figures of groups', () => {
  test('by members first are those of the rows: NULLs, members without a row, keys of two columns, columns of the row', async () => {
    const { found, expected } = await groups(ADDED, PATHS)
    expect(found).toEqual(expected)
    expect(found[1]).toHaveLength(3)
  })

  test('that do not follow from members’ are those of the rows too', async () => {
    const { found, expected } = await groups([...ADDED, DISTINCT], PATHS.slice(0, 3))
    expect(found).toEqual(expected)
  })

  test('without a path there is the row of all rows', async () => {
    const { found, expected } = await groups([...ADDED, DISTINCT], [])
    expect(found).toEqual(expected)
  })

  test.each([
    ['fit one pass', (_: number) => ['r.a', 'r.b']],
    [
      'are too many columns for one, and each path is grouped by itself',
      (i: number) => [`r.nr % ${i + 40}`, `r.nr % ${i + 80}`],
    ],
  ])('thirty paths of members with keys of three columns %s', async (_what, others) => {
    const paths = Array.from({ length: 30 }, (_, i) => {
      const value = `r.nr % ${i + 2}`
      const path = column(value, [value, ...others(i)])
      return {
        ...path,
        byMember: {
          ...path.byMember!,
          source: { ...path.byMember!.source, value: ([key]: readonly string[]) => key! },
        },
      }
    })
    const { found } = await groups(ADDED, paths)
    expect(found.map(({ length }) => length)).toEqual([1, ...paths.map((_, i) => i + 2)])
  })
})

import { expect, test } from 'vitest'
import { duckdbEngine } from '../../src/engine/duckdb/duckdb-engine.ts'
import type { FactPlan, StarPlan } from '../../src/model/plan.ts'
import { groupPaths } from '../../src/prove/group-paths.ts'
import type { SideColumn, Sides } from '../../src/prove/side.ts'

test('members are grouped by first where they are few enough, and only links to them', async () => {
  await using engine = await duckdbEngine({ threads: 1 })
  await engine.run(`create schema star; create table star.dim_few as select * from range(250000);
    create table star.dim_many as select * from range(250001)`)
  const names = ['few.city', 'many.city', 'many.country', 'many_too.city', 'few_too.city']
  const byMember = {} as SideColumn['byMember']
  const sides = { columns: names.map((name) => ({ name, byMember })) } as unknown as Sides
  const links = [
    { label: 'few', dimension: 'few' },
    { label: 'few_too', dimension: 'few' },
    { label: 'many', dimension: 'many' },
    { label: 'many_too', dimension: 'many' },
  ]
  const fact = { reconcile: names, columns: [], links } as unknown as FactPlan
  const dimensions = ['few', 'many', 'unused'].map((name) => ({ name, table: `dim_${name}` }))
  const found = await groupPaths(engine, { sides, fact, plan: { dimensions } as unknown as StarPlan })
  expect(found.map(({ name }) => name)).toEqual(names)
  expect(found.filter((column) => column.byMember !== undefined).map(({ name }) => name)).toEqual([
    'few.city',
    'few_too.city',
  ])
})

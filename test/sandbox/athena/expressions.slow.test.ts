import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Engine } from '../../../src/core/engine.ts'
import { id, text } from '../../../src/core/sql.ts'
import { duckdbEngine } from '../../../src/engine/duckdb/duckdb-engine.ts'
import { type Athena, startAthena } from './client.ts'
import { EDGE_COLUMNS, edgeRows } from './edge-rows.ts'
import { EXPRESSIONS, type Expression, QUERIES } from './expressions.ts'

const HIVE: Readonly<Record<string, string>> = { INTEGER: 'int', VARCHAR: 'string' }

let athena: Athena
let engine: Engine
let folder: string
beforeAll(async () => {
  athena = await startAthena()
  engine = await duckdbEngine({ threads: 1 })
  folder = await mkdtemp(join(tmpdir(), 'starlift-edges-'))
  const names = Object.keys(EDGE_COLUMNS)
  await engine.run(
    `create table px (${Object.entries(EDGE_COLUMNS)
      .map(([name, type]) => `${id(name)} ${type}`)
      .join(', ')})`,
  )
  const rows = edgeRows(1500, 5).map(
    (row) => `(${names.map((name) => (row[name] === null ? 'null' : text(row[name]!))).join(', ')})`,
  )
  await engine.run(`insert into px values ${rows.join(', ')}`)
  const file = join(folder, 'px.parquet')
  await engine.write('from px order by id', file)
  await athena.put('px/px.parquet', await readFile(file))
  const columns = Object.entries(EDGE_COLUMNS).map(([name, type]) => `${name} ${HIVE[type] ?? type.toLowerCase()}`)
  await athena.run(`create external table px (${columns.join(', ')}) stored as parquet location 's3://lake/px/'`)
})
afterAll(async () => {
  expect(athena.sandbox.faults).toEqual([])
  await athena[Symbol.asyncDispose]()
  await engine[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

let unloads = 0

/** Where the files are that Athena writes of a query. */
async function unloaded(query: string): Promise<string> {
  const at = `unloaded/${++unloads}`
  const { Status } = await athena.run(`unload (${query}) to 's3://lake/${at}/' with (format = 'PARQUET')`)
  if (Status?.StateChangeReason) throw new Error(Status.StateChangeReason)
  return `read_parquet(${text(join(athena.sandbox.folder, 's3', 'lake', 'objects', at, '**'))})`
}

/** Rows that only one of the two has: what Athena made of its query, and what DuckDB makes of its own. */
async function difference(ours: string, theirs: string): Promise<readonly (readonly (string | null)[])[]> {
  const { rows } = await engine.query(
    `(select 'athena', * from (${ours} except all ${theirs})) union all (select 'duckdb', * from (${theirs} except all ${ours})) limit 6`,
  )
  return rows
}

const trinoOf = ({ duckdb, trino = duckdb }: Expression): string => trino

/** All at once, which is quicker than each by itself; nothing where one of them cannot be translated or run. */
let together: Promise<string | undefined> | undefined
const allTogether = (): Promise<string | undefined> => {
  together ??= unloaded(
    `select id, ${EXPRESSIONS.map((each, i) => `${trinoOf(each)} as v${i}`).join(', ')} from px`,
  ).catch(() => undefined)
  return together
}

test.each(EXPRESSIONS.map((each, i) => ({ ...each, i })))('$name', async ({ i, ...each }) => {
  const all = await allTogether()
  const ours = all
    ? `select id, v${i} as v from ${all}`
    : `select * from ${await unloaded(`select id, ${trinoOf(each)} as v from px`)}`
  expect(await difference(ours, `select id, ${each.duckdb} as v from px`)).toEqual([])
})

test.each(QUERIES)('$name', async (each) => {
  const { columns } = await engine.query(`select * from (${each.duckdb}) limit 0`)
  const names = columns.map((_, i) => `c${i}`).join(', ')
  const ours = `select * from ${await unloaded(`select * from (${trinoOf(each)}) as q (${names})`)}`
  expect(await difference(ours, `select * from (${each.duckdb})`)).toEqual([])
})

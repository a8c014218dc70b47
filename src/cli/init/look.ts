import { join } from 'node:path'
import type { Engine } from '../../core/engine.ts'
import { StarliftError } from '../../core/error.ts'
import { isLong, isTyped, type Schema, type Table, type TypedColumn, tableOf } from '../../core/schema.ts'
import type { Source } from '../../core/source.ts'
import { id, path } from '../../core/sql.ts'
import { profileTables, type TableProfile } from '../../explore/profile.ts'
import { type LikelyReference, likelyReferences } from '../../propose/undeclared.ts'
import { stageTable } from '../../stage/stage-table.ts'

/** What the rows say of themselves, where there are few enough to read. */
export interface Look {
  readonly profiles: readonly TableProfile[]
  /** Tables that were not read, and why. */
  readonly unread: readonly { readonly table: string; readonly why: string }[]
  /** For tables without a key: columns that identify a row today. */
  readonly keys: ReadonlyMap<string, readonly string[]>
  /** Columns of which every value is a key of another table, with no foreign key to say so. */
  readonly references: readonly LikelyReference[]
}

interface Looking {
  readonly engine: Engine
  readonly source: Source
  readonly scratch: string
}

const MOST_ROWS = 200_000
const MOST_ROWS_IN_ALL = 2_000_000

/** Reads tables of up to 200,000 rows, and no more than two million rows in all. */
export async function look(schema: Schema, looking: Looking): Promise<Look> {
  const [small, large] = affordable(schema.tables)
  const profiles: TableProfile[] = []
  const unread = large.map((table) => ({ table: table.name, why: `has more rows than init looks at` }))
  const keys = new Map<string, readonly string[]>()
  for (const [at, table] of small.entries()) {
    try {
      for await (const profile of profileOf(table, looking, at)) {
        profiles.push(profile)
        const key = table.key.length > 0 ? null : await identifying(looking.engine, profile)
        if (key) keys.set(table.name, key)
      }
    } catch (error) {
      unread.push({ table: table.name, why: `could not be read: ${reasonOf(error)}` })
    }
  }
  return { profiles, unread, keys, references: await resolving(schema, profiles, looking) }
}

/** A table whose values cannot be read is for people to know, and no reason to stop. */
function reasonOf(error: unknown): string {
  if (error instanceof StarliftError && /^(VALUE|TYPE|SOURCE_(ENCODING|PRIVILEGE)|EXPLORE)/.test(error.code))
    return error.message
  throw error
}

function affordable(tables: readonly Table[]): readonly [Table[], Table[]] {
  const small: Table[] = []
  const large: Table[] = []
  let sum = 0
  for (const table of tables) {
    const rows = table.rows ?? Number.POSITIVE_INFINITY
    const fits = rows <= MOST_ROWS && sum + rows <= MOST_ROWS_IN_ALL
    if (fits) sum += rows
    ;(fits ? small : large).push(table)
  }
  return [small, large]
}

const profileOf = (table: Table, { engine, source, scratch }: Looking, at: number) =>
  profileTables({ engine, source }, [{ table: table.name, columns: readable(table) }], {
    scratch: join(scratch, String(at)),
    detail: true,
    // A server estimates: what it took for small may be large all the same.
    mostRows: 5 * MOST_ROWS,
  })

const readable = ({ columns }: Table): readonly TypedColumn[] =>
  columns.filter(isTyped).filter((column) => !isLong(column))

const MOST_IN_PAIRS = 8

/** The first column, or pair of columns, that no two rows share today; for as long as the profile's rows are staged. */
async function identifying(engine: Engine, { table, rows, columns }: TableProfile): Promise<readonly string[] | null> {
  const full = columns.filter(({ nulls, distinct }) => rows > 0 && nulls === 0 && distinct > 1)
  const one = full.find(({ distinct }) => distinct === rows)
  if (one) return [one.name]
  const names = full.slice(0, MOST_IN_PAIRS).map(({ name }) => name)
  for (const [i, first] of names.entries()) {
    for (const second of names.slice(i + 1)) {
      const answer = await engine.query(
        `select count(distinct row(${id(first)}, ${id(second)})) from ${path('stage', table)}`,
      )
      if (answer.rows[0]![0] === String(rows)) return [first, second]
    }
  }
  return null
}

/** Of the columns that look like foreign keys those of which every value is found, byte by byte. */
async function resolving(
  schema: Schema,
  profiles: readonly TableProfile[],
  { engine, source, scratch }: Looking,
): Promise<readonly LikelyReference[]> {
  const read = new Map(profiles.map((profile) => [profile.table, profile]))
  const found: LikelyReference[] = []
  for (const [at, likely] of likelyReferences(schema).entries()) {
    const values = read.get(likely.table)?.columns.find(({ name }) => name === likely.column)
    if (!values || values.distinct === 0 || !read.has(likely.to)) continue
    const views = [viewOf(schema, likely.table, likely.column), viewOf(schema, likely.to, likely.toColumn)]
    await using snapshot = await source.snapshot(views)
    for (const [side, view] of views.entries())
      await stageTable(engine, snapshot, view, { file: (i) => join(scratch, `reference-${at}-${side}-${i}.parquet`) })
    const [from, to] = [path('stage', likely.table), path('stage', likely.to)]
    const { rows } = await engine.query(
      `select count(*) from ${from} where ${id(likely.column)} is not null and ${id(likely.column)} not in (select ${id(likely.toColumn)} from ${to})`,
    )
    if (rows[0]![0] === '0') found.push(likely)
  }
  return found
}

const viewOf = (schema: Schema, table: string, column: string) => ({
  table,
  columns: tableOf(schema, table)!
    .columns.filter(isTyped)
    .filter(({ name }) => name === column),
})

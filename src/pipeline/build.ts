import { join } from 'node:path'
import type { Engine } from '../core/engine.ts'
import { StarliftError } from '../core/error.ts'
import { id, parquet, path } from '../core/sql.ts'
import type { KeyRegistry } from '../lake/version.ts'
import { calendarRange } from '../model/calendar.ts'
import type { DimensionPlan, StarPlan } from '../model/plan.ts'
import type { Dialect } from '../sql/dialect.ts'
import type { BuildContext, BuiltFile, RunContext } from './context.ts'
import { faultOf } from './intact.ts'

/** Schemas of the engine in which a run keeps its relations; dialects read them by these names. */
const SCHEMAS = ['landed', 'stage', 'members', 'keys_before', 'keys', 'days', 'star'] as const

export async function createSchemas(engine: Engine): Promise<void> {
  for (const schema of SCHEMAS) await engine.run(`create schema ${id(schema)}`)
}

const view = (name: string, file: string): string => `create or replace view ${name} as from ${parquet(file)}`

export async function buildDimension(context: BuildContext, dimension: DimensionPlan): Promise<number> {
  const { engine, project } = context
  await engine.run(
    `create or replace table ${path('members', dimension.name)} as ${project.dialect.members(dimension)}`,
  )
  const mark = await openRegistry(context, dimension)
  const registry = await writeFile(context, `keys-${dimension.table}`, project.dialect.registry(dimension, mark))
  await engine.run(view(path('keys', dimension.name), registry.file))
  const { rows } = await engine.query(`select max(${id(dimension.key)}) from ${path('keys', dimension.name)}`)
  context.registries.set(dimension.name, { ...registry, mark: Math.max(mark, Number(rows[0]![0] ?? 0)) })
  return (await buildTable(context, dimension.table, project.dialect.dimension(dimension))) - 2
}

/** Shows the registry of the version built on as `keys_before`, and gives its mark. Other natural keys than then are all new. */
async function openRegistry({ engine, base, project }: BuildContext, dimension: DimensionPlan): Promise<number> {
  const before = base?.keys[dimension.name]
  if (before) await refuseDamaged(project, dimension, before)
  const file = before && parquet(await project.store.fetch(before.file))
  const relation = path('keys_before', dimension.name)
  const known = file && (await hasSameKey(engine, file, dimension))
  await engine.run(`create or replace view ${relation} as ${known ? `from ${file}` : noKeys(dimension)}`)
  return before?.mark ?? 0
}

/** Without the registry members would get new numbers, and old facts would point to other members. */
async function refuseDamaged(
  project: BuildContext['project'],
  { name }: DimensionPlan,
  { file, sha256 }: KeyRegistry,
): Promise<void> {
  const fault = await faultOf(project.store, { path: file, sha256 })
  if (fault === null) return
  throw new StarliftError('LAKE_DAMAGED', {
    operation: 'build',
    subject: file,
    what: `The key registry of ${name} is damaged: ${file}`,
    lines: [fault],
    next: 'Restore that file from a copy of the lake; without it members would change their numbers.',
  })
}

const noKeys = ({ name, natural, key }: DimensionPlan): string =>
  `select ${natural.map((column) => id(column.name)).join(', ')}, cast(0 as integer) as ${id(key)} from ${path('members', name)} limit 0`

/** True where the registry names members as this run does. A number is the same key in a wider type; a text is not the number in it. */
async function hasSameKey(
  engine: BuildContext['engine'],
  registry: string,
  { name, natural, key }: DimensionPlan,
): Promise<boolean> {
  const columns = natural.map((column) => id(column.name)).join(', ')
  const [before, now] = await Promise.all([
    engine.query(`describe from ${registry}`),
    engine.query(`describe select ${columns}, cast(0 as integer) as ${id(key)} from ${path('members', name)}`),
  ])
  const shapes = [before, now].map(({ rows }) => rows.map(([column, type]) => `${column} ${numberOr(type!)}`).join())
  return shapes[0] === shapes[1]
}

/** Every day that a fact points to, as the relation `days.all`. */
export const collectDays = (engine: Engine, dialect: Dialect, plan: StarPlan): Promise<void> =>
  engine.run(`create or replace table days."all" as ${dialect.days(plan)}`)

const numberOr = (type: string): string => (/INT|^DECIMAL/.test(type) ? 'number' : type)

export async function buildCalendar(context: BuildContext, plan: StarPlan): Promise<number> {
  const { engine, project } = context
  const calendar = plan.calendar!
  await collectDays(engine, project.dialect, plan)
  const { rows } = await engine.query('select year("day"), count(*) from days."all" group by all')
  const range = calendarRange(rows.map(([year, days]) => ({ year: Number(year), days: Number(days) })))
  return (await buildTable(context, calendar.table, project.dialect.calendar(calendar.key, range))) - 2
}

/** Writes a published table beside the lake and shows it as `star.<table>`. Gives its rows. */
export async function buildTable(context: BuildContext, table: string, select: string): Promise<number> {
  const built = await writeFile(context, table, select)
  await context.engine.run(view(path('star', table), built.file))
  context.tables.set(table, built)
  return built.rows
}

async function writeFile({ engine, scratch }: BuildContext, name: string, select: string): Promise<BuiltFile> {
  const file = join(scratch, `${name}.parquet`)
  return { file, ...(await engine.write(select, file)) }
}

/** Stops before writing where the star will not fit: it takes at most about as much as the staged rows, twice with its DuckDB file. */
export async function checkRoom(context: RunContext, stagedBytes: number): Promise<void> {
  const room = await context.project.store.room()
  const need = stagedBytes * 2
  if (room === null || room >= need) return
  const served = context.base
  throw new StarliftError('LAKE_FULL', {
    operation: 'build',
    subject: context.project.store.label,
    what: `Building the star needs about ${megabytes(need)} in ${context.project.store.label}, ${megabytes(room)} is free`,
    lines: [
      `Stopped before writing.${served ? ` Version ${served.version} (${served.published}) is still served.` : ''}`,
    ],
    next: `Free ${megabytes(need - room)}, or move the lake to a larger disk.`,
  })
}

const megabytes = (bytes: number): string =>
  bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.ceil(bytes / 1e6)} MB`

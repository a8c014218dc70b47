import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Engine } from '../core/engine.ts'
import { id, path, text } from '../core/sql.ts'
import type { StarPlan } from '../model/plan.ts'
import { proveTypes } from '../prove/types.ts'
import { stageTable } from '../stage/stage-table.ts'
import { buildCalendar, buildDimension, buildTable, createSchemas } from './build.ts'
import type { BuildContext } from './context.ts'
import { glueJob } from './glue-job.ts'
import { planRun, type RunPlan } from './plan.ts'
import type { Project } from './project.ts'
import { joinAsSource, publishedColumns } from './prove.ts'
import { newRunName, scratchFolder } from './scratch.ts'

/** Another engine that builds a star from the same staged rows. */
export interface OtherEngine {
  /** What people call it: `Spark 3.5.6`. */
  readonly label: string
  /**
   * Builds every published table by the star's job: reads `stage/<number>/*.parquet`, numbered as the plan's sources, and writes
   * `out/<folder of the table>/*.parquet`.
   */
  build(job: string, stage: string, out: string): Promise<void>
  /** The folder in which a table is written, below `out`. */
  folderOf(table: string): string
}

/** One published table as both engines built it. */
export interface ParityTable {
  readonly table: string
  readonly rows: number
  readonly otherRows: number
  /** Rows, every value and key of them, that only one of the two has. */
  readonly differing: number
  /** Columns in which rows of one key differ, with how many. */
  readonly columns: readonly { readonly column: string; readonly rows: number }[]
}

/** Builds the star of the source as it is now on both engines, and compares what they made. Publishes nothing. */
export async function parity(project: Project, other: OtherEngine): Promise<readonly ParityTable[]> {
  await using folder = await scratchFolder(join(project.scratch, `parity-${newRunName()}`))
  await using source = await project.openSource(folder.path)
  const planned = await planRun(project, source)
  await using engine = await project.openEngine(folder.path)
  await createSchemas(engine)
  await using snapshot = await source.snapshot(planned.reads)
  for (const [at, read] of planned.reads.entries())
    await stageTable(engine, snapshot, read, { file: (index) => join(folder.path, `landed-${at}-${index}.parquet`) })
  await joinAsSource({ engine, snapshot, ...planned })
  const stage = await handOver(engine, planned, folder.path)
  await buildHere(
    { engine, project, scratch: folder.path, base: null, tables: new Map(), registries: new Map() },
    planned.plan,
  )
  const out = join(folder.path, 'other')
  await other.build(glueJob(project, planned), stage, out)
  return await compare(engine, planned.plan, (table) => join(out, other.folderOf(table), '*.parquet'))
}

/** The staged rows as the joins see them, a folder of files for each table. */
async function handOver(engine: Engine, { plan }: RunPlan, folder: string): Promise<string> {
  const stage = join(folder, 'stage')
  for (const [at, { table }] of plan.sources.entries()) {
    await mkdir(join(stage, String(at)), { recursive: true })
    await engine.write(`from ${path('stage', table)}`, join(stage, String(at), 'part-0.parquet'))
  }
  return stage
}

async function buildHere(context: BuildContext, plan: StarPlan): Promise<void> {
  for (const dimension of plan.dimensions) await buildDimension(context, dimension)
  for (const fact of plan.facts) await buildTable(context, fact.table, context.project.dialect.fact(fact, plan))
  if (plan.calendar) await buildCalendar(context, plan)
}

async function compare(
  engine: Engine,
  plan: StarPlan,
  files: (table: string) => string,
): Promise<readonly ParityTable[]> {
  await engine.run('create schema other')
  const compared: ParityTable[] = []
  for (const [table, columns] of publishedColumns(plan)) {
    const list = columns.map(({ name }) => id(name)).join(', ')
    await engine.run(`create view ${path('other', table)} as select ${list} from read_parquet(${text(files(table))})`)
    await proveTypes(engine, ['other', table], columns)
    compared.push(
      await compareTable(
        engine,
        table,
        columns.map(({ name }) => name),
        keyOf(plan, table),
      ),
    )
  }
  return compared
}

/** The columns that name a row. */
function keyOf(plan: StarPlan, table: string): readonly string[] {
  const fact = plan.facts.find((one) => one.table === table)
  if (fact) return fact.grain.map(({ name }) => name)
  return [plan.dimensions.find((one) => one.table === table)?.key ?? plan.calendar!.key]
}

async function compareTable(
  engine: Engine,
  table: string,
  columns: readonly string[],
  key: readonly string[],
): Promise<ParityTable> {
  const [here, there] = [path('star', table), path('other', table)]
  const only = (one: string, another: string) => `(select count(*) from (from ${one} except all from ${another}))`
  const { rows } = await engine.query(
    `select (select count(*) from ${here}), (select count(*) from ${there}), ${only(here, there)} + ${only(there, here)}`,
  )
  const [own, other, differing] = rows[0]!.map(Number) as [number, number, number]
  const found = differing === 0 ? [] : await differingColumns(engine, { here, there, columns, key })
  return { table, rows: own, otherRows: other, differing, columns: found }
}

interface Pair {
  readonly here: string
  readonly there: string
  readonly columns: readonly string[]
  readonly key: readonly string[]
}

async function differingColumns(engine: Engine, { here, there, columns, key }: Pair): Promise<ParityTable['columns']> {
  const same = key.map((name) => `a.${id(name)} = b.${id(name)}`).join(' and ')
  const counts = columns.map((name) => `count(*) filter (where a.${id(name)} is distinct from b.${id(name)})`)
  const { rows } = await engine.query(`select ${counts.join(', ')} from ${here} as a join ${there} as b on ${same}`)
  return columns.map((column, i) => ({ column, rows: Number(rows[0]![i]) })).filter((one) => one.rows > 0)
}

import { join } from 'node:path'
import type { StarliftError } from '../core/error.ts'
import { isTyped, type Schema, tableOf } from '../core/schema.ts'
import type { Source } from '../core/source.ts'
import { id, path } from '../core/sql.ts'
import { stageTable } from '../stage/stage-table.ts'
import type { Project } from './project.ts'
import { newRunName, scratchFolder } from './scratch.ts'

/** Columns beyond these are not tried in pairs. */
const MOST_COLUMNS = 12

/** Adds to MODEL_NO_KEY which columns identify a row today, so that the config can say so. */
export async function withKey(
  error: StarliftError,
  { project, source, schema }: { project: Project; source: Source; schema: Schema },
): Promise<StarliftError> {
  const found = await uniqueColumns(project, source, tableOf(schema, error.subject)!)
  if (!found) return error
  const { columns, rows } = found
  const key = `${JSON.stringify(error.subject)}: [${columns.map((name) => `'${name}'`).join(', ')}]`
  return error.with({
    lines: [`(${columns.join(', ')}) is unique in today's ${rows.toLocaleString('en-US')} rows.`],
    next: `Declare it:  pull: { keys: { ${key} } } . Each run will prove it again and stop if it is not.`,
  })
}

async function uniqueColumns(
  project: Project,
  source: Source,
  table: Schema['tables'][number],
): Promise<{ columns: readonly string[]; rows: number } | null> {
  const columns = table.columns.filter(isTyped).filter(({ type }) => type.kind !== 'bytes' && type.kind !== 'float')
  await using folder = await scratchFolder(join(project.scratch, `key-${newRunName()}`))
  await using engine = await project.openEngine(folder.path)
  await using snapshot = await source.snapshot([{ table: table.name, columns }])
  const rows = await stageTable(
    engine,
    snapshot,
    { table: table.name, columns },
    { file: (i) => join(folder.path, `${i}.parquet`) },
  )
  for (const names of candidates(columns.map(({ name }) => name))) {
    const present = names.map((name) => `${id(name)} is not null`).join(' and ')
    const distinct = `count(distinct row(${names.map(id).join(', ')})) filter (${present})`
    const answer = await engine.query(`select ${distinct} = count(*) from ${path('stage', table.name)}`)
    if (rows > 0 && answer.rows[0]![0] === 'true') return { columns: names, rows }
  }
  return null
}

/** Each column alone, then each pair, in the table's order. */
function* candidates(names: readonly string[]): Generator<readonly string[]> {
  for (const name of names) yield [name]
  const some = names.slice(0, MOST_COLUMNS)
  for (const [i, first] of some.entries()) for (const second of some.slice(i + 1)) yield [first, second]
}

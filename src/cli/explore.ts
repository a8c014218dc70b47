import { join } from 'node:path'
import { adaptersOf, openToExplore } from '../config.ts'
import type { Engine } from '../core/engine.ts'
import { isStarliftError } from '../core/error.ts'
import { isTyped, type Schema, type TypedColumn } from '../core/schema.ts'
import type { Source } from '../core/source.ts'
import { overviewOf, type TableOverview } from '../explore/overview.ts'
import { profileTables, type TableProfile, tooManyRows } from '../explore/profile.ts'
import { firstRows } from '../explore/sample.ts'
import { isDropped, type Subject, subjectOf } from '../explore/subject.ts'
import { newRunName } from '../pipeline/scratch.ts'
import { configOrServer } from './config-or-server.ts'
import { columnText, refusedText } from './explore-column.ts'
import { overviewText } from './explore-overview.ts'
import { tableText } from './explore-table.ts'
import type { CommonOptions } from './options.ts'
import { passingFolder } from './scratch.ts'
import { grouped, print, printJson } from './text.ts'

interface ExploreOptions extends CommonOptions {
  readonly rows: number
}

const SAMPLE_ROWS = 5

/** Shows what the source holds: all tables, one table, or one column. Reads only; needs no model. */
export async function explore({ config: file, json = false, rows }: ExploreOptions, words?: string): Promise<void> {
  const { config } = await configOrServer(file)
  await using folder = passingFolder(join(config.scratch, `explore-${newRunName()}`))
  await using source = await openToExplore(config, folder.path)
  const schema = await source.schema()
  const overviews = overviewOf(schema, (await source.storage?.()) ?? null)
  if (words === undefined) return showTables(source, overviews, json)
  const subject = subjectOf(schema, words)
  await using engine = await adaptersOf(config).openEngine(folder.path)
  const overview = overviews.find(({ table }) => table === subject.table.name)!
  const view: View = { source, schema, engine, overview, scratch: folder.path, mostRows: rows, json }
  await (subject.column ? showColumn(view, subject) : showTable(view, subject))
}

interface View {
  readonly source: Source
  readonly schema: Schema
  readonly engine: Engine
  readonly overview: TableOverview
  readonly scratch: string
  readonly mostRows: number
  readonly json: boolean
}

function showTables({ label, connection }: Source, tables: readonly TableOverview[], json: boolean): void {
  if (json) printJson({ source: label, connection: connection ?? null, tables })
  else print(overviewText({ label, ...(connection === undefined ? {} : { connection }) }, tables))
}

async function showTable(view: View, { table }: Subject): Promise<void> {
  const shown = table.columns.filter((column) => !isDropped(column))
  const hidden = table.columns.length - shown.length
  // Long bytes say little and cost most.
  const read = shown.filter(isTyped).filter(({ type }) => type.kind !== 'bytes')
  const found = await profiled(view, read)
  const { profile = null, sample = [], tooMany = null } = found
  if (view.json) return printJson({ ...view.overview, columns: shown, hidden, profile, sample, tooMany })
  print(tableText({ overview: view.overview, columns: shown, hidden, profile, read, sample, tooMany }))
}

interface Found {
  readonly profile?: TableProfile
  readonly sample?: readonly (readonly (string | null)[])[]
  /** Why the rows were not read. */
  readonly tooMany?: string
}

/** A table of more rows than may be read is shown as it is declared. */
async function profiled(view: View, columns: readonly TypedColumn[]): Promise<Found> {
  try {
    const profile = await profileOf(view, columns, false)
    return { profile: profile.table, sample: profile.sample }
  } catch (error) {
    if (!isStarliftError(error, 'EXPLORE_ROWS')) throw error
    return { tooMany: `${error.message}. ${error.next}` }
  }
}

interface Profiled {
  readonly table: TableProfile
  readonly sample: readonly (readonly (string | null)[])[]
}

async function profileOf(view: View, columns: readonly TypedColumn[], detail: boolean): Promise<Profiled> {
  const { engine, overview, scratch, mostRows } = view
  const { table, rows } = overview
  if (rows !== null && rows > mostRows)
    throw tooManyRows(table, `${overview.exact ? '' : 'about '}${grouped(rows)} rows`, enough(rows))
  for await (const profile of profileTables(view, [{ table, columns }], { scratch, detail, mostRows }))
    return { table: profile, sample: await firstRows(engine, { table, columns, most: SAMPLE_ROWS }) }
  throw new Error(`there is no profile of ${table}`)
}

/** The next power of ten: an estimate may be half of the truth. */
const enough = (rows: number): number => 10 ** Math.ceil(Math.log10(rows + 1))

async function showColumn(view: View, { table, column }: Subject): Promise<void> {
  if (!column || !isTyped(column)) return showRefused(view, { table, ...(column ? { column } : {}) })
  const { table: profile } = await profileOf(view, [column], true)
  const [found] = profile.columns
  if (view.json) printJson({ table: table.name, column, profile: found })
  else print(columnText(table, column, found!))
}

function showRefused({ json }: View, { table, column }: Subject): void {
  if (json) printJson({ table: table.name, column, profile: null })
  else print(refusedText(table, column!))
}

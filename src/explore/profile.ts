import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Engine } from '../core/engine.ts'
import { StarliftError } from '../core/error.ts'
import type { TypedColumn } from '../core/schema.ts'
import type { Source, TableColumns } from '../core/source.ts'
import { id, path } from '../core/sql.ts'
import { stageTable } from '../stage/stage-table.ts'
import { type DayProfile, profileDays } from './days.ts'
import { type NumberProfile, profileNumbers } from './numbers.ts'
import { type FrequentValue, frequentValues, type TextProfile, type Twins, textProfile, twinsOf } from './spellings.ts'

/** What the rows of a table hold, column by column. Every value is exact text, as the source has it. */
export interface TableProfile {
  readonly table: string
  readonly rows: number
  readonly columns: readonly ColumnProfile[]
}

/** What one column holds. Of a masked column the counts alone are said. */
export interface ColumnProfile {
  readonly name: string
  readonly rows: number
  /** Rows that are NULL in the source; zero dates are not among them. */
  readonly nulls: number
  /** Different values, by their bytes; NULL is none. */
  readonly distinct: number
  /** Least and greatest; of text by its bytes. Null where there is no value, and for bytes and masked text. */
  readonly min: string | null
  readonly max: string | null
  /** Of text alone. */
  readonly text: TextProfile | null
  /** Of dates and timestamps alone. */
  readonly days: DayProfile | null
  /** The rest only where `detail` was asked for: the most frequent values, the most frequent first. */
  readonly frequent: readonly FrequentValue[]
  /** Groups of values that MySQL may take for one; null for what is no text, or compares by bytes. */
  readonly twins: Twins | null
  /** Of numbers of which there are any. */
  readonly numbers: NumberProfile | null
}

export interface ProfileOptions {
  /** A folder for the rows of the table being profiled. */
  readonly scratch: string
  /** Also the most frequent values, twins, outliers. */
  readonly detail?: boolean
  /** A table with more rows than these is EXPLORE_ROWS as soon as that many are read. */
  readonly mostRows?: number
}

/**
 * Profiles these columns in one consistent view of the source, a table at a time. While a profile is with its taker the rows of its table can
 * be asked for as the engine's view `stage.<table>`; they go when the next is asked for. Zero dates are counted where the source was opened
 * to read them as NULL (`allZeroDates`), and VALUE_ZERO_DATE where not.
 */
export async function* profileTables(
  { engine, source }: { readonly engine: Engine; readonly source: Source },
  views: readonly TableColumns[],
  { scratch, detail = false, mostRows = Number.POSITIVE_INFINITY }: ProfileOptions,
): AsyncIterable<TableProfile> {
  await using snapshot = await source.snapshot(views)
  for (const [at, view] of views.entries()) {
    const folder = join(scratch, `profile-${at}`)
    const rows = await stageTable(engine, snapshot, view, {
      file: (index) => join(folder, `${index}.parquet`),
      onRows: (read) => refuseMore(view.table, read, mostRows),
    })
    const columns: ColumnProfile[] = []
    for (const column of view.columns) {
      const zeros = snapshot.zeroDates(view.table, column.name)
      columns.push(await profileColumn({ engine, table: view.table, column, rows, zeros, detail }))
    }
    yield { table: view.table, rows, columns }
    for (const schema of ['stage', 'landed']) await engine.run(`drop view ${path(schema, view.table)}`)
    await rm(folder, { recursive: true, force: true })
  }
}

function refuseMore(table: string, rows: number, most: number): void {
  if (rows > most) throw tooManyRows(table, `more than ${most.toLocaleString('en-US')} rows`, most * 10)
}

/** `rows` in words, and how many to allow. */
export const tooManyRows = (table: string, rows: string, enough: number): StarliftError =>
  new StarliftError('EXPLORE_ROWS', {
    operation: 'explore',
    subject: table,
    what: `${table} has ${rows}, and to say what they hold each is read`,
    next: `Say  --rows ${enough}  to read them all the same.`,
  })

/** A staged column, and what is known of it. */
interface Staged {
  readonly engine: Engine
  readonly table: string
  readonly column: TypedColumn
  readonly rows: number
  readonly zeros: number
  readonly detail: boolean
}

async function profileColumn(staged: Staged): Promise<ColumnProfile> {
  const { engine, table, column, rows, zeros, detail } = staged
  const place = { engine, from: path('stage', table), column }
  const figures = await basicFigures(staged)
  const shown = column.masked !== true
  const text = shown && column.type.kind === 'text'
  return {
    name: column.name,
    rows,
    ...figures,
    text: text ? await textProfile(place) : null,
    days: isDay(column) ? await profileDays(place, zeros) : null,
    frequent: detail && shown && column.type.kind !== 'bytes' ? await frequentValues(place) : [],
    twins: detail && text ? await twinsOf(place) : null,
    numbers: detail && isNumber(column) ? await profileNumbers(place) : null,
  }
}

const isDay = ({ type }: TypedColumn): boolean => type.kind === 'date' || type.kind === 'timestamp'
const isNumber = ({ type }: TypedColumn): boolean => /^(integer|decimal|float)$/.test(type.kind)

async function basicFigures({
  engine,
  table,
  column,
  rows,
  zeros,
}: Staged): Promise<Pick<ColumnProfile, 'nulls' | 'distinct' | 'min' | 'max'>> {
  const value = id(column.name)
  const ends = column.masked || column.type.kind === 'bytes' ? 'null, null' : `min(${value}), max(${value})`
  const { rows: answer } = await engine.query(
    `select count(${value}), count(distinct ${value}), ${ends} from ${path('stage', table)}`,
  )
  const [present, distinct, min, max] = answer[0]!
  return { nulls: rows - Number(present) - zeros, distinct: Number(distinct), min: min ?? null, max: max ?? null }
}

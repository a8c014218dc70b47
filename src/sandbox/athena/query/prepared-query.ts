import { id } from '../../../core/sql.ts'
import { QueryFault } from '../sql/fault.ts'
import { translateQuery } from '../sql/translate.ts'
import type { TableColumn } from '../table/glue-table.ts'
import type { OpenTable } from '../table/open-table.ts'
import { readDuckdbType } from '../type/read-type.ts'
import type { Job } from './job.ts'
import { NamedTables } from './named-tables.ts'
import { faultOf } from './query-fault.ts'
import { scannedBytes } from './scanned-bytes.ts'
import type { Session } from './session.ts'

/** A query that is translated, and its engine closed to all but the files that it reads and the drafts that it may write. */
export interface PreparedQuery {
  /** In DuckDB's SQL; its columns are `c0`, `c1` … */
  readonly sql: string
  readonly columns: readonly TableColumn[]
  readonly scannedBytes: number
  /** Runs SQL on the engine; failures are in Athena's words. */
  run(sql: string): Promise<void>
  rows(sql: string): Promise<readonly (readonly (string | null)[])[]>
}

/** Athena's way to say that a query would read more than its work group allows. */
export class CutOff extends Error {
  override readonly name = 'CutOff'
}

export async function prepareQuery(
  session: Session,
  sql: string,
  { job, drafts }: { readonly job: Job; readonly drafts: readonly string[] },
): Promise<PreparedQuery> {
  job.watch(session.engine)
  const tables = new NamedTables(session, job.database)
  const { text, columns } = await translate(session, tables, sql)
  checkInjected(tables, sql)
  job.check()
  const opened = await tables.open()
  const scanned = await scannedBytes(session.engine, text, opened).catch((error) => {
    throw faultOf(error, filesOf(opened))
  })
  if (job.cutoff !== undefined && scanned > job.cutoff) throw new CutOff('Bytes scanned limit was exceeded')
  const files = filesOf(opened)
  await session.engine.restrict([...files.map(({ object }) => object.file), ...drafts])
  const told = async <Result>(action: Promise<Result>): Promise<Result> => {
    try {
      return await action
    } catch (error) {
      job.check()
      throw faultOf(error, files)
    }
  }
  return {
    sql: `(${text}) as answer (${columns.map((_, i) => `c${i}`).join(', ')})`,
    columns,
    scannedBytes: scanned,
    run: (statement) => told(session.engine.run(statement)),
    rows: (statement) => told(session.engine.query(statement).then(({ rows }) => rows)),
  }
}

async function translate(session: Session, tables: NamedTables, sql: string) {
  try {
    const text = await translateQuery(sql, tables)
    const { rows } = await session.engine.query(`describe ${text}`)
    return { text, columns: rows.map(([name, type]) => ({ name: name!, type: readDuckdbType(type!) })) }
  } catch (error) {
    throw faultOf(error)
  }
}

const filesOf = (opened: readonly OpenTable[]) => opened.flatMap(({ files }) => files)

/** A column that takes its values from the query must be held to one or some of them. */
function checkInjected(tables: NamedTables, sql: string): void {
  for (const column of tables.injected)
    if (!new RegExp(`\\b${column.replace(/\W/g, '\\$&')}"?\\s*(=|in\\s*\\()`, 'i').test(sql))
      throw new QueryFault(
        'CONSTRAINT_VIOLATION',
        `For the injected projected partition column ${column}, the WHERE clause must contain only static equality conditions, and at least one such condition must be present.`,
      )
}

export const columnId = (i: number): string => id(`c${i}`)

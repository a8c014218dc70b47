import { text } from '../../../core/sql.ts'
import type { TableColumn } from '../table/glue-table.ts'
import { athenaText } from '../type/athena-text.ts'
import { columnFacts } from '../type/data-type.ts'
import type { ColumnInfo } from './execution.ts'
import type { Job } from './job.ts'
import type { Outcome } from './outcome.ts'
import { columnId, prepareQuery } from './prepared-query.ts'
import { openSession } from './session.ts'

/** Runs a query, and leaves its rows in a CSV file as Athena writes it. */
export async function runSelect(job: Job, sql: string): Promise<Outcome> {
  await using session = await openSession(job.engines, job.context)
  const file = job.context.objects.draft()
  const query = await prepareQuery(session, sql, { job, drafts: [file] })
  const values = query.columns.map(({ type }, i) => `${athenaText(columnId(i), type)} as ${columnId(i)}`)
  // Names are a row like any other: two columns may have one name.
  const head = query.columns.map(({ name }, i) => `${text(name)} as ${columnId(i)}`)
  await query.run(
    `copy (select ${head.join(', ')} union all select ${values.join(', ')} from ${query.sql}) to ${text(file)} (format csv, header false, force_quote *)`,
  )
  return { columns: query.columns.map(columnInfo), file, scannedBytes: query.scannedBytes }
}

export const columnInfo = ({ name, type }: TableColumn): ColumnInfo => ({
  CatalogName: 'hive',
  SchemaName: '',
  TableName: '',
  Name: name,
  Label: name,
  ...columnFacts(type),
  Nullable: 'UNKNOWN',
  CaseSensitive: type.kind === 'text',
})

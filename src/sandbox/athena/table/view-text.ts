import { QueryFault } from '../sql/fault.ts'
import { trinoText } from '../type/data-type.ts'
import type { TableColumn, TableKey } from './glue-table.ts'

/** A view's query, and what its unqualified tables belong to. */
export interface ViewDefinition {
  readonly sql: string
  readonly database: string
}

/** As Athena keeps views in Glue. */
export function encodeView(
  sql: string,
  { database }: Pick<TableKey, 'database'>,
  columns: readonly TableColumn[],
): string {
  const view = {
    originalSql: sql,
    catalog: 'awsdatacatalog',
    schema: database,
    columns: columns.map(({ name, type }) => ({ name, type: trinoText(type) })),
  }
  return `/* Presto View: ${Buffer.from(JSON.stringify(view)).toString('base64')} */`
}

/** Reads what `encodeView` wrote, or any other client. Fails with INVALID_VIEW. */
export function decodeView(text: string | undefined, name: string): ViewDefinition {
  const encoded = /^\/\* Presto View: ([\w+/=]+) \*\/$/.exec(text?.trim() ?? '')?.[1]
  try {
    const view = JSON.parse(Buffer.from(encoded ?? '', 'base64').toString()) as { originalSql: string; schema?: string }
    if (typeof view.originalSql === 'string') return { sql: view.originalSql, database: view.schema ?? 'default' }
  } catch {}
  throw new QueryFault('INVALID_VIEW', `Invalid view text of ${name}: it is not as Athena writes it`)
}

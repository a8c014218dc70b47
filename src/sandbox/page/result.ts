import { ServiceException } from '../protocol/service-exception.ts'
import type { Context } from '../service.ts'
import { asked, parameter } from './asked.ts'

type GetQueryResults = import('@aws-sdk/client-athena').GetQueryResultsCommandOutput

const ROWS = 100

/** The first rows of a query's result; `null` where a value is NULL. */
export async function resultOf(context: Context, query: URLSearchParams): Promise<object> {
  const input = { QueryExecutionId: parameter(query, 'query'), MaxResults: ROWS + 1 }
  const read = await asked<GetQueryResults>(context, { service: 'athena', operation: 'GetQueryResults', input })
  if (!read) throw new ServiceException('UnknownOperationException', 'Athena is not part of this sandbox')
  const columns = (read.ResultSet?.ResultSetMetadata?.ColumnInfo ?? []).map(({ Name, Type }) => ({
    name: Name,
    type: Type,
  }))
  const rows = (read.ResultSet?.Rows ?? []).map(({ Data = [] }) => Data.map((cell) => cell.VarCharValue ?? null))
  const headed = rows.length > 0 && rows[0]!.every((text, i) => text === columns[i]?.name)
  return { columns, rows: headed ? rows.slice(1) : rows.slice(0, ROWS), more: read.NextToken !== undefined }
}

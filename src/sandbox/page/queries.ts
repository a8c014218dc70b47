import type { Context } from '../service.ts'
import { all, asked } from './asked.ts'

type ListWorkGroups = import('@aws-sdk/client-athena').ListWorkGroupsCommandOutput
type ListQueryExecutions = import('@aws-sdk/client-athena').ListQueryExecutionsCommandOutput
type BatchGetQueryExecution = import('@aws-sdk/client-athena').BatchGetQueryExecutionCommandOutput
type QueryExecution = import('@aws-sdk/client-athena').QueryExecution

/** As many as BatchGetQueryExecution takes. */
const QUERIES = 50

/** The last queries of all work groups, newest first. */
export async function queriesOf(context: Context): Promise<object[] | undefined> {
  const groups = await all(async (NextToken) => {
    const input = { NextToken }
    const read = await asked<ListWorkGroups>(context, { service: 'athena', operation: 'ListWorkGroups', input })
    return read && { items: read.WorkGroups, next: read.NextToken }
  })
  if (!groups) return undefined
  const listed = await Promise.all(groups.map(({ Name }) => queriesIn(context, Name)))
  const time = (query: QueryExecution): number => query.Status?.SubmissionDateTime?.getTime() ?? 0
  return listed
    .flat()
    .sort((a, b) => time(b) - time(a))
    .slice(0, QUERIES)
    .map(shown)
}

async function queriesIn(context: Context, WorkGroup: string | undefined): Promise<QueryExecution[]> {
  const input = { WorkGroup, MaxResults: QUERIES }
  const ids = await asked<ListQueryExecutions>(context, { service: 'athena', operation: 'ListQueryExecutions', input })
  if (!ids?.QueryExecutionIds?.length) return []
  const { QueryExecutionIds } = ids
  const read = await asked<BatchGetQueryExecution>(context, {
    service: 'athena',
    operation: 'BatchGetQueryExecution',
    input: { QueryExecutionIds },
  })
  return read?.QueryExecutions ?? []
}

const shown = (query: QueryExecution): object => ({
  id: query.QueryExecutionId,
  sql: query.Query,
  state: query.Status?.State,
  reason: query.Status?.StateChangeReason,
  submitted: query.Status?.SubmissionDateTime,
  bytes: query.Statistics?.DataScannedInBytes,
  milliseconds: query.Statistics?.TotalExecutionTimeInMillis ?? query.Statistics?.EngineExecutionTimeInMillis,
  group: query.WorkGroup,
  database: query.QueryExecutionContext?.Database,
  output: query.ResultConfiguration?.OutputLocation,
})

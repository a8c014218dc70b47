import { readFile } from 'node:fs/promises'
import { parseS3Uri } from '../../object-store.ts'
import { pageOf } from '../../paging.ts'
import type { Context } from '../../service.ts'
import { workGroupNamed } from '../work-group/work-group.ts'
import {
  type AthenaOperations,
  type Execution,
  executionNamed,
  executionsOf,
  invalid,
  type QueryExecution,
} from './execution.ts'
import { readResultRows } from './result-rows.ts'
import type { Runner } from './runner.ts'
import { askedBefore, askedQuery } from './start-query.ts'

const MOST = 50
const MOST_ROWS = 1000
const ENDED: ReadonlySet<string> = new Set(['SUCCEEDED', 'FAILED', 'CANCELLED'])

/** Runs queries and tells of them. The runner is loaded with the first query: it brings the parser. */
export function queryOperations(loaded: () => Runner | undefined, load: () => Promise<Runner>): AthenaOperations {
  const found = (context: Context, id: string): Execution =>
    loaded()?.current(id) ?? settled(context, executionNamed(context, id))

  /** A query that ran when the sandbox was ended has failed. */
  const settled = (context: Context, execution: Execution): Execution => {
    const { query } = execution
    if (ENDED.has(query.Status?.State ?? '')) return execution
    const reason = 'The sandbox was ended while the query ran'
    const Status = {
      ...query.Status,
      State: 'FAILED' as const,
      StateChangeReason: reason,
      CompletionDateTime: context.now(),
    }
    const failed = { ...execution, query: { ...query, Status } }
    executionsOf(context).put(query.QueryExecutionId!, failed)
    return failed
  }

  return {
    async StartQueryExecution(input, context) {
      const before = askedBefore(input, context)
      if (before !== undefined) return { QueryExecutionId: before }
      const asked = askedQuery(input, context)
      const runner = await load()
      const QueryExecutionId = asked.execution.query.QueryExecutionId!
      if (!runner.current(QueryExecutionId)) runner.start(asked, context)
      return { QueryExecutionId }
    },

    GetQueryExecution: ({ QueryExecutionId }, context) => ({ QueryExecution: found(context, QueryExecutionId).query }),

    BatchGetQueryExecution({ QueryExecutionIds }, context) {
      const known = QueryExecutionIds.filter((id) => executionsOf(context).get(id))
      return {
        QueryExecutions: known.map((id) => found(context, id).query),
        UnprocessedQueryExecutionIds: QueryExecutionIds.filter((id) => !known.includes(id)).map((id) => ({
          QueryExecutionId: id,
          ErrorCode: 'INVALID_INPUT',
          ErrorMessage: `QueryExecution ${id} was not found`,
        })),
      }
    },

    ListQueryExecutions({ WorkGroup = 'primary', NextToken, MaxResults = MOST }, context) {
      workGroupNamed(context, WorkGroup)
      const all = executionsOf(context)
        .entries()
        .filter(([, { query }]) => query.WorkGroup === WorkGroup)
      const { items, next } = pageOf(all.map(([id]) => id).reverse(), {
        token: NextToken,
        size: MaxResults,
        code: 'InvalidRequestException',
      })
      return { QueryExecutionIds: [...items], NextToken: next }
    },

    StopQueryExecution({ QueryExecutionId }, context) {
      executionNamed(context, QueryExecutionId!)
      loaded()?.stop(QueryExecutionId!)
      return {}
    },

    GetQueryResults: ({ QueryExecutionId, NextToken, MaxResults = MOST_ROWS }, context) =>
      results(context, found(context, QueryExecutionId), { token: NextToken, most: Math.min(MaxResults, MOST_ROWS) }),

    GetQueryRuntimeStatistics({ QueryExecutionId }, context) {
      const { Statistics = {} } = found(context, QueryExecutionId).query
      const {
        EngineExecutionTimeInMillis,
        TotalExecutionTimeInMillis,
        QueryQueueTimeInMillis,
        ServiceProcessingTimeInMillis,
      } = Statistics
      return {
        QueryRuntimeStatistics: {
          Timeline: {
            EngineExecutionTimeInMillis,
            TotalExecutionTimeInMillis,
            QueryQueueTimeInMillis,
            ServiceProcessingTimeInMillis,
          },
          Rows: { InputBytes: Statistics.DataScannedInBytes },
        },
      }
    },
  }
}

interface Wanted {
  readonly token: string | undefined
  readonly most: number
}

async function results(context: Context, { query, columns = [], updateCount }: Execution, wanted: Wanted) {
  checkSucceeded(query)
  const { rows, next } = await pageOfRows(context, query, wanted)
  return {
    UpdateCount: updateCount ?? 0,
    NextToken: next === undefined ? undefined : Buffer.from(String(next)).toString('base64url'),
    ResultSet: {
      Rows: rows.map((row) => ({ Data: row.map((value) => (value === null ? {} : { VarCharValue: value })) })),
      ResultSetMetadata: { ColumnInfo: [...columns] },
    },
  }
}

function checkSucceeded({ Status }: QueryExecution): void {
  const state = Status?.State ?? ''
  if (!ENDED.has(state)) throw invalid(`Query has not yet finished. Current state: ${state}`, 'INVALID_QUERY_STATUS')
  if (state !== 'SUCCEEDED')
    throw invalid(`Query did not finish successfully. Final query state: ${state}`, 'INVALID_QUERY_STATUS')
}

async function pageOfRows(context: Context, { ResultConfiguration }: QueryExecution, { token, most }: Wanted) {
  const location = ResultConfiguration?.OutputLocation ?? ''
  const at = parseS3Uri(location)
  const object = at && /\.(csv|txt)$/.test(location) ? context.objects.find(at) : undefined
  const from = token === undefined ? 0 : Number(Buffer.from(token, 'base64url').toString())
  if (!Number.isInteger(from) || from < 0) throw invalid('The continuation token is not valid.')
  if (!object) return { rows: [], next: undefined }
  if (location.endsWith('.csv')) return readResultRows(object.file, from, most)
  const lines = (await readFile(object.file, 'utf8')).split('\n').slice(0, -1)
  const end = from + most
  return { rows: lines.slice(from, end).map((line) => [line]), next: end < lines.length ? end : undefined }
}

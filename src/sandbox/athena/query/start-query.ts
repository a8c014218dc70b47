import { createHash, randomUUID } from 'node:crypto'
import { parseS3Uri } from '../../object-store.ts'
import type { Context } from '../../service.ts'
import { QueryFault } from '../sql/fault.ts'
import { parseStatement } from '../statement/parse-statement.ts'
import type { Statement } from '../statement/statement.ts'
import { withParameters } from '../statement/token.ts'
import { workGroupNamed } from '../work-group/work-group.ts'
import { executionsOf, invalid, type QueryExecution, ROWS, STATEMENT_FACTS } from './execution.ts'
import type { Asked } from './runner.ts'

type Input = import('@aws-sdk/client-athena').StartQueryExecutionInput

const ENGINE = { SelectedEngineVersion: 'AUTO', EffectiveEngineVersion: 'Athena engine version 3' }

/** The id of a query: the same for the same token, so that one that is asked again is not run again. */
function queryId(token: string | undefined): string {
  if (token === undefined) return randomUUID()
  const hex = createHash('sha256').update(token).digest('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-')
}

/** Settles what a query is and where its answer goes. Fails with InvalidRequestException where that cannot be. */
export function askedQuery(input: Input, context: Context): Asked {
  const workGroup = input.WorkGroup ?? 'primary'
  const group = workGroupNamed(context, workGroup)
  if (group.State === 'DISABLED') throw invalid(`WorkGroup ${workGroup} is disabled.`)
  const configuration = group.Configuration ?? {}
  const wanted = configuration.EnforceWorkGroupConfiguration ? undefined : input.ResultConfiguration?.OutputLocation
  const output = outputFolder(wanted || configuration.ResultConfiguration?.OutputLocation)
  const database = plainName(input.QueryExecutionContext?.Database ?? 'default')
  const id = queryId(input.ClientRequestToken)
  const statement = statementOf(input)
  return {
    statement,
    database,
    output,
    cutoff: configuration.BytesScannedCutoffPerQuery,
    execution: {
      query: described(input, {
        id,
        workGroup,
        statement,
        now: context.now(),
        output: outputOf(statement, `${output}${id}`, output),
      }),
      ...(input.ClientRequestToken === undefined ? {} : { token: input.ClientRequestToken }),
    },
  }
}

const outputOf = (statement: Statement, at: string, folder: string): string => {
  if (statement.kind === 'create table as') return at.replace(folder, `${folder}tables/`)
  return `${at}${ROWS.has(statement.kind) ? '.csv' : '.txt'}`
}

/** "`db`" as some clients send it. */
const plainName = (name: string): string => name.replace(/^[`"](.*)[`"]$/, '$1').toLowerCase()

function statementOf({ QueryString = '', ExecutionParameters }: Input): Statement {
  try {
    const parameters = ExecutionParameters ?? []
    const statement = parseStatement(QueryString)
    if (statement.kind === 'prepare') return statement
    if (statement.kind === 'execute') return parameters.length > 0 ? { ...statement, parameters } : statement
    return parseStatement(withParameters(QueryString, parameters))
  } catch (error) {
    if (error instanceof QueryFault) throw invalid(error.message.replace(/^SYNTAX_ERROR: /, ''), 'MALFORMED_QUERY')
    throw error
  }
}

function outputFolder(location: string | undefined): string {
  if (!location)
    throw invalid(
      'No output location provided. You did not provide an output location for your query results. Please retry your request with an output location.',
    )
  if (!parseS3Uri(location)) throw invalid(`outputLocation is not a valid S3 path.`)
  return location.replace(/\/*$/, '/')
}

interface Settled {
  readonly id: string
  readonly workGroup: string
  readonly statement: Statement
  readonly now: Date
  readonly output: string
}

function described(input: Input, { id, workGroup, statement, now, output }: Settled): QueryExecution {
  const [StatementType, SubstatementType] = STATEMENT_FACTS[statement.kind]
  const { Database, Catalog } = input.QueryExecutionContext ?? {}
  return {
    QueryExecutionId: id,
    Query: input.QueryString,
    StatementType,
    SubstatementType,
    ResultConfiguration: { ...input.ResultConfiguration, OutputLocation: output },
    ResultReuseConfiguration: { ResultReuseByAgeConfiguration: { Enabled: false } },
    QueryExecutionContext: {
      ...(Database === undefined ? {} : { Database: plainName(Database) }),
      ...(Catalog === undefined ? {} : { Catalog: Catalog.toLowerCase() }),
    },
    Status: { State: 'QUEUED', SubmissionDateTime: now },
    Statistics: { DataScannedInBytes: 0 },
    WorkGroup: workGroup,
    EngineVersion: ENGINE,
    ...(input.ExecutionParameters ? { ExecutionParameters: input.ExecutionParameters } : {}),
  }
}

/** The query that was asked with the same token before. */
export function askedBefore({ ClientRequestToken, QueryString }: Input, context: Context): string | undefined {
  if (ClientRequestToken === undefined) return undefined
  const id = queryId(ClientRequestToken)
  const before = executionsOf(context).get(id)
  if (before && before.query.Query !== QueryString) throw invalid('Idempotent parameters do not match', 'INVALID_INPUT')
  return before && id
}

import { setTimeout as sleep } from 'node:timers/promises'
import type { Answer, Engine, Parameter } from '../../core/engine.ts'
import { StarliftError } from '../../core/error.ts'
import { text } from '../../core/sql.ts'

type Sdk = typeof import('@aws-sdk/client-athena')
type Execution = import('@aws-sdk/client-athena').QueryExecution

export interface AthenaOptions {
  /** The Glue database that shows the star. */
  readonly database: string
  readonly workGroup?: string
  /** Where results go, `s3://bucket/prefix/`; needless where the work group says it. */
  readonly output?: string
}

/** Runs SELECTs on Athena, and says what they cost. */
export interface AthenaEngine extends Pick<Engine, 'query'> {
  /** Bytes that all queries so far have scanned. */
  readonly scanned: () => number
}

/** What Athena takes for a terabyte, and the least that it counts of a query, by its public price list of November 2026. */
export const USD_PER_TERABYTE = 5
export const LEAST_BYTES = 10_000_000

/** Polls a query so often, milliseconds: quickly at first. */
const POLL = { first: 50, most: 1000 }

/** Opens Athena by the environment's credentials, region and endpoint. Fails with CONFIG where the SDK is not installed. */
export async function athenaEngine(options: AthenaOptions): Promise<AthenaEngine> {
  const sdk = await import('@aws-sdk/client-athena').catch((cause: unknown) => Promise.reject(missing(cause)))
  const region = process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? 'us-east-1'
  const athena = new Athena(sdk, new sdk.AthenaClient({ region }), options)
  return { query: (sql, parameters = []) => athena.query(sql, parameters), scanned: () => athena.scanned }
}

const missing = (cause: unknown): StarliftError =>
  new StarliftError('CONFIG', {
    operation: 'query',
    subject: '@aws-sdk/client-athena',
    what: 'Athena needs the AWS SDK, which is not installed',
    next: 'npm install @aws-sdk/client-athena',
    cause,
  })

class Athena {
  scanned = 0
  readonly #sdk: Sdk
  readonly #client: InstanceType<Sdk['AthenaClient']>
  readonly #options: AthenaOptions

  constructor(sdk: Sdk, client: InstanceType<Sdk['AthenaClient']>, options: AthenaOptions) {
    this.#sdk = sdk
    this.#client = client
    this.#options = options
  }

  async query(sql: string, parameters: readonly Parameter[]): Promise<Answer> {
    const id = await this.#start(sql, parameters)
    this.scanned += (await this.#finished(id)).Statistics?.DataScannedInBytes ?? 0
    return this.#answer(id)
  }

  async #start(QueryString: string, parameters: readonly Parameter[]): Promise<string> {
    const { database: Database, workGroup: WorkGroup, output: OutputLocation } = this.#options
    const command = new this.#sdk.StartQueryExecutionCommand({
      QueryString,
      QueryExecutionContext: { Database },
      ...(parameters.length > 0 ? { ExecutionParameters: parameters.map(literal) } : {}),
      ...(WorkGroup ? { WorkGroup } : {}),
      ...(OutputLocation ? { ResultConfiguration: { OutputLocation } } : {}),
    })
    try {
      return (await this.#client.send(command)).QueryExecutionId!
    } catch (error) {
      throw refused((error as Error).message, error)
    }
  }

  async #finished(QueryExecutionId: string): Promise<Execution> {
    for (let wait = POLL.first; ; wait = Math.min(wait * 2, POLL.most)) {
      const { QueryExecution } = await this.#client.send(new this.#sdk.GetQueryExecutionCommand({ QueryExecutionId }))
      const { State, StateChangeReason = 'no reason was given' } = QueryExecution?.Status ?? {}
      if (State === 'SUCCEEDED') return QueryExecution!
      if (State === 'FAILED' || State === 'CANCELLED') throw refused(StateChangeReason)
      await sleep(wait)
    }
  }

  async #answer(QueryExecutionId: string): Promise<Answer> {
    const rows: (readonly (string | null)[])[] = []
    let columns: Answer['columns'] = []
    let NextToken: string | undefined
    do {
      const page = await this.#client.send(new this.#sdk.GetQueryResultsCommand({ QueryExecutionId, NextToken }))
      columns = (page.ResultSet?.ResultSetMetadata?.ColumnInfo ?? []).map(typed)
      for (const { Data = [] } of page.ResultSet?.Rows ?? [])
        rows.push(Data.map(({ VarCharValue }) => VarCharValue ?? null))
      NextToken = page.NextToken
    } while (NextToken !== undefined)
    // The first row of a SELECT holds the names of its columns.
    return { columns, rows: rows.slice(1) }
  }
}

type Info = import('@aws-sdk/client-athena').ColumnInfo

const typed = ({ Name = '', Type = '', Precision = 0, Scale = 0 }: Info): Answer['columns'][number] => ({
  name: Name,
  type: Type === 'decimal' ? `DECIMAL(${Precision},${Scale})` : Type.toUpperCase(),
})

/** Athena takes parameters as SQL literals. */
const literal = (value: Parameter): string =>
  value === null ? 'null' : typeof value === 'string' ? text(value) : String(value)

const refused = (said: string, cause?: unknown): StarliftError =>
  new StarliftError('QUERY', {
    operation: 'query',
    subject: 'Athena',
    what: 'Athena did not run the query',
    lines: said.split('\n'),
    next: 'Check database, work group and output location:  athena  and  glue  in the config.',
    ...(cause === undefined ? {} : { cause }),
  })

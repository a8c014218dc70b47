import {
  AthenaClient,
  type ColumnInfo,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  type QueryExecution,
  StartQueryExecutionCommand,
} from '@aws-sdk/client-athena'
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { clientOptions, type Started, start } from '../start.ts'

/** Athena with a bucket `lake` and a database `db`. */
export interface Athena extends AsyncDisposable {
  readonly sandbox: Started
  readonly client: AthenaClient
  start(sql: string, more?: StartOptions): Promise<string>
  /** Waits until a query has ended. */
  ended(id: string): Promise<QueryExecution>
  /** Runs a statement, and gives what became of it. */
  run(sql: string, more?: StartOptions): Promise<QueryExecution>
  /** Rows of a query that succeeds, without the header; NULL as null. */
  rows(sql: string, more?: StartOptions): Promise<readonly (readonly (string | null)[])[]>
  columns(sql: string): Promise<readonly ColumnInfo[]>
  /** The reason why a statement fails, or is refused. */
  failure(sql: string, more?: StartOptions): Promise<string>
  put(key: string, body: string | Uint8Array): Promise<void>
}

export interface StartOptions {
  readonly parameters?: string[]
  readonly workGroup?: string
  readonly token?: string
  readonly output?: string
}

const ENDED = ['SUCCEEDED', 'FAILED', 'CANCELLED']

export async function startAthena(): Promise<Athena> {
  const sandbox = await start()
  const client = new AthenaClient(clientOptions(sandbox.url))
  await sandbox.s3.send(new CreateBucketCommand({ Bucket: 'lake' }))
  const one = athenaOf(sandbox, client)
  await one.run('create database db')
  return one
}

function athenaOf(sandbox: Started, client: AthenaClient): Athena {
  const self: Athena = {
    sandbox,
    client,
    async start(sql, { parameters, workGroup, token, output = 's3://lake/out/' } = {}) {
      const { QueryExecutionId } = await client.send(
        new StartQueryExecutionCommand({
          QueryString: sql,
          QueryExecutionContext: { Database: 'db' },
          ResultConfiguration: { OutputLocation: output },
          ExecutionParameters: parameters,
          WorkGroup: workGroup,
          ClientRequestToken: token,
        }),
      )
      return QueryExecutionId!
    },
    async ended(id) {
      for (;;) {
        const { QueryExecution: query } = await client.send(new GetQueryExecutionCommand({ QueryExecutionId: id }))
        if (ENDED.includes(query!.Status!.State!)) return query!
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
    },
    run: async (sql, more) => self.ended(await self.start(sql, more)),
    async rows(sql, more) {
      const { rows, query } = await answerOf(self, sql, more)
      return query.SubstatementType === 'SELECT' || query.SubstatementType === 'EXECUTE' ? rows.slice(1) : rows
    },
    columns: async (sql) => (await answerOf(self, sql)).columns,
    async failure(sql, more) {
      try {
        const { Status } = await self.run(sql, more)
        return `${Status?.State}: ${Status?.StateChangeReason}`
      } catch (error) {
        return `${(error as Error).name}: ${(error as Error).message}`
      }
    },
    async put(key, body) {
      await sandbox.s3.send(new PutObjectCommand({ Bucket: 'lake', Key: key, Body: body }))
    },
    async [Symbol.asyncDispose]() {
      client.destroy()
      await sandbox[Symbol.asyncDispose]()
    },
  }
  return self
}

async function answerOf(athena: Athena, sql: string, more?: StartOptions) {
  const query = await athena.run(sql, more)
  if (query.Status?.State !== 'SUCCEEDED') throw new Error(`${sql}\n${query.Status?.StateChangeReason}`)
  const rows: (string | null)[][] = []
  let token: string | undefined
  do {
    const page = await athena.client.send(
      new GetQueryResultsCommand({ QueryExecutionId: query.QueryExecutionId, NextToken: token }),
    )
    rows.push(
      ...(page.ResultSet?.Rows ?? []).map(({ Data = [] }) => Data.map(({ VarCharValue = null }) => VarCharValue)),
    )
    token = page.NextToken
    if (!token) return { rows, query, columns: page.ResultSet?.ResultSetMetadata?.ColumnInfo ?? [] }
  } while (token)
  return { rows, query, columns: [] }
}

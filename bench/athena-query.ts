import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  StartQueryExecutionCommand,
} from '@aws-sdk/client-athena'
import { CreateDatabaseCommand, CreateTableCommand, GlueClient } from '@aws-sdk/client-glue'
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { DuckDBInstance } from '@duckdb/node-api'
import { median } from './table.ts'

const RUNS = 11
const SQL = (table: string): string =>
  `select country, count(*) as n, sum(amount) as total from ${table} group by country order by country`

/** A table to ask, and what DuckDB by itself says and takes. */
export interface Question {
  readonly rows: number
  readonly file: string
  readonly answer: string
  /** Milliseconds in a process that runs already. */
  readonly duckdb: number
}

async function medianOf(run: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  while (times.length < RUNS) {
    const begun = performance.now()
    await run()
    times.push(performance.now() - begun)
  }
  return median(times)
}

export async function question(folder: string, rows: number): Promise<Question> {
  const file = join(folder, `${rows}.parquet`)
  const db = await (await DuckDBInstance.create(':memory:')).connect()
  const select = `select i::int as id, 'country ' || (i % 20)::varchar as country, ((i * 7919) % 100000 / 100)::decimal(10,2) as amount from range(${rows}) r(i)`
  await db.run(`copy (${select}) to '${file}' (format parquet, compression zstd)`)
  const ask = async () => (await db.runAndReadAll(SQL(`'${file}'`))).getRowsJson()
  const answer = JSON.stringify(await ask())
  const duckdb = await medianOf(ask)
  db.closeSync()
  return { rows, file, answer, duckdb }
}

/** Milliseconds of a query from asking to the word that it has ended; why not, where its answer is not DuckDB's. */
export async function askAthena(endpoint: string, { rows, file, answer }: Question): Promise<number | string> {
  const options = { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } }
  const [s3, glue, athena] = [
    new S3Client({ ...options, forcePathStyle: true }),
    new GlueClient(options),
    new AthenaClient(options),
  ]
  const database = `bench${rows}`
  await s3.send(new CreateBucketCommand({ Bucket: database }))
  await s3.send(new PutObjectCommand({ Bucket: database, Key: 'sales/a.parquet', Body: await readFile(file) }))
  await glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: database } }))
  await glue.send(new CreateTableCommand({ DatabaseName: database, TableInput: table(`s3://${database}/sales/`) }))

  const ask = async (): Promise<string> => {
    const { QueryExecutionId } = await athena.send(
      new StartQueryExecutionCommand({
        QueryString: SQL('sales'),
        QueryExecutionContext: { Database: database },
        ResultConfiguration: { OutputLocation: `s3://${database}/out/` },
      }),
    )
    for (;;) {
      const { QueryExecution } = await athena.send(new GetQueryExecutionCommand({ QueryExecutionId }))
      const { State, StateChangeReason } = QueryExecution?.Status ?? {}
      if (State === 'SUCCEEDED') return QueryExecutionId!
      if (State === 'FAILED') throw new Error(StateChangeReason)
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }
  try {
    const { ResultSet } = await athena.send(new GetQueryResultsCommand({ QueryExecutionId: await ask() }))
    const found = ResultSet?.Rows?.slice(1).map(({ Data }) => Data?.map(({ VarCharValue }) => VarCharValue))
    return JSON.stringify(found) === answer ? await medianOf(ask) : 'another answer'
  } catch (error) {
    return (error as Error).message.slice(0, 60)
  }
}

const HIVE = 'org.apache.hadoop.hive.ql.io.parquet'

const table = (Location: string) => ({
  Name: 'sales',
  TableType: 'EXTERNAL_TABLE',
  Parameters: { classification: 'parquet' },
  StorageDescriptor: {
    Columns: [
      { Name: 'id', Type: 'int' },
      { Name: 'country', Type: 'string' },
      { Name: 'amount', Type: 'decimal(10,2)' },
    ],
    Location,
    InputFormat: `${HIVE}.MapredParquetInputFormat`,
    OutputFormat: `${HIVE}.MapredParquetOutputFormat`,
    SerdeInfo: { SerializationLibrary: `${HIVE}.serde.ParquetHiveSerDe` },
  },
})

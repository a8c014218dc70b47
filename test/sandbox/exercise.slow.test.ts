import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sandboxEngine } from '../../src/config.ts'
import { SAMPLE_DATABASE, sampleDump } from '../../src/sample/dump.ts'
import { parseInstance } from '../../src/sandbox/rds/instance.ts'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import { type MariaDb, mariaDbAvailable, startMariaDb } from '../servers/mariadb.ts'
import { connectorJar, sparkPython } from '../servers/spark.ts'
import { openTerminal, type Terminal } from './terminal.ts'

const has = mariaDbAvailable()
const PASSWORD = 'ex3rcise@pw'
const folder = mkdtempSync(join(tmpdir(), 'starlift-exercise-'))
const faults: unknown[] = []
let server: MariaDb
let running: Awaited<ReturnType<typeof startSandbox>>
let terminal: Terminal
beforeAll(async () => {
  if (!has) return
  server = await startMariaDb()
  await server.sql(Buffer.concat([...sampleDump()]).toString('utf8'))
  await server.sql(`create user admin@'%' identified by '${PASSWORD}'; grant all on *.* to admin@'%'`)
  running = await startSandbox({
    port: 0,
    folder: join(folder, 'sandbox'),
    rds: [parseInstance(`de-c1w2-rds=mysql://admin:ignored@127.0.0.1:${server.port}/${SAMPLE_DATABASE}`)],
    openEngine: sandboxEngine,
    spark: { program: await sparkPython(), jars: [await connectorJar()] },
    onFault: (error) => faults.push(error),
  })
  terminal = await openTerminal(running.url, folder)
})
afterAll(async () => {
  if (!has) return
  expect(faults).toEqual([])
  await running[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

const SCRIPT = fileURLToPath(new URL('./jobs/star.py', import.meta.url))
const ADDRESS = `aws rds describe-db-instances --db-instance-identifier de-c1w2-rds --output text --query "DBInstances[].Endpoint.Address"`

test.skipIf(!has)('the source is found by RDS and asked by the client', async () => {
  expect(await terminal(ADDRESS)).toBe('127.0.0.1')
  const tables = await terminal(
    `port=$(aws rds describe-db-instances --db-instance-identifier de-c1w2-rds --output text --query "DBInstances[].Endpoint.Port")
mysql --host=$(${ADDRESS}) --user=admin --password=$PASSWORD --port=$port -N -e "use ${SAMPLE_DATABASE}; show tables"`,
    { PASSWORD },
  )
  expect(tables.split('\n')).toEqual(
    expect.arrayContaining(['customers', 'orderdetails', 'orders', 'productlines', 'products']),
  )
})

test.skipIf(!has)('the job runs, and its files and tables hold the source’s figures', async () => {
  const connection = JSON.stringify({
    Name: 'de-c1w2-connection',
    ConnectionType: 'JDBC',
    ConnectionProperties: {
      JDBC_CONNECTION_URL: `jdbc:mysql://127.0.0.1:${server.port}/${SAMPLE_DATABASE}`,
      USERNAME: 'admin',
      PASSWORD,
    },
  })
  const args = { '--enable-job-insights': 'true', '--job-language': 'python', '--glue_database': 'classicmodels' }
  const state = await terminal(
    `aws s3 mb s3://datalake > /dev/null; aws s3 mb s3://scripts > /dev/null
aws s3 cp "${SCRIPT}" s3://scripts/star.py > /dev/null
aws glue create-database --database-input Name=classicmodels
aws glue create-connection --connection-input "$CONNECTION" > /dev/null
aws glue create-job --name de-c1w2-etl-job --role glue --glue-version 4.0 --connections Connections=de-c1w2-connection \\
  --command Name=glueetl,ScriptLocation=s3://scripts/star.py,PythonVersion=3 --default-arguments "$ARGS" > /dev/null
aws glue start-job-run --job-name de-c1w2-etl-job \\
  --arguments '{"--glue_connection":"de-c1w2-connection","--target_path":"s3://datalake/gold"}' | jq -r '.JobRunId' > run
while state=$(aws glue get-job-run --job-name de-c1w2-etl-job --run-id $(cat run) --output text --query "JobRun.JobRunState")
  [[ $state =~ ^(STARTING|RUNNING)$ ]]; do sleep 1; done
aws glue get-job-run --job-name de-c1w2-etl-job --run-id $(cat run) --output text --query "JobRun.[JobRunState,ErrorMessage]"`,
    { CONNECTION: connection, ARGS: JSON.stringify(args) },
  )
  expect(state).toBe('SUCCEEDED\tNone')
  const logged = await terminal(
    'aws logs get-log-events --log-group-name /aws-glue/jobs/output --log-stream-name $(cat run) --query "events[].message" --output text',
  )
  const count = (table: string) => sourceRow(`select count(*) from ${table}`)
  expect(logged.split('\t')).toEqual([
    `fact_orders: ${await count('orderdetails')} rows`,
    `dim_customers: ${await count('customers')} rows`,
    `dim_products: ${await count('products')} rows`,
    expect.stringMatching(/^dim_locations: \d+ rows$/),
  ])
  expect(logged).not.toContain(PASSWORD)
})

const sourceRow = async (sql: string): Promise<string> => (await server.sql(sql, SAMPLE_DATABASE)).replace(/\n$/, '')

test.skipIf(!has)('Parquet equals the source, to the cent', async () => {
  const gold = join(running.folder, 's3', 'datalake', 'objects', 'gold')
  const files = (table: string): string => `read_parquet('${gold}/${table}/**/*.parquet', hive_partitioning = true)`
  const db = await (await DuckDBInstance.create(':memory:')).connect()
  const lake = async (sql: string): Promise<string> =>
    (await db.runAndReadAll(sql))
      .getRowsJson()
      .map((row) => row.join('\t'))
      .join('\n')
  expect(
    await lake(
      `select count(*), sum(amount), sum(quantity), count(distinct order_number), min(order_date), max(order_date) from ${files('fact_orders')}`,
    ),
  ).toBe(
    await sourceRow(
      'select count(*), sum(quantityOrdered * priceEach), sum(quantityOrdered), count(distinct orderNumber), min(orderDate), max(orderDate) from orderdetails join orders using (orderNumber)',
    ),
  )
  // Some countries end in blanks, which MariaDB alone takes for the same.
  const byCountry =
    'select country, count(*), sum(coalesce(creditLimit, 0)) from customers group by binary country order by binary country'
  expect(
    await lake(
      `select country, count(*), sum(coalesce(credit_limit, 0)) from ${files('dim_customers')} group by 1 order by 1`,
    ),
  ).toBe(await sourceRow(byCountry))
  db.closeSync()
})

test.skipIf(!has)('the catalog knows the tables, their types and partitions', async () => {
  const columns = await terminal(
    'aws glue get-table --database-name classicmodels --name fact_orders --query "Table.StorageDescriptor.Columns[].Type" --output text',
  )
  expect(columns.split('\t')).toEqual([
    'int',
    expect.stringMatching(/int/),
    'date',
    'int',
    'string',
    'string',
    'int',
    'decimal(10,2)',
    expect.stringMatching(/^decimal\(\d+,2\)$/),
  ])
  const partitions = await terminal(
    'aws glue get-partitions --database-name classicmodels --table-name dim_customers --query "Partitions[].Values[0]" --output json',
  )
  const countries = (await sourceRow('select country from customers group by binary country')).split('\n')
  expect((JSON.parse(partitions) as string[]).toSorted()).toEqual(
    countries.map((name) => Buffer.from(name, 'latin1').toString('utf8')).toSorted(),
  )
})

test.skipIf(!has)('the tables answer in Athena with the source’s figures', async () => {
  const answer = (sql: string) =>
    terminal(
      `id=$(aws athena start-query-execution --query-string "$SQL" --query-execution-context Database=classicmodels \\
  --result-configuration OutputLocation=s3://datalake/athena/ --query QueryExecutionId --output text)
while state=$(aws athena get-query-execution --query-execution-id $id --query QueryExecution.Status.State --output text)
  [[ $state =~ ^(QUEUED|RUNNING)$ ]]; do sleep 0.2; done
aws athena get-query-results --query-execution-id $id --query "ResultSet.Rows[1:].Data[].VarCharValue" --output text`,
      { SQL: sql },
    )
  expect(
    await answer(
      'select count(*), sum(amount), sum(quantity), min(order_date), count(distinct product_key) from fact_orders',
    ),
  ).toBe(
    await sourceRow(
      'select count(*), sum(quantityOrdered * priceEach), sum(quantityOrdered), min(orderDate), count(distinct productCode) from orderdetails join orders using (orderNumber)',
    ),
  )
  const joined = `select c.country, sum(f.amount) from fact_orders f join dim_customers c on c.customer_key = f.customer_key
    join dim_locations l on l.location_key = f.location_key join dim_products p on p.productcode = f.product_key
    where c.country in ('USA', 'France', 'Norway') group by 1 order by 1`
  const source = `select country, sum(quantityOrdered * priceEach) from orderdetails join orders using (orderNumber) join customers using (customerNumber)
    where binary country in ('USA', 'France', 'Norway') group by binary country order by binary country`
  expect(await answer(joined)).toBe((await sourceRow(source)).replaceAll('\n', '\t'))
})

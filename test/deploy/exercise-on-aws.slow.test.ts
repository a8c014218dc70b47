import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sandboxEngine } from '../../src/config.ts'
import { SAMPLE_DATABASE, sampleDump } from '../../src/sample/dump.ts'
import { parseInstance } from '../../src/sandbox/rds/instance.ts'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import { start } from '../cli/starlift.ts'
import { hasRealDump, REAL_DUMP } from '../pipeline/project.ts'
import { openTerminal, type Terminal } from '../sandbox/terminal.ts'
import { KINDS, type LiveServer, startServer } from '../servers/mysql.ts'
import { pythonEnvironment } from '../servers/python.ts'
import { connectorJar, sparkPython } from '../servers/spark.ts'
import { terraformPlugins } from '../servers/terraform.ts'

const plugins = terraformPlugins()
const PASSWORD = 'p@ss w0rd/öx'
const DATABASE = hasRealDump ? 'classicmodels' : SAMPLE_DATABASE
let folder: string
let server: LiveServer
let sandbox: Awaited<ReturnType<typeof startSandbox>>
let terminal: Terminal
let variables: Record<string, string>
const faults: unknown[] = []

beforeAll(async () => {
  if (!plugins) return
  folder = await mkdtemp(join(tmpdir(), 'starlift-aws-'))
  expect(KINDS.MariaDB.available()).toBe(true)
  server = await startServer(KINDS.MariaDB)
  await server.sql(hasRealDump ? await readFile(REAL_DUMP) : Buffer.concat([...sampleDump()]))
  await server.sql(
    `create user admin@'%' identified by '${PASSWORD}'; grant select on ${DATABASE}.* to admin@'%'; grant replication client on *.* to admin@'%'`,
  )
  sandbox = await startSandbox({
    port: 0,
    folder: join(folder, 'sandbox'),
    rds: [parseInstance(`de-c1w2-rds=mysql://admin:ignored@127.0.0.1:${server.port}/${DATABASE}`)],
    spark: { program: await sparkPython(), jars: [await connectorJar()] },
    openEngine: sandboxEngine,
    onFault: (error) => faults.push(error),
  })
  terminal = await openTerminal(sandbox.url, folder)
  variables = {
    AWS_ENDPOINT_URL: sandbox.url,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'eu-west-1',
    DATABASE_URL: `mysql://admin:${encodeURIComponent(PASSWORD)}@127.0.0.1:${server.port}/${DATABASE}`,
    TF_VAR_db_password: PASSWORD,
    TF_VAR_db_name: DATABASE,
    TF_VAR_lake_bucket: 'de-c1w2-lake',
    TF_VAR_force_destroy: 'true',
    CHECKPOINT_DISABLE: '1',
    TF_IN_AUTOMATION: '1',
  }
  const example = new URL('../../examples/classicmodels/', import.meta.url).pathname
  for (const name of ['schema.ts', 'star.ts']) await copyFile(join(example, name), join(folder, name))
  await writeFile(
    join(folder, 'starlift.config.ts'),
    `import { defineConfig } from 'starlift'
export default defineConfig({
  source: { mysql: {} },
  lake: 's3://de-c1w2-lake/star',
  glue: { database: 'de_c1w2' },
  athena: { workGroup: 'de-c1w2' },
  aws: { project: 'de-c1w2' },
  pull: { names: { 'products.productLine': 'line', 'employees.reportsTo': 'manager', 'customers.salesRepEmployeeNumber': 'salesRep' } },
})
`,
  )
})
afterAll(async () => {
  if (!plugins) return
  expect(faults).toEqual([])
  await sandbox[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

const starlift = async (...args: string[]): Promise<string> => {
  const { code, stdout, stderr } = await start(folder, args, variables).outcome
  expect([code, stderr]).toEqual([0, ''])
  return stdout
}
const TERRAFORM = 'terraform -chdir=infrastructure/terraform'
const QUIET = '-input=false -no-color'
/** In the shell that sourced the setup. */
const shell = (script: string): Promise<string> => terminal(`source scripts/setup.sh > setup.txt\n${script}`, variables)
const steady = (): Promise<string> =>
  shell(`${TERRAFORM} plan ${QUIET} -detailed-exitcode || { code=$?; echo "exit $code"; }`)

test.skipIf(!plugins)(
  'deploy writes the files, and Terraform makes everything and sees nothing more to do',
  async () => {
    const written = await starlift('deploy')
    expect(written).toMatch(/infrastructure\/terraform\/glue\.tf +written/)
    expect(written).toContain('terraform -chdir=infrastructure/terraform apply')
    expect(await starlift('deploy')).toMatch(/assets\/glue_job\.py +unchanged/)
    await shell(`${TERRAFORM} init -plugin-dir=${plugins} ${QUIET}`)
    expect(await readFile(join(folder, 'setup.txt'), 'utf8')).toContain('project de-c1w2, source')
    expect(await shell(`${TERRAFORM} apply -auto-approve ${QUIET} | tail -n 12`)).toContain('job = "de-c1w2-etl-job"')
    expect(await steady()).toContain('No changes.')
    const state = await readFile(join(folder, 'infrastructure/terraform/terraform.tfstate'), 'utf8')
    expect(state).not.toContain('p@ss')
  },
)

test.skipIf(!plugins)('the job runs from the AWS CLI, and Athena answers with the source’s own figures', async () => {
  const run = await shell(`aws glue start-job-run --job-name de-c1w2-etl-job | jq -r '.JobRunId'`)
  for (;;) {
    const state = await shell(
      `aws glue get-job-run --job-name de-c1w2-etl-job --run-id ${run} --output text --query "JobRun.[JobRunState,ErrorMessage]"`,
    )
    if (!/^(STARTING|RUNNING)/.test(state)) {
      expect(state).toBe('SUCCEEDED\tNone')
      break
    }
  }
  const usa = (
    await server.sql(
      `select sum(quantityOrdered * priceEach) from orderdetails join orders using (orderNumber) join customers using (customerNumber) where country = 'USA'`,
      DATABASE,
    )
  ).trim()
  if (hasRealDump) expect(usa).toBe('3273280.05')
  const query = `select sum(order_amount) as sales from fact_orders join dim_locations using (location_key) where country = 'USA'`
  const id = await shell(
    `aws athena start-query-execution --work-group de-c1w2 --query-execution-context Database=de_c1w2 --query-string "${query}" --output text --query QueryExecutionId`,
  )
  for (;;) {
    const state = await shell(
      `aws athena get-query-execution --query-execution-id ${id} --output text --query QueryExecution.Status.State`,
    )
    if (state === 'SUCCEEDED') break
    expect(state).toMatch(/QUEUED|RUNNING/)
  }
  const rows = await shell(
    `aws athena get-query-results --query-execution-id ${id} --output text --query "ResultSet.Rows[1].Data[0].VarCharValue"`,
  )
  expect(rows).toBe(usa)
  const python = await pythonEnvironment(['boto3==1.43.11', 'awswrangler==3.17.1'])
  const wrangled = await python<string>(
    `import os\nos.environ.update(given['env'])\nimport awswrangler as wr\nresult = str(wr.athena.read_sql_query(given['query'], database='de_c1w2', workgroup='de-c1w2')['sales'][0])`,
    { query, env: { ...variables, AWS_DEFAULT_REGION: 'eu-west-1' } },
  )
  expect(wrangled).toBe(usa)
})

test.skipIf(!plugins)(
  'a laptop follows a run, asks Athena, and after all of it Terraform still sees nothing to do',
  async () => {
    const told = await starlift('run', '--target', 'aws', '--stage')
    expect(told).toMatch(/publish {2}version 2 · /)
    expect(told).toMatch(/cost {5}[\d.]+ s of 2 units: 0\.\d+ USD/)
    expect(await starlift('status')).toMatch(/served {3}version 2, published .*\n.* figures equal MariaDB/)
    const asked = await starlift('ask', 'sales', '--by', 'location.country', '--top', '3', '--on', 'athena', '--csv')
    if (hasRealDump) expect(asked).toContain('USA,3273280.05')
    expect(await steady()).toContain('No changes.')
    expect(await shell(`${TERRAFORM} destroy -auto-approve ${QUIET} | tail -n 3`)).toContain('Destroy complete!')
    expect(await shell('aws s3 ls; aws glue list-jobs --output text; aws glue get-databases --output text')).toBe('')
  },
)

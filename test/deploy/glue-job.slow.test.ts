import { setTimeout as sleep } from 'node:timers/promises'
import { BatchStopJobRunCommand, DeleteTableCommand, GetTableCommand, UpdateTableCommand } from '@aws-sdk/client-glue'
import { DeleteObjectCommand } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { athenaEngine } from '../../src/engine/athena/athena-engine.ts'
import { readVersion } from '../../src/lake/version.ts'
import { check } from '../../src/pipeline/check.ts'
import { runs } from '../../src/pipeline/maintain.ts'
import type { Project } from '../../src/pipeline/project.ts'
import { run as runHere } from '../../src/pipeline/run.ts'
import { stageOut } from '../../src/pipeline/stage-out.ts'
import { loadModel } from '../../src/project-files.ts'
import { SAMPLE_DATABASE, sampleDump } from '../../src/sample/dump.ts'
import { ask, served } from '../pipeline/project.ts'
import { KINDS, type LiveServer, startServer } from '../servers/mysql.ts'
import { pythonEnvironment } from '../servers/python.ts'
import { sparkPython } from '../servers/spark.ts'
import { type JobHouse, openJobHouse } from './job-house.ts'

let server: LiveServer
let house: JobHouse
let project: Project
beforeAll(async () => {
  expect(KINDS.MariaDB.available()).toBe(true)
  server = await startServer(KINDS.MariaDB)
  await server.sql(Buffer.concat([...sampleDump()]))
  house = await openJobHouse({ python: await sparkPython(), server, database: SAMPLE_DATABASE })
  const model = await loadModel(new URL('../../examples/classicmodels/star.ts', import.meta.url).pathname)
  project = await house.project(model, 'star', { glue: { database: 'star' }, iceberg: true })
  await house.deploy('etl', project)
})
afterAll(async () => {
  await house[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
})

const LAKE = { '--lake': 's3://lake/star', '--database': 'star', '--output': 's3://lake/athena/' }
const JDBC = { ...LAKE, '--connection': 'source' }
const STAGED = { ...LAKE, '--stage': 's3://lake/star/_starlift/staged' }
/** What pyiceberg says of a table of one version, and what its files hold. */
interface IcebergSeen {
  readonly rows: readonly string[]
  readonly held: readonly string[]
  readonly id: string
  readonly lower: readonly string[]
  readonly upper: readonly string[]
}
const ICEBERG = `
import pyarrow.parquet
from pyarrow.fs import S3FileSystem
from pyiceberg.table import StaticTable
keys = {'access_key': 'test', 'secret_key': 'test'}
files = S3FileSystem(endpoint_override=given['endpoint'], region='eu-west-1', **keys)
properties = {'s3.endpoint': given['endpoint'], 's3.region': 'eu-west-1', 's3.access-key-id': 'test', 's3.secret-access-key': 'test'}
said = lambda rows: sorted(repr(sorted(row.items())) for row in rows)
result = []
for one in given['versions']:
    seen = {}
    for name, paths in one['tables'].items():
        table = StaticTable.from_metadata(f"s3://lake/star/{name}/metadata/v{one['version']}.metadata.json", properties)
        bounds = [[repr(row['readable_metrics'][c.name][end]) for row in table.inspect.files().to_pylist() for c in table.schema().fields] for end in ('lower_bound', 'upper_bound')]
        seen[name] = {
            'rows': said(table.scan().to_arrow().to_pylist()),
            'held': said(row for path in paths for row in pyarrow.parquet.read_table('lake/star/' + path, filesystem=files).to_pylist()),
            'id': str(table.metadata.table_uuid), 'lower': bounds[0], 'upper': bounds[1],
        }
    result.append(seen)
`
const sql = async (text: string): Promise<string> => (await server.sql(text, SAMPLE_DATABASE)).trim()
const newest = async (): Promise<number> => (await served(project)).version
const SUM = 'select sum(quantityOrdered * priceEach) from orderdetails'
const shown = async (): Promise<string | null | undefined> => {
  const athena = await athenaEngine({ database: 'star', output: 's3://lake/athena/' })
  return (await athena.query('select sum(order_amount) from fact_orders')).rows[0]?.[0]
}

describe('the star’s job', () => {
  test('reads by JDBC, proves both legs, publishes, and Athena shows it', async () => {
    const run = await house.run('etl', JDBC)
    expect([run.JobRunState, run.ErrorMessage]).toEqual(['SUCCEEDED', undefined])
    const { stage, star, position, witness } = (await served(project)).receipt
    expect(position).toMatch(/^binlog\.\d+:\d+$/)
    expect(witness).toContain('MariaDB mysql://127.0.0.1')
    expect([...stage.lines, ...star.tables.flatMap(({ lines }) => lines)].every(({ equal }) => equal)).toBe(true)
    expect(stage.lines.find(({ figure }) => figure === 'orderdetails rows')?.source).toBe(
      await sql('select count(*) from orderdetails'),
    )
    expect(await shown()).toBe(await sql(SUM))
  })

  test('what it published is true to a laptop, which builds the next version on it', async () => {
    const found = await check(project)
    expect([found.drift, found.version.version]).toEqual([[], 1])
    await sql("update customers set phone = '000' where customerNumber = (select min(customerNumber) from orders)")
    const { version } = await runHere(project)
    expect(version.receipt.notes).toContain('members of customers since version 1: phone changed in 1')
  })

  test('its Iceberg tables are read by pyiceberg as the files hold them, and are the ones that a laptop goes on with', async () => {
    const run = await pythonEnvironment(['pyiceberg==0.12.0', 'pyarrow==26.0.1'])
    const versions = [await readVersion(project.store, 1), await served(project)]
    const [job, laptop] = await run<readonly Readonly<Record<string, IcebergSeen>>[]>(ICEBERG, {
      endpoint: process.env.AWS_ENDPOINT_URL,
      versions: versions.map(({ version, tables }) => ({
        version,
        tables: Object.fromEntries(
          Object.entries(tables).map(([name, { files }]) => [name, files.map(({ path }) => path)]),
        ),
      })),
    })
    for (const [name, { rows, held, id, lower, upper }] of Object.entries(job!)) {
      expect(rows, name).toEqual(held)
      expect(id, name).toBe(laptop![name]!.id)
      expect(laptop![name]!.rows, name).toEqual(laptop![name]!.held)
      if (name !== 'dim_customers') expect([lower, upper], name).toEqual([laptop![name]!.lower, laptop![name]!.upper])
    }
    expect(Object.keys(job!)).toEqual(Object.keys(versions[0]!.tables))
  })

  test('takes rows that were staged in one view, keeps the numbers of members, and says who is new', async () => {
    const before = await served(project)
    await sql(
      "insert into products select 'S99_9999', 'A new one', productLine, productScale, productVendor, productDescription, quantityInStock, buyPrice, MSRP from products limit 1",
    )
    await stageOut(project, house.store('star/_starlift/staged/'))
    const run = await house.run('etl', STAGED)
    expect([run.JobRunState, run.ErrorMessage]).toEqual(['SUCCEEDED', undefined])
    const after = await served(project)
    expect(after.version).toBe(3)
    expect(after.receipt.notes).toContain('members of products since version 2: 1 new')
    const keys = (version: typeof after) => ask(project, version, 'from "keys of products" order by all')
    const [old, now] = [await keys(before), await keys(after)]
    expect(now.length).toBe(old.length + 1)
    expect(now).toEqual(expect.arrayContaining([...old]))
  })

  test('refuses staged rows of which a file is gone', async () => {
    const Key = 'star/_starlift/staged/tables/0/part-00000.parquet'
    await house.s3.send(new DeleteObjectCommand({ Bucket: 'lake', Key }))
    const run = await house.run('etl', STAGED)
    expect([run.JobRunState, await newest()]).toEqual(['FAILED', 3])
    expect(run.ErrorMessage).toContain('LAKE_DAMAGED  s3://lake/star/_starlift/staged/ does not hold what was staged')
  })

  test('publishes nothing of a source that is written to meanwhile', async () => {
    const write = 'update orders set comments = uuid() where orderNumber = 10100 or orderNumber % 7 = 0'
    let writing = true
    const writer = (async () => {
      while (writing) await sql(write).then(() => sleep(200))
    })()
    const run = await house.run('etl', JDBC)
    writing = false
    await writer
    expect([run.JobRunState, await newest()]).toEqual(['FAILED', 3])
    expect(run.ErrorMessage).toMatch(/(SOURCE_CHANGED|PROOF_FAILED) {2}/)
    expect(run.ErrorMessage).not.toContain('etl@s3cret')
    const [last] = await runs(project)
    expect([last!.state, last!.version]).toEqual(['failed', null])
  })

  test('a star that is not the source’s is never published: figures, groups and rows are named', async () => {
    const price = '`t0`.`priceEach`'
    await house.deploy('spoiled', project, (script) => {
      expect(script).toContain(`* ${price} as decimal(20,2)) as \`order_amount\``)
      const wrong = `(${price} + if(\`t0\`.\`orderLineNumber\` = 1, 0.01, 0))`
      return script.replace(
        `* ${price} as decimal(20,2)) as \`order_amount\``,
        `* ${wrong} as decimal(20,2)) as \`order_amount\``,
      )
    })
    const run = await house.run('spoiled', JDBC)
    expect([run.JobRunState, await newest()]).toEqual(['FAILED', 3])
    expect(run.ErrorMessage).toMatch(
      /PROOF_FAILED {2}fact_orders does not equal its source {2}fact_orders sales: source [\d.]+, star [\d.]+/,
    )
    const [last] = await runs(project)
    expect(last!.error!.lines.join('\n')).toMatch(/product\.line = '.+': sales source [\d.]+, star [\d.]+/)
    expect(last!.error!.lines.join('\n')).toMatch(/fact_orders row \(.*\): order_amount source [\d.]+, star [\d.]+/)
  })

  test('a run that was stopped leaves the version before; the next takes its lease, and a catalog that cannot be told is a warning', async () => {
    const id = await house.start('etl', JDBC)
    while (!(await runs(project)).some(({ state, steps }) => state === 'running' && steps.length > 2)) await sleep(100)
    await house.glue.send(new BatchStopJobRunCommand({ JobName: 'etl', JobRunIds: [id] }))
    expect([(await house.ended('etl', id)).JobRunState, await newest()]).toEqual(['STOPPED', 3])
    const { Table } = await house.glue.send(new GetTableCommand({ DatabaseName: 'star', Name: 'fact_orders' }))
    const { Name, StorageDescriptor } = Table!
    const foreign = { DatabaseName: 'star', TableInput: { Name, StorageDescriptor, Parameters: { made: 'by others' } } }
    await house.glue.send(new UpdateTableCommand(foreign))
    const run = await house.run('etl', JDBC)
    expect([run.JobRunState, await newest()]).toEqual(['SUCCEEDED', 4])
    const { Table: after } = await house.glue.send(new GetTableCommand({ DatabaseName: 'star', Name: 'fact_orders' }))
    expect(after?.Parameters).toEqual({ made: 'by others' })
    await house.glue.send(new DeleteTableCommand({ DatabaseName: 'star', Name: 'fact_orders' }))
  })

  test('two runs that publish at once: each makes a version of its own, the second built on the first', async () => {
    for (const name of ['one', 'other'])
      await house.deploy(name, project, (script) => script.replace('self.lease.assert_held()', 'pass'))
    const one = await house.start('one', JDBC)
    while (!(await runs(project)).some(({ state }) => state === 'running')) await sleep(50)
    const ids = [one, await house.start('other', { ...JDBC, '--take_over': 'true' })]
    const ends = await Promise.all([house.ended('one', ids[0]!), house.ended('other', ids[1]!)])
    expect(ends.map(({ JobRunState, ErrorMessage }) => [JobRunState, ErrorMessage])).toEqual([
      ['SUCCEEDED', undefined],
      ['SUCCEEDED', undefined],
    ])
    expect([await newest(), (await served(project)).basedOn]).toEqual([6, 5])
    expect((await check(project)).drift).toEqual([])
    expect(await shown()).toBe(await sql(SUM))
  })
})

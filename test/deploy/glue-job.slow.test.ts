import { afterAll, beforeAll, expect, test } from 'vitest'
import { completeConfig, openStoreAt } from '../../src/config.ts'
import { check } from '../../src/pipeline/check.ts'
import { stageOut } from '../../src/pipeline/stage-out.ts'
import { loadModel } from '../../src/project-files.ts'
import { SAMPLE_DATABASE, sampleDump } from '../../src/sample/dump.ts'
import { served } from '../pipeline/project.ts'
import { KINDS, type LiveServer, startServer } from '../servers/mysql.ts'
import { pythonEnvironment } from '../servers/python.ts'
import { type JobHouse, openJobHouse } from './job-house.ts'

let server: LiveServer
let house: JobHouse
beforeAll(async () => {
  expect(KINDS.MariaDB.available()).toBe(true)
  server = await startServer(KINDS.MariaDB)
  await server.sql(Buffer.concat([...sampleDump()]))
  const python = await (await pythonEnvironment(['pyspark==3.5.6', 'boto3==1.44.5']))<string>(
    'result = _sys.executable',
  )
  house = await openJobHouse({ python, server, database: SAMPLE_DATABASE })
})
afterAll(async () => {
  await house[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
})

const model = () => loadModel(new URL('../../examples/classicmodels/star.ts', import.meta.url).pathname)

test('a job that reads by JDBC publishes a version with a receipt, which a laptop finds true', async () => {
  const project = await house.project(await model(), 'jdbc', { glue: { database: 'jdbc' } })
  await house.deploy('jdbc', project)
  const run = await house.run('jdbc', {
    '--lake': 's3://lake/jdbc',
    '--connection': 'source',
    '--database': 'jdbc',
    '--output': 's3://lake/athena/',
  })
  expect([run.JobRunState, run.ErrorMessage]).toEqual(['SUCCEEDED', undefined])
  const version = await served(project)
  expect(version.receipt.star.tables.flatMap(({ lines }) => lines).every(({ equal }) => equal)).toBe(true)
  const found = await check(project)
  expect([found.drift, found.version.version]).toEqual([[], 1])
})

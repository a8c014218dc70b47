import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CreateJobCommand, GlueClient } from '@aws-sdk/client-glue'
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import { shop } from '../cli/shop.ts'
import { start } from '../cli/starlift.ts'
import { clientOptions } from '../sandbox/start.ts'

const CONFIG = `import { defineConfig } from 'starlift'
export default defineConfig({ source: { dump: './shop.sql' }, lake: 's3://lake/star', aws: { project: 'shop' } })
`

test('JOB_MISSING before it is made, JOB_FAILED as Glue says it where it does not run, and nothing is published', async () => {
  await using folder = await shop()
  await writeFile(join(folder.path, 'starlift.config.ts'), CONFIG)
  const program = join(folder.path, 'no-spark-here')
  await using sandbox = await startSandbox({ port: 0, folder: join(folder.path, 'sandbox'), spark: { program } })
  const glue = new GlueClient(clientOptions(sandbox.url))
  const s3 = new S3Client({ ...clientOptions(sandbox.url), forcePathStyle: true })
  await s3.send(new CreateBucketCommand({ Bucket: 'lake' }))
  const credentials = { AWS_ENDPOINT_URL: sandbox.url, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' }
  const run = (...more: string[]) =>
    start(folder.path, ['run', '--target', 'aws', ...more], { ...credentials, AWS_REGION: 'eu-west-1' }).outcome

  const missing = await run()
  expect([missing.code, missing.stdout]).toEqual([2, 'start    shop-etl-job\n'])
  expect(missing.stderr).toContain('JOB_MISSING  shop-etl-job was not started\n')
  expect(missing.stderr).toContain('npx starlift deploy')

  await s3.send(new PutObjectCommand({ Bucket: 'lake', Key: 'assets/glue_job.py', Body: 'print(1)' }))
  const Command = { Name: 'glueetl', ScriptLocation: 's3://lake/assets/glue_job.py', PythonVersion: '3' }
  await glue.send(new CreateJobCommand({ Name: 'shop-etl-job', Role: 'glue', Command }))
  const failed = await run()
  expect(failed.code).toBe(5)
  expect(failed.stderr).toContain('JOB_FAILED  The run ended as FAILED\n')
  expect(failed.stderr).toMatch(/There is no .*no-spark-here, which was given as Spark/)

  const status = await start(folder.path, ['status', '--json'], { ...credentials, AWS_REGION: 'eu-west-1' }).outcome
  const { served, jobRuns } = JSON.parse(status.stdout) as { served: unknown; jobRuns: { state: string }[] }
  expect([served, jobRuns.map(({ state }) => state)]).toEqual([null, ['FAILED']])
  expect((await start(folder.path, ['run', '--target', 'moon'], {}).outcome).code).toBe(2)
  glue.destroy()
  s3.destroy()
})

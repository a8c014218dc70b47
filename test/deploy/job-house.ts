import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  CreateConnectionCommand,
  CreateJobCommand,
  GetJobRunCommand,
  GlueClient,
  type JobRun,
  StartJobRunCommand,
} from '@aws-sdk/client-glue'
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { type Config, completeConfig, projectOf, sandboxEngine } from '../../src/config.ts'
import type { Store } from '../../src/core/store.ts'
import { s3Store } from '../../src/lake/s3/s3-store.ts'
import type { StarDefinition } from '../../src/model/definition.ts'
import { glueJob } from '../../src/pipeline/glue-job.ts'
import { planRun } from '../../src/pipeline/plan.ts'
import type { Project } from '../../src/pipeline/project.ts'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import { clientOptions } from '../sandbox/start.ts'
import type { LiveServer } from '../servers/mysql.ts'
import { connectorJar } from '../servers/spark.ts'

const ENVIRONMENT = ['AWS_ENDPOINT_URL', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_REGION', 'DATABASE_URL']

/** A sandbox with a Spark, a bucket called `lake`, and a server that its connection `source` names. */
export interface JobHouse extends AsyncDisposable {
  readonly glue: GlueClient
  readonly s3: S3Client
  store(prefix: string): Store
  /** A project on the live server; its lake is `s3://lake/NAME`. */
  project(model: StarDefinition, lake: string, config?: Partial<Config>): Promise<Project>
  /** Writes the project's job and makes it known to Glue under a name; `change` may spoil the script. */
  deploy(name: string, project: Project, change?: (script: string) => string): Promise<void>
  start(name: string, args: Readonly<Record<string, string>>): Promise<string>
  ended(name: string, run: string): Promise<JobRun>
  /** Starts a run and waits for its end. */
  run(name: string, args: Readonly<Record<string, string>>): Promise<JobRun>
}

export interface HouseOptions {
  readonly python: string
  readonly server: LiveServer
  readonly database: string
}

const USER = { name: 'etl', password: 'etl@s3cret pw' }

export async function openJobHouse({ python, server, database }: HouseOptions): Promise<JobHouse> {
  const folder = await mkdtemp(join(tmpdir(), 'starlift-house-'))
  await server.sql(
    `create user ${USER.name}@'%' identified by '${USER.password}'; grant select on *.* to ${USER.name}@'%'; grant replication client on *.* to ${USER.name}@'%'`,
  )
  const spark = { program: python, jars: [await connectorJar()] }
  const running = await startSandbox({ port: 0, folder: join(folder, 'sandbox'), openEngine: sandboxEngine, spark })
  const before = ENVIRONMENT.map((name) => [name, process.env[name]] as const)
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: running.url,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'eu-west-1',
    DATABASE_URL: `mysql://${USER.name}:${encodeURIComponent(USER.password)}@127.0.0.1:${server.port}/${database}`,
  })
  const glue = new GlueClient(clientOptions(running.url))
  const s3 = new S3Client({ ...clientOptions(running.url), forcePathStyle: true })
  for (const Bucket of ['lake', 'scripts']) await s3.send(new CreateBucketCommand({ Bucket }))
  const ConnectionProperties = {
    JDBC_CONNECTION_URL: `jdbc:mysql://127.0.0.1:${server.port}/${database}`,
    USERNAME: USER.name,
    PASSWORD: USER.password,
  }
  const ConnectionInput = { Name: 'source', ConnectionType: 'JDBC' as const, ConnectionProperties }
  await glue.send(new CreateConnectionCommand({ ConnectionInput }))
  const house: JobHouse = {
    glue,
    s3,
    store: (prefix) => s3Store({ bucket: 'lake', prefix, cache: join(folder, 'cache') }),
    async project(model, lake, config = {}) {
      const given = { source: { mysql: {} }, lake: `s3://lake/${lake}`, scratch: join(folder, 'scratch'), ...config }
      await writeFile(join(folder, 'config.ts'), '')
      return projectOf(completeConfig(given, join(folder, 'config.ts')), model)
    },
    async deploy(name, project, change = (script) => script) {
      await using source = await project.openSource(folder)
      const Body = change(glueJob(project, await planRun(project, source)))
      await s3.send(new PutObjectCommand({ Bucket: 'scripts', Key: `${name}.py`, Body }))
      const Command = { Name: 'glueetl', ScriptLocation: `s3://scripts/${name}.py`, PythonVersion: '3' }
      await glue.send(new CreateJobCommand({ Name: name, Role: 'glue', GlueVersion: '5.0', Command, MaxRetries: 0 }))
    },
    start: async (JobName, Arguments) =>
      (await glue.send(new StartJobRunCommand({ JobName, Arguments: { ...Arguments } }))).JobRunId!,
    async ended(JobName, RunId) {
      for (;;) {
        const { JobRun: run } = await glue.send(new GetJobRunCommand({ JobName, RunId }))
        if (!/ING$/.test(run?.JobRunState ?? 'WAITING')) return run!
        await sleep(200)
      }
    },
    run: async (name, args) => house.ended(name, await house.start(name, args)),
    async [Symbol.asyncDispose]() {
      for (const [name, value] of before)
        if (value === undefined) delete process.env[name]
        else process.env[name] = value
      glue.destroy()
      s3.destroy()
      await running[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true })
    },
  }
  return house
}

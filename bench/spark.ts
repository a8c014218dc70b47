// The star's job on a local Spark beside the exercise's own shape of job (reads by connection, Spark SQL, snappy Parquet, nothing proven), in
// one run, on one MariaDB: node bench/spark.ts [scale …]; a scale is so many times 3,000 order lines.
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { CreateDatabaseCommand, CreateJobCommand, type JobRun } from '@aws-sdk/client-glue'
import { PutObjectCommand } from '@aws-sdk/client-s3'
import { stageOut } from '../src/pipeline/stage-out.ts'
import { loadModel } from '../src/project-files.ts'
import { SAMPLE_DATABASE, sampleDump } from '../src/sample/dump.ts'
import { type JobHouse, openJobHouse } from '../test/deploy/job-house.ts'
import { KINDS, startServer } from '../test/servers/mysql.ts'
import { sparkPython } from '../test/servers/spark.ts'
import { printTable } from './table.ts'

const scales = process.argv.slice(2).map(Number)
const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** The exercise's job, made known under a name of its own. */
async function deployExercise(house: JobHouse): Promise<void> {
  const Body = await readFile(at('../test/sandbox/jobs/star.py'))
  await house.s3.send(new PutObjectCommand({ Bucket: 'scripts', Key: 'exercise.py', Body }))
  const Command = { Name: 'glueetl', ScriptLocation: 's3://scripts/exercise.py', PythonVersion: '3' }
  const DefaultArguments = { '--glue_connection': 'source', '--glue_database': 'exercise' }
  const Connections = { Connections: ['source'] }
  await house.glue.send(
    new CreateJobCommand({ Name: 'exercise', Role: 'glue', Command, DefaultArguments, Connections }),
  )
  await house.glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: 'exercise' } }))
}

function secondsOf({ JobRunState, ErrorMessage, StartedOn, CompletedOn }: JobRun): number {
  if (JobRunState !== 'SUCCEEDED') throw new Error(`${JobRunState}: ${ErrorMessage}`)
  return (CompletedOn!.getTime() - StartedOn!.getTime()) / 1000
}

async function measure(scale: number): Promise<readonly string[]> {
  await using server = await startServer(KINDS.MariaDB)
  await server.sql(Buffer.concat([...sampleDump({ scale })]))
  await using house = await openJobHouse({ python: await sparkPython(), server, database: SAMPLE_DATABASE })
  const project = await house.project(await loadModel(at('../examples/classicmodels/star.ts')), 'star')
  await house.deploy('ours', project)
  await deployExercise(house)
  const exercise = secondsOf(await house.run('exercise', { '--target_path': 's3://lake/exercise' }))
  const jdbc = secondsOf(await house.run('ours', { '--lake': 's3://lake/star', '--connection': 'source' }))
  const begun = performance.now()
  await stageOut(project, house.store('star/_starlift/staged/'))
  const staging = (performance.now() - begun) / 1000
  const args = { '--lake': 's3://lake/star', '--stage': 's3://lake/star/_starlift/staged' }
  const staged = secondsOf(await house.run('ours', args))
  const rows = (await server.sql('select count(*) from orderdetails', SAMPLE_DATABASE)).trim()
  const ratio = (value: number): string => (value / exercise).toFixed(2)
  return [rows, exercise.toFixed(0), ratio(jdbc), ratio(staging), ratio(staged)]
}

const table: (readonly string[])[] = []
for (const scale of scales.length > 0 ? scales : [1, 100]) table.push(await measure(scale))
printTable(['order lines', 'exercise s', 'ours by JDBC ×', 'staging ×', 'ours from stage ×'], table)

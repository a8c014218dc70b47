import { copyFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { availableParallelism, homedir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseS3Uri } from '../../object-store.ts'
import { ServiceException } from '../../protocol/service-exception.ts'
import type { Context } from '../../service.ts'
import { connections } from '../connection-operations.ts'
import { type Arguments, listed, mergedArguments, refusedArgument, scriptArguments } from './arguments.ts'
import type { Job, JobRun } from './job-store.ts'
import type { Spark, SparkOptions } from './spark.ts'

/** Why a run cannot begin, as its ErrorMessage says. */
export class LaunchError extends Error {}

/** Python that ships beside the code: the launcher, what scripts import as awsglue, and Spark's way to S3. */
const PYTHON = fileURLToPath(new URL('../../../../python/', import.meta.url))

export interface Launch {
  readonly context: Context
  readonly job: Job
  readonly run: JobRun
  readonly spark: Spark
  readonly options: SparkOptions
  /** The run's own. */
  readonly folder: string
}

export interface Command {
  readonly program: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** Where the launcher writes how the script ended. */
  readonly outcome: string
}

/** Brings all that a run needs into its folder. Fails with LaunchError. */
export function prepare({ context, job, run, spark, options, folder }: Launch): Command {
  const args = mergedArguments(job, run)
  const refused = refusedArgument(args)
  if (refused) throw new LaunchError(refused)
  for (const name of job.Connections?.Connections ?? [])
    if (!connections.get(context, name))
      throw new LaunchError(`Connection ${name}, which the job names, does not exist`)
  const fetched = fetchAll(context, { job, args, folder })
  const outcome = join(folder, 'outcome.json')
  const settings = {
    ...fetched,
    arguments: scriptArguments(args, run),
    jars: [...fetched.jars, ...(options.jars ?? []), ...driverJars(spark)],
    packages: options.packages ?? [],
    conf: confOf(context, folder),
    extraConf: args['--conf'] ?? '',
    modules: listed(args['--additional-python-modules']),
    classes: join(context.folder, 'glue', 'classes'),
    endpoint: context.endpoint,
    glueVersion: job.GlueVersion ?? null,
    found: spark.found,
    outcome,
  }
  writeFileSync(join(folder, 'settings.json'), JSON.stringify(settings, null, 1))
  const program = join(PYTHON, 'run_job.py')
  return { program: spark.python, args: [program, folder], env: environment(context, spark), outcome }
}

interface Wanted {
  readonly job: Job
  readonly args: Arguments
  readonly folder: string
}

function fetchAll(context: Context, { job, args, folder }: Wanted) {
  const place = join(folder, 'files')
  mkdirSync(place, { recursive: true })
  const fetch = (uri: string): string => fetchFile(context, uri, place)
  const ScriptLocation = job.Command?.ScriptLocation
  if (!ScriptLocation) throw new LaunchError('The job names no script: Command.ScriptLocation')
  const pyFiles = listed(args['--extra-py-files']).map(fetch)
  listed(args['--extra-files']).map(fetch)
  return { script: fetch(ScriptLocation), pyFiles, jars: listed(args['--extra-jars']).map(fetch), place }
}

function fetchFile(context: Context, uri: string, place: string): string {
  const at = parseS3Uri(uri)
  if (!at) throw new LaunchError(`${uri} is no s3:// address`)
  const found = findObject(context, at)
  if (!found) throw new LaunchError(`There is no object ${uri}`)
  const file = join(place, basename(at.key))
  copyFileSync(found.file, file)
  return file
}

function findObject({ objects }: Context, at: { readonly bucket: string; readonly key: string }) {
  try {
    return objects.find(at)
  } catch (error) {
    if (error instanceof ServiceException) return undefined
    throw error
  }
}

const DRIVER = /^(mysql-connector-(j|java)|mariadb-java-client|com\.mysql_mysql-connector-j)-.*\.jar$/

/** MySQL's JDBC driver where Spark has none of its own: the newest that Ivy or Maven once fetched for this user. */
function driverJars({ home }: Spark): readonly string[] {
  const below = (folder: string): string[] =>
    existsSync(folder)
      ? readdirSync(folder, { recursive: true, encoding: 'utf8' })
          .filter((name) => DRIVER.test(basename(name)))
          .map((name) => join(folder, name))
      : []
  if (below(join(home, 'jars')).length > 0) return []
  const kept = ['.ivy2/jars', '.ivy2.5.2/jars', '.m2/repository/com/mysql'].flatMap((name) =>
    below(join(homedir(), name)),
  )
  return kept.toSorted().slice(-1)
}

const SCHEMES = ['s3', 's3a', 's3n'] as const

const confOf = ({ endpoint }: Context, folder: string): Readonly<Record<string, string>> => ({
  ...Object.fromEntries(SCHEMES.map((scheme) => [`spark.hadoop.fs.${scheme}.impl`, 'starlift.S3FileSystem'])),
  'spark.hadoop.starlift.endpoint': endpoint,
  'spark.hadoop.starlift.staging': join(folder, 'staging'),
  'spark.master': `local[${availableParallelism()}]`,
  'spark.driver.memory': '2g',
  'spark.driver.host': '127.0.0.1',
  'spark.driver.bindAddress': '127.0.0.1',
  'spark.local.dir': join(folder, 'local'),
  'spark.sql.warehouse.dir': join(folder, 'warehouse'),
  'spark.sql.session.timeZone': 'UTC',
  'spark.sql.shuffle.partitions': '8',
  'spark.ui.enabled': 'false',
  'spark.ui.showConsoleProgress': 'false',
})

const KEPT = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'JAVA_HOME', 'TMPDIR', 'LD_LIBRARY_PATH']

/** What a script may see of this machine; nothing of the user's AWS. */
function environment({ endpoint, region }: Context, { home, python }: Spark): Record<string, string> {
  const lib = join(home, 'python', 'lib')
  const py4j = existsSync(lib) ? readdirSync(lib).filter((name) => name.startsWith('py4j')) : []
  return {
    ...Object.fromEntries(KEPT.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]))),
    TZ: 'UTC',
    SPARK_HOME: home,
    SPARK_LOCAL_IP: '127.0.0.1',
    PYSPARK_PYTHON: python,
    PYSPARK_DRIVER_PYTHON: python,
    PYTHONPATH: [PYTHON, join(home, 'python'), ...py4j.map((name) => join(lib, name))].join(':'),
    PYTHONUNBUFFERED: '1',
    PYTHONDONTWRITEBYTECODE: '1',
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_EC2_METADATA_DISABLED: 'true',
  }
}

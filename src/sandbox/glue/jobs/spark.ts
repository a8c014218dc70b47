import { execFile } from 'node:child_process'
import { existsSync, realpathSync, statSync } from 'node:fs'
import { delimiter, dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'

/** What the user says of Spark. */
export interface SparkOptions {
  /** A spark-submit, or a Python that has pyspark. */
  readonly program?: string | undefined
  /** Jars for every job: a JDBC driver, say. */
  readonly jars?: readonly string[] | undefined
  /** Maven's coordinates of packages that Spark may fetch. */
  readonly packages?: readonly string[] | undefined
}

/** A Spark that can run scripts. */
export interface Spark {
  readonly home: string
  /** The Python that runs the script. */
  readonly python: string
  /** Said where something is wrong: how it was found. */
  readonly found: string
}

type Environment = Readonly<Record<string, string | undefined>>

/** The user's Spark: the one that was said, then SPARK_HOME's, then spark-submit on the path, then python3's pyspark. Else why there is none. */
export async function findSpark({ program }: SparkOptions, env: Environment): Promise<Spark | string> {
  if (program !== undefined) return given(program, env)
  if (env.SPARK_HOME) return ofHome(env.SPARK_HOME, env, 'SPARK_HOME')
  const submit = onPath('spark-submit', env)
  if (submit !== undefined) return given(submit, env)
  const python = env.PYSPARK_PYTHON ?? 'python3'
  return (await ofPython(python, env)) ?? NONE
}

const NONE =
  'No Spark was found, so nothing ran. Install one, with Java 17:  pip install pyspark==3.5.6  , or name yours:  ' +
  'starlift sandbox --spark /path/to/spark-submit'

async function given(program: string, env: Environment): Promise<Spark | string> {
  const file = program.includes('/') ? resolve(program) : (onPath(program, env) ?? program)
  if (!existsSync(file)) return `There is no ${program}, which was given as Spark`
  if (statSync(file).isDirectory()) return ofHome(file, env, program)
  const home = dirname(dirname(realpathSync(file)))
  // pip puts a spark-submit beside its Python; it starts what pyspark brings.
  if (/spark-submit$/.test(file))
    return existsSync(join(home, 'jars'))
      ? ofHome(home, env, program)
      : ((await ofPython(join(dirname(file), 'python'), env)) ?? `${program} leads to no Spark`)
  return (await ofPython(file, env)) ?? `${program} has no pyspark:  ${program} -m pip install pyspark==3.5.6`
}

function ofHome(home: string, env: Environment, found: string): Spark | string {
  if (!existsSync(join(home, 'bin', 'spark-submit'))) return `${found} leads to ${home}, where there is no Spark`
  const python = [env.PYSPARK_DRIVER_PYTHON, env.PYSPARK_PYTHON, env.VIRTUAL_ENV && join(env.VIRTUAL_ENV, 'bin/python')]
  return { home: resolve(home), python: python.find(Boolean) ?? ownPython(home) ?? 'python3', found }
}

/** The Python in whose packages a pyspark stands: …/lib/python3.11/site-packages/pyspark. */
function ownPython(home: string): string | undefined {
  const python = resolve(home, '../../../../bin/python')
  return home.endsWith('/pyspark') && existsSync(python) ? python : undefined
}

const WHERE = 'import os, sys, pyspark; print(os.path.dirname(pyspark.__file__)); print(sys.executable)'

async function ofPython(python: string, env: Environment): Promise<Spark | undefined> {
  try {
    const { stdout } = await promisify(execFile)(python, ['-c', WHERE], { env: { ...env } })
    const [home = '', executable = python] = stdout.trim().split('\n')
    return { home, python: executable, found: python }
  } catch {
    return undefined
  }
}

const onPath = (program: string, { PATH = '' }: Environment): string | undefined =>
  PATH.split(delimiter)
    .map((folder) => join(folder, program))
    .find((file) => existsSync(file))

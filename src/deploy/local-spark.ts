import { execFile, spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { StarliftError } from '../core/error.ts'

const execute = promisify(execFile)

/** Spark on this machine, by a Python that has pyspark. */
export interface LocalSpark {
  readonly label: string
  /** Runs a job that only builds: from `stage/<number>/*.parquet` to `out/<folder of the table>/*.parquet`. */
  build(script: string, stage: string, out: string): Promise<void>
  folderOf(table: string): string
}

/** Finds Spark in a Python. Fails with SPARK_MISSING where it has none, and with SPARK_FAILED where a job does not end well. */
export async function localSpark(python: string, folderOf: (table: string) => string): Promise<LocalSpark> {
  const version = await versionOf(python)
  return {
    label: `Spark ${version}`,
    folderOf,
    build: (script, stage, out) => runJob(python, script, ['--stage', stage, '--out', out]),
  }
}

async function versionOf(python: string): Promise<string> {
  try {
    const { stdout } = await execute(python, ['-c', 'import pyspark; print(pyspark.__version__)'])
    return stdout.trim()
  } catch (cause) {
    const said = String((cause as { stderr?: string }).stderr ?? (cause as Error).message).trim()
    throw new StarliftError('SPARK_MISSING', {
      operation: 'start Spark',
      subject: python,
      what: `${python} has no pyspark`,
      lines: said === '' ? [] : [said.split('\n').at(-1)!],
      next: 'Install Java 17 and pyspark:  pip install pyspark==3.5.6 ,  or name the Python that has it with --python.',
      cause,
    })
  }
}

/** How much of what a job says is kept for its failure. */
const KEPT = 64 * 1024

async function runJob(python: string, script: string, args: readonly string[]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'starlift-spark-'))
  try {
    await writeFile(join(folder, 'job.py'), script)
    const env = { ...process.env, SPARK_LOCAL_IP: '127.0.0.1', PYSPARK_PYTHON: python, SPARK_LOCAL_DIRS: folder }
    const running = spawn(python, [join(folder, 'job.py'), ...args], {
      cwd: folder,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let said = ''
    for (const stream of [running.stdout, running.stderr])
      stream.on('data', (piece: Buffer) => {
        said = (said + piece.toString()).slice(-KEPT)
      })
    const code = await new Promise<number | null>((resolve, reject) =>
      running.once('error', reject).once('close', resolve),
    )
    if (code !== 0) throw failed(python, said, code)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function failed(python: string, said: string, code: number | null): StarliftError {
  const lines = said
    .trimEnd()
    .split('\n')
    .filter((line) => line.trim() !== '')
  const cause = lines.findLast((line) => /^\S*(Error|Exception)\b/.test(line)) ?? lines.at(-1) ?? `exit code ${code}`
  return new StarliftError('SPARK_FAILED', {
    operation: 'build on Spark',
    subject: python,
    what: 'The Spark job did not end well',
    lines: [cause.slice(0, 400)],
    next: 'Check that Java 17 is installed (java -version) and that the machine has 2 GB of memory free.',
  })
}

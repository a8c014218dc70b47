import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const execute = promisify(execFile)
const CACHE = fileURLToPath(new URL('../../.cache/', import.meta.url))

/** The readers of Parquet that are not ours, in versions that pip has for Python 3.11. */
export const READERS = ['polars==2.1.0', 'pyarrow==26.0.1', 'duckdb==1.5.6'] as const

/**
 * Runs a script that finds its input as `given` and leaves its output as `result`; both are JSON.
 * Decimals and dates come back as the text that Python gives them. Rejects with Python's own words.
 */
export type RunPython = <Result>(script: string, given?: unknown) => Promise<Result>

/**
 * A Python that has the packages, each pinned as `name==version`. Made once per package list and kept in `.cache/`;
 * needs `python3` with its `venv`, and pip's usual way to its packages.
 */
export async function pythonEnvironment(packages: readonly string[]): Promise<RunPython> {
  const python = await pythonAt(packages)
  return async (script, given = null) => JSON.parse(await runScript(python, script, given))
}

/** The same environment, as the path of its Python. */
export async function pythonAt(packages: readonly string[]): Promise<string> {
  const folder = join(CACHE, `python-${await environmentKey(packages)}`)
  if (!existsSync(folder)) await install(packages, folder)
  return join(folder, 'bin', 'python')
}

async function environmentKey(packages: readonly string[]): Promise<string> {
  const { stdout } = await execute('python3', ['--version'])
  return createHash('sha256')
    .update([stdout.trim(), ...[...packages].sort()].join('\n'))
    .digest('hex')
    .slice(0, 12)
}

/** Built beside its place and then renamed, so that a broken or half-made environment is never used. */
async function install(packages: readonly string[], folder: string): Promise<void> {
  await mkdir(CACHE, { recursive: true })
  const draft = await mkdtemp(`${folder}-draft-`)
  try {
    await execute('python3', ['-m', 'venv', draft])
    // Spark comes as an archive alone: its jars, and nothing to compile.
    const pip = ['-m', 'pip', 'install', '--quiet', '--no-input', '--only-binary', ':all:', '--no-binary', 'pyspark']
    await execute(join(draft, 'bin', 'python'), [...pip, ...packages])
    await rename(draft, folder)
  } catch (cause) {
    await rm(draft, { recursive: true, force: true })
    // Another test process was first with the same environment.
    if (!existsSync(folder)) throw new Error(`Python could not get ${packages.join(', ')}`, { cause })
  }
}

const PROLOGUE = 'import json as _json, sys as _sys\ngiven = _json.load(_sys.stdin)\n'
const EPILOGUE = '\nprint(_json.dumps(result, default=str))\n'

async function runScript(python: string, script: string, given: unknown): Promise<string> {
  const running = execute(python, ['-c', PROLOGUE + script + EPILOGUE], { maxBuffer: 256 * 1024 * 1024 })
  running.child.stdin?.end(JSON.stringify(given))
  const { stdout } = await running
  return stdout.slice(stdout.lastIndexOf('\n', stdout.length - 2) + 1)
}

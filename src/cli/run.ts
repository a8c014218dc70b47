import { relative } from 'node:path'
import { openStore } from '../config.ts'
import { isStarliftError, StarliftError } from '../core/error.ts'
import { newestVersion, versionPath } from '../lake/version.ts'
import { type OpenProject, openProject } from '../open-project.ts'
import { type RunOptions, type RunResult, run as runProject } from '../pipeline/run.ts'
import { loadConfig } from '../project-files.ts'
import type { CommonOptions } from './options.ts'
import { showProgress } from './progress.ts'
import { printReceipt } from './receipt.ts'
import { lakeText, print, printJson, seconds, warn } from './text.ts'

interface RunCommand extends CommonOptions {
  readonly deep?: boolean
  readonly wait?: number
  readonly takeOver?: boolean
  readonly target?: string
  readonly stage?: boolean
}

export async function run(options: RunCommand): Promise<void> {
  const { config, json, deep = false, wait = 0, takeOver = false, target = 'local' } = options
  if (target === 'aws') return (await import('./run-aws.ts')).runOnAws(options)
  if (target !== 'local') throw noTarget(target)
  const project = await openProject(config).catch((error: unknown) => failedToOpen(error, config))
  const begun = performance.now()
  const result = await runAndShow(project, { deep, takeOver, wait, quiet: json ?? false })
  if (json) return printJson({ run: result.record, version: result.version })
  print(`\nDone in ${seconds(performance.now() - begun)}.   npx starlift query "select * from tables"`)
}

const noTarget = (target: string): StarliftError =>
  new StarliftError('USAGE', {
    operation: 'run',
    subject: target,
    what: `There is no target ${target}`,
    next: 'Say  --target aws , or leave it out to run on this machine.',
  })

interface ShowOptions extends Pick<RunOptions, 'deep' | 'takeOver'> {
  /** Milliseconds to wait while another run holds the lake. */
  readonly wait?: number
  readonly quiet: boolean
}

/** A run as people see it: progress, receipt, and after a failure what is still served. */
export async function runAndShow(
  project: OpenProject,
  { quiet, wait = 0, ...options }: ShowOptions,
): Promise<RunResult> {
  const target = lakeText(project.config.lake)
  const stop = new AbortController()
  const onSignal = () => stop.abort()
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal)
  try {
    const listener = quiet ? {} : { listener: showProgress(target) }
    const result = await patiently(wait, () => runProject(project, { ...options, ...listener, signal: stop.signal }))
    if (!quiet) printReceipt(result.version, `${target}/${versionPath(result.version.version)}`)
    if (!quiet) printCatalogs(project, result)
    return result
  } catch (error) {
    throw await withServed(error, project)
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal)
  }
}

function printCatalogs({ config }: OpenProject, { untold }: RunResult): void {
  for (const { catalog, reason } of untold)
    print(`${warn('warning')}  ${relative(process.cwd(), catalog)} was not told of this version: ${reason}`)
  if (config.duckdb && untold.length === 0) print(`tables   ${relative(process.cwd(), config.duckdb)}`)
}

/** Tries again while another run holds the lake, until the time is over. */
async function patiently(wait: number, attempt: () => Promise<RunResult>): Promise<RunResult> {
  const deadline = performance.now() + wait
  for (;;) {
    try {
      return await attempt()
    } catch (error) {
      if (!isStarliftError(error, 'RUN_BUSY') || performance.now() >= deadline) throw error
      await new Promise((resume) => setTimeout(resume, 500))
    }
  }
}

/** Where only the model does not load, it is known all the same which lake readers use. */
async function failedToOpen(error: unknown, path: string): Promise<never> {
  const config = await loadConfig(path).catch(() => Promise.reject(error))
  throw await withServed(error, { store: openStore(config) })
}

/** Every failure ends with what readers still get. */
async function withServed(error: unknown, { store }: Pick<OpenProject, 'store'>): Promise<unknown> {
  if (!(error instanceof StarliftError)) return error
  const served = await newestVersion(store).catch(() => null)
  const line = served
    ? `Version ${served.version} (${served.published.slice(0, 16).replace('T', ' ')} UTC) is still served.`
    : 'Nothing is published yet.'
  if (error.lines.some((one) => one.includes('still served'))) return error
  return error.with({ lines: [...error.lines, line] })
}

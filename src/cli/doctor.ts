import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { isStarliftError, StarliftError } from '../core/error.ts'
import { checkHops, type Finding, failedHop, type Hop, unreachedHop } from '../core/hop.ts'
import type { Found } from './config-or-server.ts'
import { wrapped } from './fit.ts'
import type { CommonOptions } from './options.ts'
import { passingFolder } from './scratch.ts'
import { bad, counted, dim, good, isRemote, lakeText, print, printJson, warn } from './text.ts'

/** Tests each hop from the config to the source and to the lake. Changes nothing; ends with the exit code of the first hop that failed. */
export async function doctor({ config: file, json }: CommonOptions): Promise<void> {
  const hops: Hop[] = []
  for await (const hop of hopsOf(file)) {
    hops.push(hop)
    if (!json && hop.state !== 'unreached') print(hopText(hop))
  }
  const failed = hops.filter(({ state }) => state === 'failed')
  if (json) printJson({ ok: failed.length === 0, hops })
  else print(summary(hops))
  process.exitCode = failed[0]?.exitCode ?? 0
}

/** Modules of the engine and of the config are loaded here and not before: that they do not load is one of the things to find. */
async function* hopsOf(file: string): AsyncIterable<Hop> {
  for await (const hop of checkHops([
    { name: 'node', find: node },
    { name: 'engine', find: engine },
  ])) {
    yield hop
    if (hop.state === 'failed') return
  }
  const config = await configOf(file)
  if (config instanceof StarliftError) {
    yield failedHop('config', config)
    for (const name of ['source', 'lake', 'scratch']) yield unreachedHop(name)
    return
  }
  yield* partsOf(config)
}

async function node(): Promise<Finding> {
  return { facts: [`${process.versions.node} on ${process.platform} ${process.arch}`] }
}

async function engine(): Promise<Finding> {
  const version = await engineVersion().catch((cause: unknown) => Promise.reject(noEngine(cause)))
  return { facts: [`DuckDB ${version} loads and answers`] }
}

async function engineVersion(): Promise<string> {
  const { duckdbEngine } = await import('../engine/duckdb/duckdb-engine.ts')
  await using opened = await duckdbEngine()
  const { rows } = await opened.query('select version()')
  return rows[0]![0]!
}

const noEngine = (cause: unknown): StarliftError =>
  new StarliftError('ENGINE_LOAD', {
    operation: 'examine',
    subject: 'engine',
    what: 'DuckDB does not load',
    lines: [String((cause as Error).message).split('\n')[0]!],
    next: 'Install again on this machine, optional packages too:  npm ci --include=optional',
    cause,
  })

async function configOf(file: string): Promise<Found | StarliftError> {
  const { configOrServer } = await import('./config-or-server.ts')
  try {
    return await configOrServer(file)
  } catch (error) {
    if (isStarliftError(error)) return error
    throw error
  }
}

async function* partsOf({ config, from }: Found): AsyncIterable<Hop> {
  const { examineSource, openStore } = await import('../config.ts')
  const { newRunName } = await import('../pipeline/scratch.ts')
  const { examineTarget } = await import('../pipeline/examine.ts')
  const said = existsSync(from) ? `${from} loads` : `none yet: ${from} names the source`
  const lake = lakeText(config.lake)
  yield* checkHops([{ name: 'config', find: async () => ({ facts: [`${said}; the lake is ${lake}`] }) }])
  await using folder = passingFolder(join(config.scratch, `doctor-${newRunName()}`))
  yield* examineSource(config, folder.path)
  yield* examineTarget({
    store: openStore(config),
    lake: isRemote(config.lake) ? null : config.lake,
    scratch: config.scratch,
  })
}

const MARKS: Readonly<Record<Hop['state'], string>> = {
  good: good('✓'),
  warning: warn('!'),
  failed: bad('✗'),
  unreached: '·',
}
const LABEL = 14

function hopText({ name, state, facts, next }: Hop): string {
  const lines = facts.map((fact, i) => {
    const label = i === 0 ? `${MARKS[state]} ${name.padEnd(LABEL)}` : ' '.repeat(LABEL + 2)
    return wrapped(label, fact)
  })
  return [...lines, ...(next === null ? [] : [wrapped(`${' '.repeat(LABEL + 2)}→ `, next)])].join('\n')
}

function summary(hops: readonly Hop[]): string {
  const count = (state: Hop['state']): number => hops.filter((hop) => hop.state === state).length
  const [failed, warnings] = [count('failed'), count('warning')]
  if (failed > 0) {
    const unreached = hops.filter(({ state }) => state === 'unreached').map(({ name }) => name)
    const left =
      unreached.length === 0 ? '' : `${dim(wrapped(`· ${'not reached'.padEnd(LABEL)}`, unreached.join(', ')))}\n`
    return `${left}\n${bad(`${counted(failed, 'hop')} failed`)}: begin with the first ✗.`
  }
  const worth = warnings === 0 ? '' : `, ${warn(counted(warnings, 'thing'))} worth a look`
  return `\nAll hops work${worth}.   npx starlift explore`
}

import { adaptersOf, type CompleteConfig, openAthena } from '../config.ts'
import type { Engine } from '../core/engine.ts'
import { StarliftError } from '../core/error.ts'
import { LEAST_BYTES, USD_PER_TERABYTE } from '../engine/athena/athena-engine.ts'
import { servedVersion } from '../lake/version.ts'
import { openServed, type StarVersion } from '../pipeline/served.ts'
import { bytesText } from './text.ts'

/** The published star, on this machine or where it is shown. */
export interface OpenedStar extends AsyncDisposable {
  readonly version: StarVersion
  readonly engine: Pick<Engine, 'query'>
  /** What it cost so far; null on this machine. */
  cost(): string | null
}

/** Opens the star on the engine that `--on` names. */
export async function openStarOn(config: CompleteConfig, on: string | undefined): Promise<OpenedStar> {
  const adapters = adaptersOf(config)
  if (on === undefined) {
    const { version, engine, [Symbol.asyncDispose]: close } = await openServed(adapters)
    return { version, engine, cost: () => null, [Symbol.asyncDispose]: close }
  }
  if (on !== 'athena') throw noEngine(on)
  const version = (await servedVersion(adapters.store)) as StarVersion
  const engine = await openAthena(config, version)
  return { version, engine, cost: () => costText(engine.scanned()), [Symbol.asyncDispose]: async () => {} }
}

const noEngine = (name: string): StarliftError =>
  new StarliftError('USAGE', {
    operation: 'read the command line',
    subject: '--on',
    what: `'${name}' is no engine`,
    next: 'Say  --on athena , or leave it out: the star is asked on this machine.',
  })

/** What queries scanned, and what Athena takes for it. */
function costText(bytes: number): string {
  const dollars = (Math.max(bytes, LEAST_BYTES) / 1e12) * USD_PER_TERABYTE
  return `Athena scanned ${bytesText(bytes)}, about ${dollars.toFixed(dollars < 0.01 ? 5 : 2)} USD`
}

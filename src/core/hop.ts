import { type ErrorCode, StarliftError } from './error.ts'

/** One thing on the way from the source to the lake, as it was found. */
export interface Hop {
  /** `port`, `TLS`, `lake` … */
  readonly name: string
  /** A warning keeps nothing from working. Unreached: what it needs has failed. */
  readonly state: 'good' | 'warning' | 'failed' | 'unreached'
  /** What was found, the most telling first. Never a secret. */
  readonly facts: readonly string[]
  /** The one thing to do; null where there is nothing. */
  readonly next: string | null
  /** Of a failed hop alone. */
  readonly code: ErrorCode | null
  readonly exitCode: number | null
}

/** What is found where nothing fails. */
export interface Finding {
  readonly facts: readonly string[]
  /** What to do, where something is not as it should be. */
  readonly warning?: string
}

export interface HopCheck {
  readonly name: string
  /** Fails with one of our errors where the hop does; null where there is no such hop here. */
  readonly find: () => Promise<Finding | null>
  /** What follows can be found all the same when this fails. */
  readonly apart?: true
}

/** Checks hop after hop; after one that fails the rest is unreached. */
export async function* checkHops(checks: readonly HopCheck[]): AsyncIterable<Hop> {
  let broken = false
  for (const { name, find, apart } of checks) {
    const hop = broken ? unreachedHop(name) : await checkHop(name, find)
    if (hop?.state === 'failed' && !apart) broken = true
    if (hop) yield hop
  }
}

const NOTHING = { facts: [], next: null, code: null, exitCode: null } as const

async function checkHop(name: string, find: HopCheck['find']): Promise<Hop | null> {
  try {
    const found = await find()
    if (!found) return null
    const { facts, warning } = found
    return { ...NOTHING, name, facts, next: warning ?? null, state: warning === undefined ? 'good' : 'warning' }
  } catch (error) {
    if (!(error instanceof StarliftError)) throw error
    return failedHop(name, error)
  }
}

export const unreachedHop = (name: string): Hop => ({ ...NOTHING, name, state: 'unreached' })

export const failedHop = (name: string, { message, lines, next, code, exitCode }: StarliftError): Hop => ({
  name,
  state: 'failed',
  facts: [message, ...lines],
  next,
  code,
  exitCode,
})

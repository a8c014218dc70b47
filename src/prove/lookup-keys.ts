import type { Engine } from '../core/engine.ts'
import { StarliftError } from '../core/error.ts'
import { keysTwice } from './keys.ts'
import type { LookupKey } from './witness.ts'

/**
 * Proves that each key by which the witness joins names one staged row at most, apart from the keys that the plan says it relies on:
 * what multiplied rows on both sides alike would show in no figure. Fails with PROOF_FAILED.
 */
export async function proveLookupKeys(engine: Engine, keys: readonly LookupKey[]): Promise<void> {
  const once = new Map(keys.map((key) => [JSON.stringify(key), key]))
  for (const key of once.values()) {
    const rows = await keysTwice(engine, key)
    if (rows.length > 0) throw notOne(key, rows)
  }
}

const notOne = ({ table, columns }: LookupKey, rows: readonly (readonly (string | null)[])[]): StarliftError =>
  new StarliftError('PROOF_FAILED', {
    operation: 'prove',
    subject: table,
    what: `${table}(${columns.join(', ')}) does not name one row`,
    lines: rows.map((row) => `${table}(${row.slice(0, -1).join(', ')})`),
    next: 'Nothing was published. This is a fault of ours: please report it with these lines.',
  })

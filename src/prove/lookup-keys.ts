import type { Engine } from '../core/engine.ts'
import { StarliftError } from '../core/error.ts'
import { id, path } from '../core/sql.ts'
import type { LookupKey } from './witness.ts'

/**
 * Proves that each key by which the witness joins names one staged row at most, apart from the keys that the plan says it relies on:
 * what multiplied rows on both sides alike would show in no figure. Fails with PROOF_FAILED.
 */
export async function proveLookupKeys(engine: Engine, keys: readonly LookupKey[]): Promise<void> {
  const once = new Map(keys.map((key) => [JSON.stringify(key), key]))
  for (const { table, columns } of once.values()) {
    const named = columns.map(id)
    const present = named.map((name) => `${name} is not null`).join(' and ')
    const { rows } = await engine.query(
      `select ${named.map((name) => `cast(${name} as varchar)`).join(', ')} from ${path('stage', table)} where ${present} group by ${named.join(', ')} having count(*) > 1 order by all limit 20`,
    )
    if (rows.length > 0) throw notOne(table, columns, rows)
  }
}

const notOne = (table: string, columns: readonly string[], rows: readonly (readonly (string | null)[])[]) =>
  new StarliftError('PROOF_FAILED', {
    operation: 'prove',
    subject: table,
    what: `${table}(${columns.join(', ')}) does not name one row`,
    lines: rows.map((row) => `${table}(${row.join(', ')})`),
    next: 'Nothing was published. This is a fault of ours: please report it with these lines.',
  })

import type { CompleteConfig } from '../config.ts'
import type { Schema } from '../core/schema.ts'
import type { PullOptions } from '../model/schema-tables.ts'

/** What the config adds to the schema of its source. */
export function pullOptions(schema: Schema, { pull: { keys, references, names } }: CompleteConfig): PullOptions {
  const named = references.map(({ table, columns, to, toColumns, name }) => ({
    from: table,
    columns,
    table: to,
    to: toColumns ?? schema.tables.find((one) => one.name === to)?.key ?? keys[to] ?? [],
    name,
  }))
  return { keys, named, names }
}

import type { Engine } from '../core/engine.ts'
import { StarliftError } from '../core/error.ts'
import type { ColumnType } from '../core/schema.ts'
import { path } from '../core/sql.ts'

const INTEGERS = { 8: 'TINYINT', 16: 'SMALLINT', 32: 'INTEGER', 64: 'BIGINT' }

/** What DESCRIBE must say of a column of this type. */
function described(type: ColumnType): string {
  switch (type.kind) {
    case 'text':
      return 'VARCHAR'
    case 'bytes':
      return 'BLOB'
    case 'integer':
      return INTEGERS[type.bits]
    case 'float':
      return type.bits === 32 ? 'FLOAT' : 'DOUBLE'
    case 'decimal':
      return `DECIMAL(${type.precision},${type.scale})`
    case 'timestamp':
      return type.zone === 'utc' ? 'TIMESTAMP WITH TIME ZONE' : 'TIMESTAMP'
    default:
      return type.kind.toUpperCase()
  }
}

export interface ExpectedColumn {
  readonly name: string
  readonly type: ColumnType
}

/** Fails where the files of a relation do not have exactly these columns: a wrong type can hold right sums. */
export async function proveTypes(
  engine: Engine,
  [schema, table]: readonly [string, string],
  columns: readonly ExpectedColumn[],
): Promise<void> {
  const { rows } = await engine.query(`describe from ${path(schema, table)}`)
  const found = rows.map(([name, type]) => `${name} ${type}`)
  const wanted = columns.map(({ name, type }) => `${name} ${described(type)}`)
  if (found.join() === wanted.join()) return
  throw new StarliftError('PROOF_FAILED', {
    operation: 'prove',
    subject: table,
    what: `${schema}.${table} does not have the columns that were planned`,
    lines: Array.from({ length: Math.max(wanted.length, found.length) }, (_, i) => i)
      .filter((i) => wanted[i] !== found[i])
      .map((i) => `planned ${wanted[i] ?? 'nothing'}, found ${found[i] ?? 'nothing'}`),
    next: 'Nothing was published. This is a fault of ours: please report it with these lines.',
  })
}

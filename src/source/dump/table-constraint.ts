import type { TableDefinition } from './definition.ts'
import { addKey } from './definition.ts'
import type { Token } from './sql-tokens.ts'
import { atCommas, type TokenCursor } from './token-cursor.ts'

const STARTS = new Set(['PRIMARY', 'UNIQUE', 'KEY', 'INDEX', 'FULLTEXT', 'SPATIAL', 'CONSTRAINT', 'FOREIGN', 'CHECK'])

/** Whether an item of a CREATE TABLE, or what follows ADD, is a key or another constraint and not a column. */
export const isConstraint = (cursor: TokenCursor): boolean =>
  STARTS.has(cursor.keyword()) ||
  (cursor.keyword() === 'PERIOD' && cursor.keyword(1) === 'FOR') ||
  (cursor.keyword() === 'VECTOR' && /^(KEY|INDEX)$/.test(cursor.keyword(1)))

/** Notes the keys that matter: primary, unique and foreign. */
export function readConstraint(cursor: TokenCursor, table: TableDefinition, database: string): void {
  if (cursor.words('CONSTRAINT') && cursor.next?.kind !== undefined && !STARTS.has(cursor.keyword())) cursor.take()
  if (cursor.words('PRIMARY', 'KEY')) addKey(table, 'primary', keyColumns(cursor))
  else if (cursor.words('UNIQUE')) addKey(table, 'unique', keyColumns(cursor))
  else if (cursor.words('FOREIGN', 'KEY')) readReference(cursor, table, database)
}

/** The columns of a key, in its order; null for a key over a part of a value or over an expression. */
export function keyColumns(cursor: TokenCursor): readonly string[] | null {
  while (!cursor.isSymbol('(')) cursor.take()
  const parts = atCommas(cursor.brackets()).map(keyColumn)
  return parts.includes(null) ? null : (parts as string[])
}

function keyColumn(part: readonly Token[]): string | null {
  const [first, ...rest] = part
  const whole = rest.every(({ keyword }) => keyword === 'ASC' || keyword === 'DESC')
  return whole && first && (first.kind === 'name' || first.kind === 'word') ? first.value : null
}

function readReference(cursor: TokenCursor, table: TableDefinition, database: string): void {
  const columns = keyColumns(cursor)
  if (!cursor.words('REFERENCES')) return
  const target = cursor.path()
  const to = keyColumns(cursor)
  const inside = target.database === undefined || target.database === database
  if (columns && to && inside) table.references.push({ columns, table: target.name, to })
}

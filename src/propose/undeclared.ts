import { isTyped, type Schema, type Table, type TypedColumn } from '../core/schema.ts'
import { singular, snakeCase } from '../model/name.ts'

/** A column that is named like another table's key, with no foreign key to say so. */
export interface LikelyReference {
  readonly table: string
  readonly column: string
  readonly to: string
  readonly toColumn: string
  /** What the relation could be called. */
  readonly name: string
}

const MOST = 40

/** Columns that may be foreign keys by name and type alone; whether every value resolves is for who can look. */
export const likelyReferences = (schema: Schema): readonly LikelyReference[] =>
  schema.tables
    .flatMap((table) => table.columns.flatMap((column) => targetsOf(schema, table, column.name)))
    .slice(0, MOST)

function targetsOf(schema: Schema, table: Table, name: string): readonly LikelyReference[] {
  const column = table.columns.find((each) => each.name === name)!
  if (!isTyped(column) || isSpokenFor(table, name)) return []
  const target = schema.tables.find((other) => other !== table && isNamedAfter(column, other))
  if (!target) return []
  return [
    { table: table.name, column: name, to: target.name, toColumn: target.key[0]!, name: relationName(table, target) },
  ]
}

const isSpokenFor = ({ key, references }: Table, name: string): boolean =>
  (key.length === 1 && key[0] === name) || references.some(({ columns }) => columns.includes(name))

const kindOf = ({ type }: TypedColumn): string => (type.kind === 'decimal' && type.scale === 0 ? 'integer' : type.kind)

function isNamedAfter(column: TypedColumn, { name, key, columns }: Table): boolean {
  const target = columns.find((each) => key.length === 1 && each.name === key[0])
  if (!target || !isTyped(target) || !['integer', 'text'].includes(kindOf(target)) || kindOf(target) !== kindOf(column))
    return false
  const [own, far, thing] = [snakeCase(column.name), snakeCase(target.name), singular(snakeCase(name))]
  return own === `${thing}_${far}` || own === `${thing}_id` || (own === far && far !== 'id' && far.startsWith(thing))
}

/** The thing's name where it is free, as `pull` would call the relation. */
function relationName(table: Table, target: Table): string {
  const plain = snakeCase(singular(target.name)).replace(/_(\w)/g, (_, next: string) => next.toUpperCase())
  return table.columns.some(({ name }) => name.toLowerCase() === plain.toLowerCase()) ? `${plain}Row` : plain
}

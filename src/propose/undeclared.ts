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
    {
      table: table.name,
      column: name,
      to: target.name,
      toColumn: target.key[0]!,
      name: relationName(table, name, target),
    },
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
  if (own === far) return far !== 'id' && far.startsWith(thing)
  return [`${thing}_${far}`, `${thing}_id`].some((wanted) => own === wanted || own.endsWith(`_${wanted}`))
}

/** What the column says before its key, or what the table is called: `billing_address_id` is `billingAddress`. */
function relationName(table: Table, column: string, target: Table): string {
  const [own, far] = [snakeCase(column), snakeCase(target.key[0]!)]
  const words = own === far ? singular(snakeCase(target.name)) : own.replace(new RegExp(`_(id|${far})$`), '')
  const plain = words.replace(/_(\w)/g, (_, next: string) => next.toUpperCase())
  return table.columns.some(({ name }) => name.toLowerCase() === plain.toLowerCase()) ? `${plain}Row` : plain
}

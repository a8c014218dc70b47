import { StarliftError } from '../core/error.ts'
import { type Column, isTyped, type Reference, type Schema, type Table } from '../core/schema.ts'
import type { SchemaReference, SchemaTable, SchemaTables } from './definition.ts'
import { singular } from './name.ts'
import type { Assumptions } from './reading.ts'

/** What the config adds to a schema: keys and relations that the database does not declare, and names for relations. */
export interface PullOptions extends Pick<Assumptions, 'keys'> {
  readonly named: readonly NamedReference[]
  /** Names of relations by `table.column`, several columns joined by `+`. */
  readonly names: Readonly<Record<string, string>>
}
export interface NamedReference extends Reference {
  readonly from: string
  readonly name: string
}

/**
 * What schema.ts says of a schema. Columns that may not leave the source are left out; others without an exact home stay, and are refused
 * when used. PULL_NAME where a foreign key has no free name, or leads to what is not unique.
 */
export const schemaTables = (schema: Schema, options: PullOptions): SchemaTables =>
  Object.fromEntries(schema.tables.map((table) => [table.name, schemaTable(schema, table, options)]))

/** A table may be called `constructor`. */
const assumedKey = ({ keys }: PullOptions, table: string): readonly string[] =>
  (Object.hasOwn(keys, table) ? keys[table] : undefined) ?? []

function schemaTable(schema: Schema, table: Table, options: PullOptions): SchemaTable {
  const references = [...table.references, ...options.named.filter(({ from }) => from === table.name)]
  const usable = references.filter((reference) => coversKey(schema, reference, options))
  return {
    key: table.key.length > 0 ? table.key : assumedKey(options, table.name),
    columns: Object.fromEntries(table.columns.filter(mayLeave).map((column) => [column.name, columnText(column)])),
    refs: Object.fromEntries(
      nameReferences(table, usable, options.names).map(([name, reference]) => [name, referenceOf(schema, reference)]),
    ),
  }
}

const mayLeave = (column: Column): boolean =>
  isTyped(column) || (column.type.kind === 'refused' && column.type.code !== 'POLICY')

/** As declared, but for the display width of integers, which says nothing and which servers print differently. */
const columnText = ({ declared, nullable }: Column): string =>
  `${declared.replace(/^((?:small|medium|big)?int|tinyint)\((?!1\))\d+\)/, '$1')}${nullable ? '?' : ''}`

/** A row exists at the far end of a foreign key only where the key covers a whole unique key; anything else is an error. */
function coversKey(schema: Schema, { table, to }: Reference, options: PullOptions): boolean {
  const target = schema.tables.find(({ name }) => name === table)
  if (!target) return false
  const unique = [...target.uniques, assumedKey(options, table)]
  if (unique.some((columns) => columns.length === to.length && columns.every((column) => to.includes(column))))
    return true
  throw new StarliftError('PULL_NAME', {
    operation: 'pull',
    subject: table,
    what: `A foreign key leads to ${table}(${to.join(', ')}), which is not unique, so a row could find several`,
    next: `If it is unique all the same, say so in the config:  pull: { keys: { ${property(table)}: ${listed(to)} } } . Each run will prove it.`,
  })
}

function referenceOf(schema: Schema, { columns, table, to }: Reference): SchemaReference {
  const key = schema.tables.find((one) => one.name === table)!.key
  const from = columns.length === 1 ? columns[0]! : columns
  return key.join() === to.join() ? [from, table] : [from, table, to.length === 1 ? to[0]! : to]
}

/** Each relation with a name of its own: the config's, or the column without `Id`, `Number` and the like, or the table it leads to. */
function nameReferences(
  table: Table,
  references: readonly Reference[],
  names: Readonly<Record<string, string>>,
): readonly [string, Reference][] {
  const taken = new Set(table.columns.map(({ name }) => name.toLowerCase()))
  return references.map((reference) => {
    const chosen = names[`${table.name}.${reference.columns.join('+')}`] ?? (reference as Partial<NamedReference>).name
    const candidates = chosen ? [chosen] : candidateNames(reference)
    const name = candidates.find((candidate) => !taken.has(candidate.toLowerCase()))
    if (!name) throw noName(table, reference, candidates)
    taken.add(name.toLowerCase())
    return [name, reference]
  })
}

function candidateNames({ columns, table }: Reference): readonly string[] {
  const column = columns.at(-1)!
  const plain = column.replace(/(_?(id|uuid|key|code|number|num|no|nr|ref|fk))+$/i, '')
  const target = camelCase(singular(table))
  return [...(plain && plain !== column ? [camelCase(plain)] : []), target, `${camelCase(column)}Row`].filter((name) =>
    /^[\p{L}_$]/u.test(name),
  )
}

const camelCase = (name: string): string => {
  const joined = name.replace(/[^\p{L}\p{N}]+(.)?/gu, (_, next: string | undefined) => next?.toUpperCase() ?? '')
  return joined.charAt(0).toLowerCase() + joined.slice(1)
}

const noName = (table: Table, { columns, table: target }: Reference, candidates: readonly string[]): StarliftError =>
  new StarliftError('PULL_NAME', {
    operation: 'pull',
    subject: `${table.name}.${columns.join('+')}`,
    what: `The foreign key ${table.name}(${columns.join(', ')}) → ${target} has no free name: ${candidates.join(', ')} ${candidates.length === 1 ? 'is' : 'are'} taken`,
    next: `Name it in the config:  pull: { names: { '${table.name}.${columns.join('+')}': '…' } } .`,
  })

/** The name of a property as TypeScript writes it; `__proto__` as it stands would be the prototype. */
export const property = (name: string): string =>
  name === '__proto__' ? "['__proto__']" : /^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name)
export const quoted = (text: string): string =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n').replaceAll('\r', '\\r')}'`
export const listed = (names: readonly string[]): string => `[${names.map(quoted).join(', ')}]`

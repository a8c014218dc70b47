import { StarliftError } from '../core/error.ts'
import { type Column, isTyped, type Reference, type Schema, type Table } from '../core/schema.ts'
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

/** The text of schema.ts. Columns that may not leave the source are left out; others without an exact home stay, and are refused when used. */
export function schemaText(schema: Schema, options: PullOptions): string {
  const tables = schema.tables.map((table) => `  ${property(table.name)}: ${tableText(schema, table, options)},`)
  return `// Written by \`starlift pull\`: what the database says. Do not edit; people write star.ts.
const tables = {
${tables.join('\n')}
} as const

type Tables = typeof tables
/** A name the compiler can print. */
export interface Database extends Tables {}
export const database: Database = tables
`
}

const property = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name))
const quoted = (text: string): string =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n').replaceAll('\r', '\\r')}'`
const listed = (names: readonly string[]): string => `[${names.map(quoted).join(', ')}]`

function tableText(schema: Schema, table: Table, options: PullOptions): string {
  const key = table.key.length > 0 ? table.key : (options.keys[table.name] ?? [])
  const columns = table.columns
    .filter(mayLeave)
    .map((column) => `${property(column.name)}: ${quoted(columnText(column))}`)
  const references = [...table.references, ...options.named.filter(({ from }) => from === table.name)]
  const usable = references.filter((reference) => coversKey(schema, reference, options))
  const refs = nameReferences(table, usable, options.names).map(([name, reference]) =>
    referenceText(schema, name, reference),
  )
  return `{\n    key: ${listed(key)},\n    columns: ${block(columns)},\n    refs: ${block(refs)},\n  }`
}

/** One entry a line, so that a difference between two pulls reads well. */
const block = (entries: readonly string[]): string =>
  entries.length === 0 ? '{}' : `{\n${entries.map((entry) => `      ${entry},\n`).join('')}    }`

const mayLeave = (column: Column): boolean =>
  isTyped(column) || (column.type.kind === 'refused' && column.type.code !== 'POLICY')

/** As declared, but for the display width of integers, which says nothing and which servers print differently. */
const columnText = ({ declared, nullable }: Column): string =>
  `${declared.replace(/^((?:small|medium|big)?int|tinyint)\((?!1\))\d+\)/, '$1')}${nullable ? '?' : ''}`

/** A row exists at the far end of a foreign key only where the key covers a whole unique key; anything else is an error. */
function coversKey(schema: Schema, { table, to }: Reference, { keys }: PullOptions): boolean {
  const target = schema.tables.find(({ name }) => name === table)
  if (!target) return false
  const unique = [...target.uniques, ...(keys[table] ? [keys[table]] : [])]
  if (unique.some((columns) => columns.length === to.length && columns.every((column) => to.includes(column))))
    return true
  throw new StarliftError('PULL_NAME', {
    operation: 'pull',
    subject: table,
    what: `A foreign key leads to ${table}(${to.join(', ')}), which is not unique, so a row could find several`,
    next: `If it is unique all the same, say so in the config:  pull: { keys: { ${property(table)}: ${listed(to)} } } . Each run will prove it.`,
  })
}

function referenceText(schema: Schema, name: string, { columns, table, to }: Reference): string {
  const key = schema.tables.find((one) => one.name === table)!.key
  const from = columns.length === 1 ? quoted(columns[0]!) : listed(columns)
  const far = key.join() === to.join() ? '' : `, ${to.length === 1 ? quoted(to[0]!) : listed(to)}`
  return `${property(name)}: [${from}, ${quoted(table)}${far}]`
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

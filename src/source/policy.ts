import { StarliftError } from '../core/error.ts'
import { nearest } from '../core/nearest.ts'
import type { Column, ColumnType, Schema, Table } from '../core/schema.ts'
import { parseDeclaration } from './declaration.ts'

/** What the config says about columns whose values need a decision before they are read. */
export interface Policy {
  /** By `table.column`: `text`, `bytes`, `boolean` or `decimal(p,s)`. */
  readonly types: Readonly<Record<string, string>>
  /** By `table.column`: dates that are zero or do not exist are read as NULL, and counted. */
  readonly zeroDates: Readonly<Record<string, 'null'>>
  /** The same of every column: for who looks at a database before anything is decided. */
  readonly allZeroDates?: true
  /** By `table.column`: columns that may not leave the source. */
  readonly columns?: Readonly<Record<string, 'drop' | 'mask'>>
  /** The key of masks; needed where a column is masked. */
  readonly maskKey?: string
}

export const NO_POLICY: Policy = { types: {}, zeroDates: {} }

/** The policy with each column in place of `allZeroDates`. */
export function completePolicy(policy: Policy, { tables }: Schema): Policy {
  if (!policy.allZeroDates) return policy
  const dates = tables.flatMap(({ name, columns }) =>
    columns
      .filter(({ type }) => type.kind === 'date' || type.kind === 'timestamp')
      .map((each) => `${name}.${each.name}`),
  )
  return { ...policy, zeroDates: Object.fromEntries(dates.map((path) => [path, 'null'])) }
}

/** The schema with the policy's types in place of the usual ones; a policy that cannot be applied is POLICY. */
export function applyPolicy(schema: Schema, policy: Policy): Schema {
  checkNames(schema, policy)
  return { ...schema, tables: schema.tables.map((table) => applyToTable(table, policy)) }
}

function applyToTable(table: Table, policy: Policy): Table {
  const columns = table.columns.map((column) => {
    const path = `${table.name}.${column.name}`
    const fate = policy.columns?.[path]
    if (fate !== undefined) return fate === 'drop' ? dropped(column) : masked(path, column, policy)
    const wanted = Object.hasOwn(policy.types, path) ? policy.types[path] : undefined
    return wanted === undefined ? column : { ...column, type: wantedType(path, column, wanted) }
  })
  return { ...table, columns }
}

function checkNames(schema: Schema, policy: Policy): void {
  const columns = new Map(
    schema.tables.flatMap((table) => table.columns.map((each) => [`${table.name}.${each.name}`, each])),
  )
  for (const part of ['types', 'zeroDates', 'columns'] as const)
    for (const path of Object.keys(policy[part] ?? {}))
      if (!columns.has(path)) throw unknownColumn(part, path, [...columns.keys()])
  for (const [path, wanted] of Object.entries(policy.zeroDates)) checkZeroDates(path, wanted, columns.get(path)!)
}

function checkZeroDates(path: string, wanted: string, column: Column): void {
  if (wanted !== 'null')
    throw refuse(path, `zeroDates knows only 'null', not '${wanted}'`, `Write zeroDates: { '${path}': 'null' }.`)
  if (!/^(date|datetime|timestamp)\b/.test(column.declared))
    throw refuse(
      path,
      `${path} is ${column.declared}, which holds no dates`,
      `Take '${path}' out of zeroDates in the config.`,
    )
}

function unknownColumn(part: string, path: string, paths: readonly string[]): StarliftError {
  const near = nearest(path, paths)
  const next = near.length > 0 ? `Did you mean ${near.join(', ')}?` : `Take '${path}' out of ${part} in the config.`
  return refuse(path, `${part} of the config names ${path}, which the source does not have`, next)
}

const refuse = (path: string, what: string, next: string): StarliftError =>
  new StarliftError('POLICY', { operation: 'read', subject: path, what: `${what}.`, next })

const dropped = (column: Column): Column => ({
  ...column,
  type: {
    kind: 'refused',
    code: 'POLICY',
    reason: 'the config says that it may not leave the source (columns: drop)',
    remedy: "Take it out of star.ts, or let it leave as a digest: columns: { …: 'mask' }.",
  },
})

function masked(path: string, column: Column, { maskKey }: Policy): Column {
  if (column.type.kind !== 'text')
    throw refuse(
      path,
      `${path} is ${column.declared}, and only text can be masked`,
      `Say columns: { '${path}': 'drop' }.`,
    )
  if (!maskKey)
    throw refuse(path, `${path} is to be masked, and there is no key to do it with`, 'Set STARLIFT_MASK_KEY.')
  return { ...column, declared: 'char(16)', masked: true }
}

function wantedType(path: string, column: Column, wanted: string): ColumnType {
  const type = typeByPolicy(column, wanted)
  if (type) return type
  const allowed = allowedFor(column).map((each) => `'${each}'`)
  const next =
    allowed.length > 0 ? `For this column: ${allowed.join(' or ')}.` : `Take '${path}' out of types in the config.`
  throw refuse(path, `${path} is ${column.declared} and cannot be read as '${wanted}'`, next)
}

const BYTES = /^(tiny|medium|long)?blob|^(var)?binary|^(multi)?(point|linestring|polygon)|^geom|^vector/

function allowedFor({ declared }: Column): string[] {
  if (BYTES.test(declared)) return ['bytes']
  const { name, sizes } = parseDeclaration(declared)
  const allowed = name === 'bit' ? [] : ['text']
  if ((name === 'tinyint' || name === 'bit') && (sizes[0] ?? 1) === 1) allowed.push('boolean')
  if (name === 'decimal') allowed.push('decimal(p,s)')
  return allowed
}

function typeByPolicy(column: Column, wanted: string): ColumnType | undefined {
  const [, precision, scale = '0'] = /^decimal\((\d+)(?:,\s*(\d+))?\)$/.exec(wanted) ?? []
  if (!allowedFor(column).includes(precision === undefined ? wanted : 'decimal(p,s)')) return undefined
  if (precision === undefined) return { kind: wanted as 'text' | 'bytes' | 'boolean' }
  const type = { kind: 'decimal', precision: Number(precision), scale: Number(scale) } as const
  return type.precision >= 1 && type.precision <= 38 && type.scale <= type.precision ? type : undefined
}

import { StarliftError } from '../core/error.ts'
import { nearest } from '../core/nearest.ts'
import { columnOf, isTyped, type Refusal, type Schema, type Table, type TypedColumn, tableOf } from '../core/schema.ts'
import type { SchemaTables } from './definition.ts'
import type { KeyPlan, RelationPlan, SourcePlan } from './plan.ts'

/** What the config says of the source beyond what the database declares. */
export interface Assumptions {
  /** Tables without a declared key: the columns that identify a row. */
  readonly keys: Readonly<Record<string, readonly string[]>>
  readonly references: readonly AssumedReference[]
}
export interface AssumedReference {
  readonly table: string
  readonly columns: readonly string[]
  readonly to: string
}

const sameColumns = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((name) => b.includes(name))

/** Collects, while a star is resolved, every column, relation and key that it uses. */
export class Reading {
  readonly tables: SchemaTables
  readonly #schema: Schema
  readonly #assumed: Assumptions
  readonly #columns = new Map<string, Set<string>>()
  readonly #relations = new Map<string, RelationPlan>()
  readonly #keys = new Map<string, KeyPlan>()

  constructor(tables: SchemaTables, schema: Schema, assumed: Assumptions) {
    this.tables = tables
    this.#schema = schema
    this.#assumed = assumed
  }

  get sources(): readonly SourcePlan[] {
    return [...this.#columns].map(([table, used]) => ({ table, columns: this.#inOrder(table, used) }))
  }
  get relations(): readonly RelationPlan[] {
    return [...this.#relations.values()]
  }
  get keys(): readonly KeyPlan[] {
    return [...this.#keys.values()]
  }

  /** A column of the source that has an exact home; remembers that it is read. */
  column(table: string, name: string, at: string): TypedColumn {
    const found = columnOf(this.table(table, at), name)
    if (!found) throw this.#gone(table, name, at)
    if (!isTyped(found)) throw refused(table, name, found.declared, found.type as Refusal)
    this.#use(table, [name])
    return found
  }

  table(name: string, at: string): Table {
    const table = tableOf(this.#schema, name)
    if (!table) throw goneTable(name, at, this.#schema)
    return table
  }

  /** The columns that identify a row of a table; remembers that they must be unique. */
  key(table: string, at: string): readonly string[] {
    const declared = this.table(table, at).key
    const assumed = Object.hasOwn(this.#assumed.keys, table) ? this.#assumed.keys[table] : undefined
    const columns = declared.length > 0 ? declared : assumed
    if (!columns) throw noKey(table, at)
    for (const column of columns) this.column(table, column, at)
    this.#rememberKey(table, columns, declared.length > 0)
    return columns
  }

  /** A relation of the model by its name; remembers what it joins and on what it relies. */
  relation(table: string, name: string, at: string): RelationPlan {
    const [columns, to, toColumns] = this.tables[table]!.refs[name]!
    const from = typeof columns === 'string' ? [columns] : columns
    const far = toColumns === undefined ? this.key(to, at) : typeof toColumns === 'string' ? [toColumns] : toColumns
    const plan = { table, columns: from, to, toColumns: far, declared: this.#isDeclared(table, from, to) }
    if (!plan.declared && !this.#isAssumed(plan)) throw goneRelation(table, name, at)
    for (const column of from) this.column(table, column, at)
    for (const column of far) this.column(to, column, at)
    this.#rememberKey(
      to,
      far,
      this.table(to, at).uniques.some((unique) => sameColumns(unique, far)),
    )
    this.#relations.set(`${table}.${name}`, plan)
    return plan
  }

  #isDeclared(table: string, columns: readonly string[], to: string): boolean {
    return this.table(table, '').references.some(
      (reference) => reference.table === to && sameColumns(reference.columns, columns),
    )
  }

  #isAssumed({ table, columns, to }: RelationPlan): boolean {
    return this.#assumed.references.some(
      (assumed) => assumed.table === table && assumed.to === to && sameColumns(assumed.columns, columns),
    )
  }

  #rememberKey(table: string, columns: readonly string[], declared: boolean): void {
    this.#keys.set(`${table}(${[...columns].sort().join()})`, { table, columns, declared })
  }

  #use(table: string, columns: readonly string[]): void {
    const used = this.#columns.get(table) ?? new Set()
    for (const column of columns) used.add(column)
    this.#columns.set(table, used)
  }

  #inOrder(table: string, used: ReadonlySet<string>): readonly string[] {
    return this.table(table, '')
      .columns.map(({ name }) => name)
      .filter((name) => used.has(name))
  }

  #gone(table: string, name: string, at: string): StarliftError {
    const close = nearest(
      name,
      this.table(table, at).columns.map((column) => column.name),
    )
    return new StarliftError('MODEL_COLUMN', {
      operation: 'plan',
      subject: `${table}.${name}`,
      what: `${table}.${name} is gone from the database; ${at} uses it`,
      lines: [`Present in schema.ts, absent now.${close.length ? ` Close names: ${close.join(', ')}.` : ''}`],
      next: 'npx starlift pull shows every line to change; tsc finds them too.',
    })
  }
}

function goneTable(name: string, at: string, schema: Schema): StarliftError {
  const close = nearest(
    name,
    schema.tables.map((table) => table.name),
  )
  return new StarliftError('MODEL_COLUMN', {
    operation: 'plan',
    subject: name,
    what: `Table ${name} is gone from the database; ${at} uses it`,
    lines: close.length ? [`Close names: ${close.join(', ')}.`] : [],
    next: 'npx starlift pull shows every line to change; tsc finds them too.',
  })
}

const goneRelation = (table: string, name: string, at: string): StarliftError =>
  new StarliftError('MODEL_COLUMN', {
    operation: 'plan',
    subject: `${table}.${name}`,
    what: `The foreign key behind ${table}.${name} is gone from the database, and the config does not name it; ${at} uses it`,
    next: 'Run  npx starlift pull , or name the relation in the config under pull.references: each run will prove it.',
  })

const noKey = (table: string, at: string): StarliftError =>
  new StarliftError('MODEL_NO_KEY', {
    operation: 'plan',
    subject: table,
    what: `Table ${table} has no primary or unique key, so a row of it cannot be a grain or a member   ${at}`,
    next: `Declare it:  pull: { keys: { ${JSON.stringify(table)}: ['…'] } } . Each run will prove it again and stop if it is not.`,
  })

const refused = (table: string, name: string, declared: string, type: Refusal): StarliftError =>
  new StarliftError(type.code, {
    operation: 'plan',
    subject: `${table}.${name}`,
    what: `${table}.${name} is ${declared.toUpperCase()}; ${type.reason}`,
    next: type.remedy,
  })

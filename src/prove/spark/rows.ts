import { columnOf, isTyped, type Schema, tableOf } from '../../core/schema.ts'
import { sparkId } from '../../core/sql.ts'
import type { Node, SchemaTables } from '../../model/definition.ts'
import { type FindColumn, type Witness, witness } from './expression.ts'

/** How the view of a relation is called: a room, `stage` or `star`, and the relation's name. */
export type ViewName = (room: string, name: string) => string

export interface Staged {
  readonly tables: SchemaTables
  readonly schema: Schema
  readonly view: ViewName
}

interface Reached {
  readonly alias: string
  readonly join: string
  /** A column by which the row is known to exist. */
  readonly key: string
}

/**
 * The staged rows of one table with every row that its foreign keys lead to. Written from schema.ts and the source's schema; it knows
 * nothing of the plan that built the star. That each key names one row is proven before.
 */
export class WitnessRows {
  readonly #staged: Staged
  readonly #table: string
  /** The row at the end of each path, nearer paths first. */
  readonly #reached = new Map<string, Reached>()

  constructor(staged: Staged, table: string) {
    this.#staged = staged
    this.#table = table
  }

  value(node: Node): Witness {
    return witness(node, this.#find)
  }

  /** A condition that holds where the row at the end of a path exists. */
  exists(path: readonly string[]): string {
    return path.length === 0 ? 'true' : `isnotnull(${this.#visit(path).key})`
  }

  /** A condition that holds where a foreign key on the way is NULL in a row that exists. */
  unknown(path: readonly string[]): string {
    const steps = path.map((name, i) => {
      const near = path.slice(0, i)
      const nulls = this.#reference(near, name).columns.map((column) => `isnull(${this.#find(near, column).sql})`)
      return `(${this.exists(near)} and (${nulls.join(' or ')}))`
    })
    return steps.length === 0 ? 'false' : `(${steps.join(' or ')})`
  }

  /** Everything that was asked for until now, as a FROM. */
  from(): string {
    const joins = [...this.#reached.values()].map(({ join }) => `\n${join}`)
    return `from ${sparkId(this.#staged.view('stage', this.#table))} as w${joins.join('')}`
  }

  readonly #find: FindColumn = (path, column) => {
    const table = tableOf(this.#staged.schema, this.#tableAt(path))!
    const found = columnOf(table, column)!
    if (!isTyped(found)) throw new Error(`${table.name}.${column} has no exact type`)
    return { sql: this.#field(path, column), type: found.type }
  }

  #field(path: readonly string[], column: string): string {
    return `${path.length === 0 ? 'w' : this.#visit(path).alias}.${sparkId(column)}`
  }

  #visit(path: readonly string[]): Reached {
    const name = JSON.stringify(path)
    const known = this.#reached.get(name)
    if (known) return known
    const { columns, table, to } = this.#reference(path.slice(0, -1), path.at(-1)!)
    const near = columns.map((column) => this.#field(path.slice(0, -1), column))
    const alias = `w${this.#reached.size + 1}`
    const same = near.map((column, i) => `${alias}.${sparkId(to[i]!)} == ${column}`).join(' and ')
    const join = `left join ${sparkId(this.#staged.view('stage', table))} as ${alias} on ${same}`
    const reached = { alias, join, key: `${alias}.${sparkId(to[0]!)}` }
    this.#reached.set(name, reached)
    return reached
  }

  #reference(
    path: readonly string[],
    name: string,
  ): { columns: readonly string[]; table: string; to: readonly string[] } {
    const { tables } = this.#staged
    const [columns, table, to] = tables[this.#tableAt(path)]!.refs[name]!
    const list = (names: string | readonly string[]) => (typeof names === 'string' ? [names] : names)
    return { columns: list(columns), table, to: to ? list(to) : tables[table]!.key }
  }

  #tableAt(path: readonly string[]): string {
    return path.reduce((table, name) => this.#staged.tables[table]!.refs[name]![1], this.#table)
  }
}

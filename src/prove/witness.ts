import { columnOf, isTyped, type Schema, tableOf } from '../core/schema.ts'
import { id, path as qualified } from '../core/sql.ts'
import type { Node, SchemaTables } from '../model/definition.ts'
import { type FindColumn, field, type Witness, witness } from './witness-expression.ts'

/**
 * The staged rows of one table with every row that its foreign keys lead to, each looked up by a scalar subquery, which fails where a
 * key is not unique. Written from schema.ts and the source's schema; it knows nothing of the plan that built the star.
 */
export class WitnessRows {
  readonly #tables: SchemaTables
  readonly #schema: Schema
  readonly #table: string
  readonly #paths = new Map<string, string>()

  constructor(tables: SchemaTables, schema: Schema, table: string) {
    this.#tables = tables
    this.#schema = schema
    this.#table = table
  }

  value(node: Node): Witness {
    return witness(node, this.#find)
  }

  /** A condition that holds where the row at the end of a path exists. */
  exists(path: readonly string[]): string {
    return path.length === 0 ? 'true' : `${qualified('w', this.#visit(path))} is not null`
  }

  /** A condition that holds where a foreign key on the way is NULL in a row that exists. */
  unknown(path: readonly string[]): string {
    const steps = path.map((name, i) => {
      const near = path.slice(0, i)
      const nulls = this.#reference(near, name).columns.map((column) => `${this.#find(near, column).sql} is null`)
      return `(${this.exists(near)} and (${nulls.join(' or ')}))`
    })
    return steps.length === 0 ? 'false' : `(${steps.join(' or ')})`
  }

  /** The rows, as `w` with one struct for each path that was used so far. */
  get from(): string {
    const base = `(select r as "row" from ${qualified('stage', this.#table)} as r)`
    return [...this.#paths].reduce(
      (rows, [path, lookup]) => `(select w.*, ${lookup} as ${id(path)} from ${rows} as w)`,
      base,
    )
  }

  readonly #find: FindColumn = (path, column) => {
    const table = tableOf(this.#schema, this.#tableAt(path))!
    const found = columnOf(table, column)!
    if (!isTyped(found)) throw new Error(`${table.name}.${column} has no exact type`)
    return { sql: field(this.#visit(path), column), type: found.type }
  }

  /** The struct that holds the row at the end of a path; looks it up once. */
  #visit(path: readonly string[]): string {
    if (path.length === 0) return 'row'
    const name = `row.${path.join('.')}`
    if (this.#paths.has(name)) return name
    const near = path.slice(0, -1)
    const from = this.#visit(near)
    const { columns, table, to } = this.#reference(near, path.at(-1)!)
    const same = columns.map((column, i) => `p.${id(to[i]!)} = ${field(from, column)}`).join(' and ')
    this.#paths.set(name, `(select p from ${qualified('stage', table)} as p where ${same})`)
    return name
  }

  #reference(
    path: readonly string[],
    name: string,
  ): { columns: readonly string[]; table: string; to: readonly string[] } {
    const [columns, table, to] = this.#tables[this.#tableAt(path)]!.refs[name]!
    const list = (names: string | readonly string[]) => (typeof names === 'string' ? [names] : names)
    return { columns: list(columns), table, to: to ? list(to) : this.#tables[table]!.key }
  }

  #tableAt(path: readonly string[]): string {
    return path.reduce((table, name) => this.#tables[table]!.refs[name]![1], this.#table)
  }
}

/** A dimension's attribute seen from a row further away. */
export function seenFrom(node: Node, path: readonly string[]): Node {
  if (node.op === 'column') return { ...node, path: [...path, ...node.path] }
  return 'args' in node ? { ...node, args: node.args.map((arg) => seenFrom(arg, path)) } : node
}

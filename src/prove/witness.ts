import { columnOf, isTyped, type Schema, tableOf } from '../core/schema.ts'
import { id, path as qualified } from '../core/sql.ts'
import type { Node, SchemaTables } from '../model/definition.ts'
import { type FindColumn, field, type Witness, witness } from './witness-expression.ts'

interface Lookup {
  readonly table: string
  readonly same: string
  readonly near: string
  readonly columns: readonly string[]
  readonly to: readonly string[]
}

/**
 * The staged rows of one table with every row that its foreign keys lead to, each looked up by a scalar subquery, which fails where a
 * key is not unique. Written from schema.ts and the source's schema; it knows nothing of the plan that built the star.
 */
export class WitnessRows {
  readonly #tables: SchemaTables
  readonly #schema: Schema
  readonly #table: string
  /** How the row at the end of each path is found, nearer paths first. */
  readonly #lookups = new Map<string, Lookup>()
  /** Every column that was found so far, by its SQL. */
  readonly #fields = new Map<string, { readonly path: string; readonly column: string }>()

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

  /**
   * The rows as `w`, with a struct for their own columns and one for each row reached. `used` are the expressions that will be computed on
   * them: structs hold the columns that those name and no others, because a wide row would be copied once per line.
   */
  from(used: readonly string[]): string {
    const wanted = this.#wanted(used)
    const struct = (path: string, alias: string) => this.#struct(wanted.get(path) ?? new Set(), alias)
    const base = `(select ${struct('row', 'r')} as "row" from ${qualified('stage', this.#table)} as r)`
    return [...this.#lookups]
      .filter(([path]) => wanted.has(path))
      .reduce((rows, [path, { table, same }]) => {
        const lookup = `(select ${struct(path, 'p')} from ${qualified('stage', table)} as p where ${same})`
        return `(select w.*, ${lookup} as ${id(path)} from ${rows} as w)`
      }, base)
  }

  /** Columns by path that some expression names, those by which the paths are looked up among them. */
  #wanted(used: readonly string[]): ReadonlyMap<string, ReadonlySet<string>> {
    const wanted = new Map<string, Set<string>>([['row', new Set()]])
    const texts = [...used]
    for (const [path, { near, columns, to }] of [...this.#lookups].reverse()) {
      if (!texts.some((text) => text.includes(qualified('w', path)))) continue
      wanted.set(path, new Set(to))
      texts.push(...columns.map((column) => field(near, column)))
    }
    for (const [sql, { path, column }] of this.#fields) {
      if (texts.some((text) => text.includes(sql))) wanted.get(path)?.add(column)
    }
    return wanted
  }

  #struct(columns: ReadonlySet<string>, alias: string): string {
    const fields = [...columns].map((column) => `${id(column)} := ${alias}.${id(column)}`)
    return fields.length > 0 ? `struct_pack(${fields.join(', ')})` : alias
  }

  readonly #find: FindColumn = (path, column) => {
    const table = tableOf(this.#schema, this.#tableAt(path))!
    const found = columnOf(table, column)!
    if (!isTyped(found)) throw new Error(`${table.name}.${column} has no exact type`)
    const row = this.#visit(path)
    const sql = field(row, column)
    this.#fields.set(sql, { path: row, column })
    return { sql, type: found.type }
  }

  /** The struct that holds the row at the end of a path; looks it up once. */
  #visit(path: readonly string[]): string {
    if (path.length === 0) return 'row'
    const name = `row.${path.join('.')}`
    if (this.#lookups.has(name)) return name
    const near = this.#visit(path.slice(0, -1))
    const { columns, table, to } = this.#reference(path.slice(0, -1), path.at(-1)!)
    for (const column of columns) this.#fields.set(field(near, column), { path: near, column })
    const same = columns.map((column, i) => `p.${id(to[i]!)} = ${field(near, column)}`).join(' and ')
    this.#lookups.set(name, { table, same, near, columns, to })
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

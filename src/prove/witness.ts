import { columnOf, isTyped, type Schema, tableOf } from '../core/schema.ts'
import { id, path as qualified } from '../core/sql.ts'
import type { Node, SchemaTables } from '../model/definition.ts'
import { type FindColumn, type Witness, witness } from './witness-expression.ts'

/** Columns by which rows of a table are looked up. */
export interface LookupKey {
  readonly table: string
  readonly columns: readonly string[]
}

interface Lookup extends LookupKey {
  readonly path: readonly string[]
  readonly alias: string
  /** Columns of the row that it is looked up from, under that row's alias. */
  readonly from: readonly string[]
}

/**
 * The staged rows of one table with every row that its foreign keys lead to, each by a left join. Written from schema.ts and the source's
 * schema; it knows nothing of the plan that built the star. Rows are not multiplied where `keys` name one row each, which whoever compares
 * proves first.
 */
export class WitnessRows {
  readonly #tables: SchemaTables
  readonly #schema: Schema
  readonly #table: string
  /** How the row at the end of each path is found, nearer paths first. */
  readonly #lookups = new Map<string, Lookup>()

  constructor(tables: SchemaTables, schema: Schema, table: string) {
    this.#tables = tables
    this.#schema = schema
    this.#table = table
  }

  value(node: Node): Witness {
    return witness(node, this.#find)
  }

  /** A condition that holds where the row at the end of a path exists: a key by which it was found is not NULL. */
  exists(path: readonly string[]): string {
    if (path.length === 0) return 'true'
    const { alias, columns } = this.#visit(path)
    return `${qualified(alias, columns[0]!)} is not null`
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

  /** The rows, with those rows that these expressions name. */
  from(used: readonly string[]): string {
    return `${qualified('stage', this.#table)} as w${this.#used(used).map(joinOf).join('')}`
  }

  /** What names the row at the end of a path, where it exists. */
  keysAt(path: readonly string[]): readonly string[] {
    const { alias, columns } = this.#visit(path)
    return columns.map((column) => qualified(alias, column))
  }

  /** Joins that find the row at the end of a path by its keys alone, and the rows beyond it that these expressions name. */
  joinsFrom(path: readonly string[], keys: readonly string[], used: readonly string[]): string {
    const beyond = this.#used(used).filter((lookup) => isBeyond(lookup.path, path))
    return [{ ...this.#visit(path), from: keys }, ...beyond].map(joinOf).join('')
  }

  /** By what these expressions look rows up. */
  keys(used: readonly string[]): readonly LookupKey[] {
    return this.#used(used).map(({ table, columns }) => ({ table, columns }))
  }

  #used(used: readonly string[]): readonly Lookup[] {
    const texts = [...used]
    const found: Lookup[] = []
    for (const lookup of [...this.#lookups.values()].reverse()) {
      if (!texts.some((text) => text.includes(`${id(lookup.alias)}.`))) continue
      found.unshift(lookup)
      texts.push(...lookup.from)
    }
    return found
  }

  readonly #find: FindColumn = (path, column) => {
    const table = tableOf(this.#schema, this.#tableAt(path))!
    const found = columnOf(table, column)!
    if (!isTyped(found)) throw new Error(`${table.name}.${column} has no exact type`)
    return { sql: qualified(this.#aliasAt(path), column), type: found.type }
  }

  #aliasAt(path: readonly string[]): string {
    return path.length === 0 ? 'w' : this.#visit(path).alias
  }

  /** The row at the end of a path; looks it up once. */
  #visit(path: readonly string[]): Lookup {
    const name = JSON.stringify(path)
    const known = this.#lookups.get(name)
    if (known) return known
    const near = this.#aliasAt(path.slice(0, -1))
    const { columns, table, to } = this.#reference(path.slice(0, -1), path.at(-1)!)
    const from = columns.map((column) => qualified(near, column))
    const lookup = { path, alias: `w${this.#lookups.size + 1}`, table, columns: to, from }
    this.#lookups.set(name, lookup)
    return lookup
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

const isBeyond = (path: readonly string[], near: readonly string[]): boolean =>
  path.length > near.length && near.every((name, i) => path[i] === name)

function joinOf({ alias, table, columns, from }: Lookup): string {
  const same = columns.map((column, i) => `${qualified(alias, column)} = ${from[i]}`).join(' and ')
  return ` left join ${qualified('stage', table)} as ${id(alias)} on ${same}`
}

/** A dimension's attribute seen from a row further away. */
export function seenFrom(node: Node, path: readonly string[]): Node {
  if (node.op === 'column') return { ...node, path: [...path, ...node.path] }
  return 'args' in node ? { ...node, args: node.args.map((arg) => seenFrom(arg, path)) } : node
}

import type { TypedColumn } from '../core/schema.ts'
import type { Expression, JoinPlan, StepPlan } from './plan.ts'
import type { Reading } from './reading.ts'

/** The rows that expressions of one dimension or fact can see: its own, and those reached along keys, each joined once. */
export class Scope {
  readonly reading: Reading
  readonly #table: string
  readonly #joins = new Map<string, JoinPlan>()

  constructor(reading: Reading, table: string) {
    this.reading = reading
    this.#table = table
  }

  get joins(): readonly JoinPlan[] {
    return [...this.#joins.values()]
  }

  column(
    path: readonly string[],
    name: string,
    at: string,
  ): { readonly expression: Expression; readonly source: TypedColumn } {
    const source = this.reading.column(this.tableAt(path), name, at)
    return { expression: { op: 'column', alias: this.reach(path, at), column: name, type: source.type }, source }
  }

  /** The alias of the row at the end of a path; joins what is not joined yet. */
  reach(path: readonly string[], at: string): string {
    if (path.length === 0) return 't0'
    const joined = this.#joins.get(path.join('.'))
    if (joined) return joined.alias
    const from = this.reach(path.slice(0, -1), at)
    const relation = this.reading.relation(this.tableAt(path.slice(0, -1)), path.at(-1)!, at)
    const on = relation.columns.map((column, i) => [column, relation.toColumns[i]!] as const)
    const join = { alias: `t${this.#joins.size + 1}`, from, table: relation.to, on }
    this.#joins.set(path.join('.'), join)
    return join.alias
  }

  /** The foreign keys along a path. The last is joined only where `joinLast`; else its columns alone say where it leads. */
  steps(path: readonly string[], joinLast: boolean, at: string): readonly StepPlan[] {
    return path.map((name, i) => {
      const from = this.reach(path.slice(0, i), at)
      const { columns, toColumns } = this.reading.relation(this.tableAt(path.slice(0, i)), name, at)
      const joined = i < path.length - 1 || joinLast
      return { from, columns, alias: joined ? this.reach(path.slice(0, i + 1), at) : null, toColumns }
    })
  }

  tableAt(path: readonly string[]): string {
    return path.reduce((table, name) => this.reading.tables[table]!.refs[name]![1], this.#table)
  }
}

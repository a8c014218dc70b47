import type { ColumnBatch } from '../../core/batch.ts'
import { columnOf, isTyped, type Schema, tableOf } from '../../core/schema.ts'
import type { Chunk, Joins, Snapshot, TableAnswer, TableColumns, TableQuestion } from '../../core/source.ts'
import type { Policy } from '../policy.ts'
import { askServer } from './aggregate.ts'
import { axisOf } from './chunks/axis.ts'
import { cutTable, type Range } from './chunks/cut-table.ts'
import { TableDecoder } from './decode/row-decoder.ts'
import { count } from './faults.ts'
import { serverJoins } from './joins.ts'
import type { Link } from './link.ts'
import type { Pace } from './pace.ts'
import type { Pool } from './pool.ts'
import { path } from './quote.ts'
import { joined, wireSql } from './sql-of-column.ts'
import { zeroDateError } from './zero-dates.ts'

export interface LiveView {
  readonly database: string
  readonly pool: Pool
  readonly position: string
  /** How it was opened, and why so. */
  readonly opened: string
  readonly schema: Schema
  readonly policy: Policy
  readonly views: readonly TableColumns[]
  /** Tables of which the view does not stand still: `t is MyISAM`. */
  readonly loose: readonly string[]
  /** What is to be said of the view as a whole. */
  readonly remarks: readonly string[]
  readonly pace: Pace
  /** Lets go of what watches over the view. */
  readonly close: () => Promise<void>
}

/** One state of the data, on one connection or several. */
export class LiveSnapshot implements Snapshot {
  readonly position: string
  readonly opened: string
  readonly parallel: number
  readonly joins: Joins
  readonly #view: LiveView
  readonly #tables: ReadonlyMap<string, TableColumns>
  /** By column, then by chunk: zero dates read as NULL. A chunk that is read twice counts once. */
  readonly #zeroDates = new Map<string, Map<number, number>>()

  constructor(view: LiveView) {
    this.#view = view
    this.#tables = new Map(view.views.map((each) => [each.table, each]))
    this.position = view.position
    this.opened = view.opened
    this.parallel = view.pool.size
    this.joins = serverJoins({ ...view, views: this.#tables, maskKey: this.#maskKey })
  }

  async *chunks(table: string, targetRows: number): AsyncIterable<Chunk> {
    this.#columnsOf(table)
    for (const [index, range] of (await this.#cut(table, targetRows)).entries()) yield { table, index, range }
  }

  async *read({ table, index, range }: Chunk): AsyncIterable<ColumnBatch> {
    const { pool } = this.#view
    const link = await pool.lend()
    try {
      yield* this.#rows(link, this.#columnsOf(table), { index, range: range as Range })
    } catch (error) {
      throw pool.fault ?? error
    } finally {
      pool.giveBack(link)
    }
  }

  aggregate(question: TableQuestion): Promise<TableAnswer> {
    const view = this.#columnsOf(question.table)
    return this.#view.pool.use((link) => askServer({ link, view, question, maskKey: this.#maskKey }))
  }

  zeroDates(table: string, column: string): number {
    const byChunk = this.#zeroDates.get(`${table}.${column}`)?.values() ?? []
    return [...byChunk].reduce((sum, rows) => sum + rows, 0)
  }

  notes(): readonly string[] {
    const loose = this.#view.loose.map(
      (what) => `${what}: its rows were read one after the other, not as of one moment`,
    )
    const columns = [...this.#tables.values()].flatMap(({ table, columns }) =>
      columns.flatMap(({ name, masked }) => {
        const zeros = this.zeroDates(table, name)
        if (masked) return [`${table}.${name}: masked before it was staged`]
        return zeros > 0 ? [`${table}.${name}: ${count(zeros)} zero dates read as NULL`] : []
      }),
    )
    return [...this.#view.remarks, ...loose, ...columns]
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#view.close()
    await this.#view.pool.close()
  }

  get #maskKey(): string {
    return this.#view.policy.maskKey ?? ''
  }

  #columnsOf(table: string): TableColumns {
    const view = this.#tables.get(table)
    if (!view) throw new Error(`the snapshot was not opened with ${table}`)
    return view
  }

  #from(table: string): string {
    return path(this.#view.database, table)
  }

  /** Ranges of the table's key, so far as its columns have an order here; of a table without a key there is one range. */
  #cut(table: string, targetRows: number): Promise<readonly Range[]> {
    const { schema, pool } = this.#view
    const found = tableOf(schema, table)!
    const axes = found.key
      .map((name) => columnOf(found, name)!)
      .map((column) => (isTyped(column) ? axisOf(column) : null))
    const first = axes.indexOf(null)
    const usable = axes.slice(0, first < 0 ? axes.length : first).filter((axis) => axis !== null)
    return pool.use((link) => cutTable({ link, from: this.#from(table), axes: usable, targetRows }))
  }

  async *#rows(link: Link, view: TableColumns, { index, range }: Pick<Chunk, 'index'> & { readonly range: Range }) {
    const { table, columns } = view
    const list = joined(
      columns.map((column) => wireSql(column, this.#maskKey)),
      ', ',
    )
    let decoder: TableDecoder | undefined
    const batches = link.batches({
      sql: `select ${list.text} from ${this.#from(table)} where ${range.where.text}`,
      parameters: [...list.parameters, ...range.where.parameters],
      decoder: (definitions) => {
        decoder = new TableDecoder(table, columns, definitions)
        return decoder
      },
    })
    for await (const batch of batches) {
      if (!this.#allowed(view, decoder!.zeros)) break
      const { rows } = batch
      yield batch
      await this.#view.pace.keep(rows)
    }
    if (!this.#allowed(view, decoder!.zeros)) throw await this.#zeroDate(link, view)
    for (const [i, zeros] of decoder!.zeros.entries()) this.#note(`${table}.${columns[i]!.name}`, index, zeros)
  }

  #note(column: string, chunk: number, zeros: number): void {
    const byChunk = this.#zeroDates.get(column) ?? new Map<number, number>()
    this.#zeroDates.set(column, byChunk.set(chunk, zeros))
  }

  #allowed({ table, columns }: TableColumns, zeros: readonly number[]): boolean {
    const { zeroDates } = this.#view.policy
    return columns.every(({ name }, i) => zeros[i] === 0 || zeroDates[`${table}.${name}`] === 'null')
  }

  #zeroDate(link: Link, view: TableColumns): Promise<Error> {
    const { policy, schema } = this.#view
    return zeroDateError({ link, policy, table: tableOf(schema, view.table)!, view })
  }
}

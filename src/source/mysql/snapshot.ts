import { setTimeout as sleep } from 'node:timers/promises'
import type { ColumnBatch } from '../../core/batch.ts'
import type { Schema } from '../../core/schema.ts'
import { tableOf } from '../../core/schema.ts'
import type { Chunk, Joins, Snapshot, TableAnswer, TableColumns, TableQuestion } from '../../core/source.ts'
import type { Policy } from '../policy.ts'
import { askServer } from './aggregate.ts'
import { TableDecoder } from './decode/row-decoder.ts'
import { count } from './faults.ts'
import { serverJoins } from './joins.ts'
import { openView } from './position.ts'
import { checkReadable } from './privilege.ts'
import { path } from './quote.ts'
import { replicaRemarks } from './replica.ts'
import type { Session } from './session.ts'
import { joined, wireSql } from './sql-of-column.ts'
import { zeroDateError } from './zero-dates.ts'

export interface Opened {
  readonly session: Session
  readonly schema: Schema
  readonly policy: Policy
  /** Tables of which the view does not stand still: `t is MyISAM`. */
  readonly loose: readonly string[]
  /** What is to be said of the view as a whole. */
  readonly remarks?: readonly string[]
  /** The most rows to read in a second. */
  readonly rowsPerSecond?: number
}

/** Opens the view on the session's connection, which it closes when it cannot. */
export async function openSnapshot(opened: Opened, views: readonly TableColumns[]): Promise<Snapshot> {
  const { session, loose } = opened
  try {
    const position = await openView(session, loose.length === 0)
    await checkReadable(session, views)
    return new LiveSnapshot({ ...opened, remarks: await replicaRemarks(session.link) }, views, position)
  } catch (error) {
    await session.link.close()
    throw error
  }
}

/** One transaction of one connection. */
class LiveSnapshot implements Snapshot {
  readonly position: string
  readonly joins: Joins
  readonly #opened: Opened
  readonly #views: ReadonlyMap<string, TableColumns>
  /** By column: zero dates read as NULL. A table that is read twice counts once. */
  readonly #zeroDates = new Map<string, number>()

  constructor(opened: Opened, views: readonly TableColumns[], position: string) {
    this.#opened = opened
    this.#views = new Map(views.map((view) => [view.table, view]))
    this.position = position
    this.joins = serverJoins({ link: opened.session.link, views: this.#views, maskKey: this.#maskKey })
  }

  /** For now a table is one chunk. */
  async *chunks(table: string, _targetRows: number): AsyncIterable<Chunk> {
    this.#view(table)
    yield { table, index: 0, range: null }
  }

  async *read({ table }: Chunk): AsyncIterable<ColumnBatch> {
    const { session, rowsPerSecond } = this.#opened
    const view = this.#view(table)
    const { text, parameters } = joined(
      view.columns.map((column) => wireSql(column, this.#maskKey)),
      ', ',
    )
    const sql = `select ${text} from ${this.#from(table)}`
    let decoder: TableDecoder | undefined
    const begun = performance.now()
    let read = 0
    const batches = session.link.batches({
      sql,
      parameters,
      decoder: (columns) => (decoder = new TableDecoder(table, view.columns, columns)),
    })
    for await (const batch of batches) {
      if (!this.#allowed(view, decoder!.zeros)) break
      read += batch.rows
      yield batch
      if (rowsPerSecond !== undefined) await sleep((1000 * read) / rowsPerSecond - (performance.now() - begun))
    }
    const zeros = decoder!.zeros
    if (!this.#allowed(view, zeros)) throw await this.#zeroDate(view)
    for (const [i, { name }] of view.columns.entries()) this.#zeroDates.set(`${table}.${name}`, zeros[i]!)
  }

  aggregate(question: TableQuestion): Promise<TableAnswer> {
    const { link } = this.#opened.session
    return askServer({ link, view: this.#view(question.table), question, maskKey: this.#maskKey })
  }

  zeroDates(table: string, column: string): number {
    return this.#zeroDates.get(`${table}.${column}`) ?? 0
  }

  notes(): readonly string[] {
    const loose = this.#opened.loose.map(
      (what) => `${what}: its rows were read one after the other, not as of one moment`,
    )
    const columns = [...this.#views.values()].flatMap(({ table, columns }) =>
      columns.flatMap(({ name, masked }) => {
        const zeros = this.zeroDates(table, name)
        if (masked) return [`${table}.${name}: masked before it was staged`]
        return zeros > 0 ? [`${table}.${name}: ${count(zeros)} zero dates read as NULL`] : []
      }),
    )
    return [...(this.#opened.remarks ?? []), ...loose, ...columns]
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#opened.session.link.close()
  }

  get #maskKey(): string {
    return this.#opened.policy.maskKey ?? ''
  }

  #from(table: string): string {
    return path(this.#opened.session.address.database, table)
  }

  #view(table: string): TableColumns {
    const view = this.#views.get(table)
    if (!view) throw new Error(`the snapshot was not opened with ${table}`)
    return view
  }

  #allowed({ table, columns }: TableColumns, zeros: readonly number[]): boolean {
    const { zeroDates } = this.#opened.policy
    return columns.every(({ name }, i) => zeros[i] === 0 || zeroDates[`${table}.${name}`] === 'null')
  }

  #zeroDate(view: TableColumns): Promise<Error> {
    const { policy, schema, session } = this.#opened
    return zeroDateError({ link: session.link, policy, table: tableOf(schema, view.table)!, view })
  }
}

import type { ColumnBatch } from '../../core/batch.ts'
import { clearBatch, newBatch } from '../../core/batch.ts'
import type { Chunk, Snapshot, TableAnswer, TableColumns, TableQuestion } from '../../core/source.ts'
import type { Policy } from '../policy.ts'
import type { DumpTable } from './database.ts'
import type { Extent } from './extent.ts'
import { readExtents } from './extent-reader.ts'
import { count } from './faults.ts'
import type { DumpFile } from './file.ts'
import { RowReader } from './row-reader.ts'
import { zeroDateError } from './zero-dates.ts'

export interface OpenDump {
  readonly file: DumpFile
  readonly digest: string
  readonly policy: Policy
  readonly tables: ReadonlyMap<string, DumpTable>
  /** The figures of a table, by other means than `read`. */
  readonly witness: (question: TableQuestion, tables: readonly TableColumns[]) => Promise<TableAnswer>
}

interface Range {
  readonly extents: readonly Extent[]
  /** Rows of the table before the range. */
  readonly rowsBefore: number
}

/** The rows of some tables of an open dump. */
export class DumpSnapshot implements Snapshot {
  readonly position: string
  readonly #dump: OpenDump
  readonly #views: ReadonlyMap<string, TableColumns>
  /** By column, then by chunk: zero dates read as NULL. A chunk that is read twice counts once. */
  readonly #zeroDates = new Map<string, Map<unknown, number>>()

  constructor(dump: OpenDump, tables: readonly TableColumns[]) {
    this.#dump = dump
    this.#views = new Map(tables.map((view) => [view.table, view]))
    this.position = `dump sha256:${dump.digest}`
  }

  async *chunks(table: string, targetRows: number): AsyncIterable<Chunk> {
    let rowsBefore = 0
    let index = 0
    for (const extents of cut(this.#table(table).extents, targetRows)) {
      const range: Range = { extents, rowsBefore }
      yield { table, index: index++, range }
      rowsBefore += extents.reduce((rows, extent) => rows + extent.rows, 0)
    }
  }

  async *read(chunk: Chunk): AsyncIterable<ColumnBatch> {
    const { file, policy } = this.#dump
    const { definition } = this.#table(chunk.table)
    const { columns } = this.#views.get(chunk.table)!
    const range = chunk.range as Range
    const batch = newBatch(columns.map(({ type }) => type))
    const reader = new RowReader({ label: file.label, definition, columns, batch, maskKey: policy.maskKey ?? '' })
    reader.row = range.rowsBefore
    for await (const _ of readExtents(file, reader, range.extents)) {
      for (const [i, { inBatch }] of reader.zeroDates.entries())
        if (inBatch >= 0 && policy.zeroDates[`${chunk.table}.${columns[i]!.name}`] !== 'null')
          throw await this.#zeroDate(chunk.table)
      yield batch
      clearBatch(batch)
    }
    await file.unchanged()
    for (const [i, { rows }] of reader.zeroDates.entries())
      this.#note(`${chunk.table}.${columns[i]!.name}`, range.extents[0], rows)
  }

  aggregate(question: TableQuestion): Promise<TableAnswer> {
    return this.#dump.witness(question, [...this.#views.values()])
  }

  zeroDates(table: string, column: string): number {
    const byChunk = this.#zeroDates.get(`${table}.${column}`)?.values() ?? []
    return [...byChunk].reduce((sum, rows) => sum + rows, 0)
  }

  notes(): readonly string[] {
    return [...this.#views.values()].flatMap((view) => this.#notesOf(view))
  }

  async [Symbol.asyncDispose](): Promise<void> {}

  #notesOf({ table, columns }: TableColumns): string[] {
    const { verb } = this.#table(table)
    const notes = columns.flatMap((column) => {
      const zeros = this.zeroDates(table, column.name)
      if (column.masked) return [`${table}.${column.name}: masked before it was staged`]
      if (zeros > 0) return [`${table}.${column.name}: ${count(zeros)} zero dates read as NULL`]
      const rounded = column.type.kind === 'float' && column.type.bits === 32
      return rounded ? [`${table}.${column.name}: FLOAT, which the dump holds rounded to 6 digits`] : []
    })
    return verb === 'insert'
      ? notes
      : [...notes, `${table}: written with ${verb.toUpperCase()}; every row was read as a row of its own`]
  }

  #note(column: string, chunk: unknown, rows: number): void {
    if (rows === 0) return
    const byChunk = this.#zeroDates.get(column) ?? new Map<unknown, number>()
    this.#zeroDates.set(column, byChunk.set(chunk, rows))
  }

  #table(name: string): DumpTable {
    const table = this.#dump.tables.get(name)
    if (!table || !this.#views.has(name)) throw new Error(`the snapshot was not opened with ${name}`)
    return table
  }

  #zeroDate(name: string): Promise<Error> {
    const { file, policy } = this.#dump
    return zeroDateError({ file, policy, table: this.#table(name), view: this.#views.get(name)! })
  }
}

/** Consecutive extents of about as many rows. */
function* cut(extents: readonly Extent[], targetRows: number): Iterable<readonly Extent[]> {
  let part: Extent[] = []
  let rows = 0
  for (const extent of extents) {
    if (part.length > 0 && rows + extent.rows / 2 > targetRows) {
      yield part
      part = []
      rows = 0
    }
    part.push(extent)
    rows += extent.rows
  }
  if (part.length > 0) yield part
}

import type { ColumnBatch } from '../../core/batch.ts'
import { BATCH_ROWS, putNull } from '../../core/batch.ts'
import type { TypedColumn } from '../../core/schema.ts'
import { columnWriter } from './column-writer.ts'
import type { TableDefinition } from './definition.ts'
import type { Extent } from './extent.ts'
import { count, dumpError, ValueFault } from './faults.ts'
import { insertHead } from './insert-head.ts'
import type { Put } from './put.ts'
import { NULL_VALUE, ValueScanner } from './value-scanner.ts'

export interface RowReaderOptions {
  readonly label: string
  readonly definition: TableDefinition
  readonly columns: readonly TypedColumn[]
  readonly batch: ColumnBatch
  /** The key of masks. */
  readonly maskKey?: string
}

/** Dates of one column that were read as NULL because they are zero or do not exist. */
export interface ZeroDates {
  rows: number
  /** The last batch's first such row; -1 where it has none. */
  inBatch: number
}

/** Reads the rows of extents into one batch, again and again. */
export class RowReader {
  readonly zeroDates: readonly ZeroDates[]
  readonly #options: RowReaderOptions
  #puts: readonly Put[] = []
  /** For each value of a row the column it belongs to, or -1. */
  #slots: readonly number[] = []
  #scanner = new ValueScanner(Buffer.alloc(0), 0)
  #bytes: Buffer = Buffer.alloc(0)
  #extent: Extent | undefined
  #head: Buffer = Buffer.alloc(0)
  #inStatement = false
  #firstRow = false
  /** Rows of the table before the next. */
  row = 0
  #rowsLeft = 0

  constructor(options: RowReaderOptions) {
    this.#options = options
    this.zeroDates = options.columns.map(() => ({ rows: 0, inBatch: -1 }))
  }

  get filled(): number {
    return this.#options.batch.rows
  }

  /** Takes the bytes of the next extent. */
  open(extent: Extent, bytes: Buffer): void {
    const { columns, batch, definition, maskKey = '' } = this.#options
    const subject = (column: TypedColumn): string => `${definition.name}.${column.name}`
    this.#puts = columns.map((column, i) =>
      columnWriter({ column, vector: batch.columns[i]!, charset: extent.charset, subject: subject(column), maskKey }),
    )
    if (extent.charset !== this.#extent?.charset) this.#head = Buffer.alloc(0)
    this.#extent = extent
    this.#bytes = bytes
    this.#scanner = new ValueScanner(bytes, 0)
    this.#inStatement = false
    this.#rowsLeft = extent.rows
  }

  /** Reads on until the batch is full; false when the extent has no more rows. */
  fill(): boolean {
    const { batch } = this.#options
    while (batch.rows < BATCH_ROWS) {
      if (!this.#inStatement && !this.#startStatement()) return false
      if (this.#startRow()) this.#readRow(batch.rows++)
      else this.#endStatement()
    }
    return true
  }

  #startRow(): boolean {
    const first = this.#firstRow
    this.#firstRow = false
    try {
      return this.#scanner.startRow(first)
    } catch (error) {
      throw error instanceof ValueFault ? this.#located(error, -1) : error
    }
  }

  #startStatement(): boolean {
    const at = this.#nextStatement()
    if (at < 0) {
      if (this.#rowsLeft !== 0) throw this.#corrupt('its rows are not what the first pass counted')
      return false
    }
    if (!this.#hasHead(at)) this.#readHead(at)
    this.#scanner.at = at + this.#head.length
    this.#inStatement = true
    this.#firstRow = true
    return true
  }

  /** The `I` or `R` of the next statement; -1 at the extent's end. */
  #nextStatement(): number {
    let { at } = this.#scanner
    while (at < this.#bytes.length && !/[ir]/i.test(String.fromCharCode(this.#bytes[at]!))) at++
    return at < this.#bytes.length ? at : -1
  }

  /** Most statements of a table begin as the one before. */
  #hasHead(at: number): boolean {
    const end = at + this.#head.length
    return end > at && end < this.#bytes.length && this.#head.compare(this.#bytes, at, end) === 0
  }

  #readHead(at: number): void {
    const head = insertHead(this.#bytes.subarray(at), this.#extent!.charset)
    if (!head) throw this.#corrupt('an INSERT was expected')
    this.#head = this.#bytes.subarray(at, at + head.length)
    const { definition, columns } = this.#options
    const names =
      head.columns ?? definition.columns.filter(({ invisible }) => invisible !== true).map(({ name }) => name)
    this.#slots = names.map((name) => columns.findIndex((column) => column.name.toLowerCase() === name.toLowerCase()))
    const absent = columns.find((_, i) => !this.#slots.includes(i))
    if (absent) throw this.#corrupt(`an INSERT leaves out ${absent.name}`)
  }

  #endStatement(): void {
    const rest = this.#bytes.toString('latin1', this.#scanner.at, this.#scanner.at + 24)
    if (/^\s*(on\s+duplicate|as\s|returning)/i.test(rest))
      throw this.#corrupt('an INSERT ends with ON DUPLICATE KEY or the like, which may change other rows')
    if (this.#scanner.at < this.#bytes.length && !/^[\s;$/]/.test(rest))
      throw this.#corrupt('the next row was expected')
    this.#inStatement = false
  }

  #readRow(row: number): void {
    const scanner = this.#scanner
    const slots = this.#slots
    let i = 0
    let slot = -1
    try {
      for (let more = true; more; i++) {
        if (i >= slots.length) throw new ValueFault('SOURCE_CORRUPT', `the row has more than ${slots.length} values`)
        more = scanner.next()
        slot = slots[i]!
        if (slot >= 0) this.#put(slot, row)
      }
      if (i < slots.length) throw new ValueFault('SOURCE_CORRUPT', `the row has ${i} values and not ${slots.length}`)
    } catch (error) {
      throw error instanceof ValueFault ? this.#located(error, slot) : error
    }
    this.row++
    this.#rowsLeft--
  }

  #put(slot: number, row: number): void {
    if (this.#scanner.kind !== NULL_VALUE && this.#puts[slot]!(this.#scanner, row)) return
    putNull(this.#options.batch.columns[slot]!, row)
    if (this.#scanner.kind === NULL_VALUE) return
    const zeroDates = this.zeroDates[slot]!
    zeroDates.rows++
    if (zeroDates.inBatch < 0) zeroDates.inBatch = row
  }

  #corrupt(what: string): Error {
    return this.#located(new ValueFault('SOURCE_CORRUPT', what), -1)
  }

  #located(fault: ValueFault, slot: number): Error {
    const { label, definition, columns } = this.#options
    const column = fault.code === 'SOURCE_CORRUPT' ? undefined : columns[slot]
    const subject = column ? `${definition.name}.${column.name}` : definition.name
    return dumpError({
      code: fault.code,
      subject,
      what: `${subject}, row ${count(this.row + 1)}: ${fault.message}.`,
      lines: [label],
      place: { byte: this.#extent!.start + this.#scanner.at },
      next: NEXT[fault.code],
      cause: fault,
    })
  }
}

const NEXT: Readonly<Record<ValueFault['code'], string>> = {
  VALUE_INVALID: 'Correct the row, or take its column as text with types in the config.',
  SOURCE_ENCODING: 'Dump again with --default-character-set=utf8mb4.',
  SOURCE_CORRUPT: 'Make the dump again with mysqldump or mariadb-dump.',
}

import { BATCH_ROWS, type ColumnBatch, clearBatch, newBatch, type Vector } from '../../../core/batch.ts'
import type { TypedColumn } from '../../../core/schema.ts'
import { tableError } from '../faults.ts'
import { malformed } from '../wire/bytes.ts'
import { type ColumnDefinition, WIRE } from '../wire/column-definition.ts'
import type { RowBlock } from '../wire/packets.ts'
import type { RowDecoder } from '../wire/wire.ts'
import { takeDecimal } from './decimals.ts'
import { takeBits, takeBoolean, takeFixed } from './numbers.ts'
import { type Cursor, findPresent, Misfit, type NullBit, type TakeColumn } from './take.ts'
import { takeBytes } from './texts.ts'
import { takeDate, takeMoment, takeSpan, type ZeroCount } from './times.ts'

/** Bytes of text and bytes after which a batch is full, however few its rows. */
const HEAVY = 8 << 20
/** Before the values of a row: a byte that says that it is one, and the NULL bits, of which two mean nothing. */
const UNUSED_BITS = 2

interface Part {
  readonly column: TypedColumn
  readonly vector: Vector
  readonly take: TakeColumn
  readonly nullBit: NullBit
  readonly counted: ZeroCount
}

/** Puts rows of the binary protocol into a batch, a column at a time. */
export class TableDecoder implements RowDecoder {
  readonly batch: ColumnBatch
  readonly #table: string
  readonly #parts: readonly Part[]
  readonly #cursor: { -readonly [K in keyof Cursor]: Cursor[K] }
  readonly #firstValue: number

  constructor(table: string, columns: readonly TypedColumn[], definitions: readonly ColumnDefinition[]) {
    if (columns.length !== definitions.length) throw malformed()
    this.#table = table
    this.batch = newBatch(columns.map(({ type }) => type))
    this.#parts = columns.map((column, i) => partOf(column, this.batch.columns[i]!, definitions[i]!, i))
    this.#firstValue = 1 + ((columns.length + UNUSED_BITS + 7) >> 3)
    const none = new Int32Array(0)
    const [at, present] = [new Int32Array(BATCH_ROWS), new Int32Array(BATCH_ROWS)]
    this.#cursor = { bytes: new Uint8Array(0), starts: none, ends: none, count: 0, at, present }
  }

  get room(): number {
    const heavy = this.batch.columns.reduce((sum, { heapLength }) => sum + heapLength, 0) >= HEAVY
    return heavy ? 0 : BATCH_ROWS - this.batch.rows
  }

  /** Of each column: dates that are zero or do not exist, so far. */
  get zeros(): readonly number[] {
    return this.#parts.map(({ counted }) => counted.zeros)
  }

  decode(block: RowBlock): void {
    const cursor = Object.assign(this.#cursor, block)
    const { count, starts, ends, at } = cursor
    for (let i = 0; i < count; i++) at[i] = starts[i]! + this.#firstValue
    for (const part of this.#parts) this.#takeColumn(part, cursor)
    for (let i = 0; i < count; i++) if (at[i] !== ends[i]) throw malformed()
    this.batch.rows += count
  }

  clear(): void {
    clearBatch(this.batch)
  }

  #takeColumn({ take, vector, nullBit, column }: Part, cursor: Cursor): void {
    try {
      take(cursor, findPresent(cursor, vector, this.batch.rows, nullBit), this.batch.rows)
    } catch (error) {
      throw error instanceof Misfit ? misfit(this.#table, column, error.message) : error
    }
  }
}

function partOf(column: TypedColumn, vector: Vector, definition: ColumnDefinition, index: number): Part {
  const counted: ZeroCount = { zeros: 0 }
  const bit = index + UNUSED_BITS
  const nullBit = { byte: 1 + (bit >> 3), bit: 1 << (bit & 7), nullable: column.nullable }
  return { column, vector, nullBit, counted, take: takeOf({ column, vector, definition }, counted) }
}

/** Types on the wire whose values have one width. */
const FIXED: Readonly<Record<number, number>> = {
  [WIRE.tiny]: 1,
  [WIRE.short]: 2,
  [WIRE.year]: 2,
  [WIRE.long]: 4,
  [WIRE.int24]: 4,
  [WIRE.longlong]: 8,
  [WIRE.float]: 4,
  [WIRE.double]: 8,
}

interface Wanted {
  readonly column: TypedColumn
  readonly vector: Vector
  readonly definition: ColumnDefinition
}

/** By what comes and what is wanted. */
function takeOf({ column, vector, definition }: Wanted, counted: ZeroCount): TakeColumn {
  const { type, unsigned } = definition
  const { kind } = column.type
  const wire = FIXED[type]
  if (kind === 'text' || kind === 'bytes') {
    if (wire === undefined && !NOT_BYTES.has(type)) return takeBytes(vector, column.masked ? { length: MASK } : {})
  } else if (type === WIRE.bit) return takeBits(vector)
  else if (kind === 'boolean' && wire === 1) return takeBoolean(vector)
  else if (type === WIRE.time && kind === 'integer') return takeSpan(vector)
  else if (type === WIRE.date && kind === 'date') return takeDate(vector, counted)
  else if ((type === WIRE.datetime || type === WIRE.timestamp) && kind === 'timestamp')
    return takeMoment(vector, counted)
  else if (type === WIRE.newdecimal && column.type.kind === 'decimal') return takeDecimal(vector, column.type)
  else if (wire !== undefined && isFloat(type) === (kind === 'float')) return takeFixed(vector, { wire, unsigned })
  throw new Error(`${column.name}: the server sends type ${type} for ${column.declared}`)
}

const MASK = 16
const isFloat = (type: number): boolean => type === WIRE.float || type === WIRE.double
const NOT_BYTES: ReadonlySet<number> = new Set([WIRE.date, WIRE.time, WIRE.datetime, WIRE.timestamp])

const misfit = (table: string, { name, declared }: TypedColumn, value: string): Error =>
  tableError('VALUE_INVALID', `${table}.${name}`, {
    what: `${table}.${name}: ${value} is not a value of ${declared} as it is to be read.`,
    next: 'Give the column another type in types of the config.',
  })

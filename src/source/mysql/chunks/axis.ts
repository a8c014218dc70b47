import type { TypedColumn } from '../../../core/schema.ts'
import { dayNumber } from '../calendar.ts'
import { id } from '../quote.ts'
import { type Sql, sql } from '../sql-of-column.ts'
import type { Cell } from '../wire/cells.ts'

/**
 * Where the values of a key column lie, as whole numbers in about the server's order. A cut at any point is right, for it is the server that
 * says on which side of it a row is; points that follow its order make the sides about equal.
 */
export interface Axis {
  readonly column: string
  /** Whether one point is one value. */
  readonly exact: boolean
  pointOf(cell: Exclude<Cell, null>): bigint
  /** The value at a point. */
  valueAt(point: bigint): Sql
}

/** Null where the column's values cannot be ordered here. */
export function axisOf(column: TypedColumn): Axis | null {
  const { type, declared } = column
  const axis = (rest: Omit<Axis, 'column'>): Axis => ({ column: id(column.name), ...rest })
  if (/^(enum|set|bit|time\b)/.test(declared)) return null
  switch (type.kind) {
    case 'integer':
      return axis({ ...NUMBER, exact: true })
    case 'decimal':
      return axis({ ...NUMBER, exact: type.scale === 0 })
    case 'date':
      return axis(DAY)
    case 'timestamp':
      return axis({ ...DAY, exact: false })
    case 'text':
      return /^(var)?char/.test(declared) ? axis(textAxis(/_bin$/.test(column.collation ?? ''))) : null
    case 'bytes':
      return /^(var)?binary/.test(declared) ? axis(BYTES) : null
    default:
      return null
  }
}

const NUMBER: Omit<Axis, 'column' | 'exact'> = {
  pointOf: (cell) => BigInt(/^-?\d+/.exec(String(cell))?.[0] ?? 0),
  valueAt: (point) => sql(String(point)),
}

const DAY_MS = 86_400_000
/** 0001-01-01: before it there is only what is no day. */
const FIRST_DAY = -719_162

const DAY: Omit<Axis, 'column'> = {
  exact: true,
  pointOf: (cell) => {
    const [year, month, day] = String(cell).slice(0, 10).split('-').map(Number) as [number, number, number]
    return BigInt(Math.max(dayNumber(year, month, day) || FIRST_DAY, FIRST_DAY))
  },
  valueAt: (point) => sql('?', [new Date(Number(point) * DAY_MS).toISOString().slice(0, 10)]),
}

const BYTES_WIDTH = 16

const BYTES: Omit<Axis, 'column'> = {
  exact: false,
  pointOf: (cell) =>
    BigInt(
      `0x${Buffer.from(cell as Buffer)
        .toString('hex')
        .padEnd(2 * BYTES_WIDTH, '0')
        .slice(0, 2 * BYTES_WIDTH)}`,
    ),
  valueAt: (point) => sql(`x'${point.toString(16).padStart(2 * BYTES_WIDTH, '0')}'`),
}

/** In the order of most collations; what is in none of them counts as the first. */
const WORDS = ' 0123456789abcdefghijklmnopqrstuvwxyz'
/** Printable ASCII, in the order of bytes. */
const PRINTABLE = String.fromCharCode(...Array.from({ length: 95 }, (_, i) => 32 + i))
const TEXT_WIDTH = 24

function textAxis(binary: boolean): Omit<Axis, 'column'> {
  const alphabet = binary ? PRINTABLE : WORDS
  const base = BigInt(alphabet.length)
  return {
    exact: false,
    pointOf: (cell) => {
      const text = binary ? String(cell) : String(cell).toLowerCase()
      const digits = Array.from({ length: TEXT_WIDTH }, (_, i) => Math.max(alphabet.indexOf(text[i] ?? ' '), 0))
      return digits.reduce((sum, digit) => sum * base + BigInt(digit), 0n)
    },
    valueAt: (point) => {
      let text = ''
      for (let rest = point, i = 0; i < TEXT_WIDTH; i++, rest /= base) text = alphabet[Number(rest % base)] + text
      return sql('?', [text.trimEnd()])
    },
  }
}

import { malformed, Reader } from './bytes.ts'

/** The protocol's numbers of types. */
export const WIRE = {
  decimal: 0,
  tiny: 1,
  short: 2,
  long: 3,
  float: 4,
  double: 5,
  timestamp: 7,
  longlong: 8,
  int24: 9,
  date: 10,
  time: 11,
  datetime: 12,
  year: 13,
  bit: 16,
  json: 245,
  newdecimal: 246,
} as const

/** What the server says of a column of its answer. */
export interface ColumnDefinition {
  readonly name: string
  readonly type: number
  /** The number of its collation; 63 for what is no text. */
  readonly charset: number
  readonly unsigned: boolean
  /** Digits behind the point, of numbers and of times. */
  readonly decimals: number
}

/** Charset, length, type, flags, decimals and two bytes that mean nothing, and before them how many they are. */
const TAIL = 13
const UNSIGNED = 32

/** Read from both ends: MariaDB has more in the middle than MySQL. */
export function columnDefinition(packet: Uint8Array): ColumnDefinition {
  const reader = new Reader(packet)
  for (const _ of ['catalog', 'schema', 'table', 'original table']) reader.value()
  const name = reader.value()
  if (name === null || packet.length < reader.at + TAIL) throw malformed()
  const tail = new Reader(packet.subarray(packet.length - TAIL + 1))
  const [charset, , type, flags, decimals] = [2, 4, 1, 2, 1].map((width) => tail.integer(width)) as [
    number,
    number,
    number,
    number,
    number,
  ]
  return { name: name.toString('utf8'), type, charset, unsigned: (flags & UNSIGNED) !== 0, decimals }
}

/** Rows with the values on which engines fall apart, the same at every run. */
export interface EdgeRow {
  readonly [column: string]: string | null
}

/** A small generator of numbers from 0 to 1 (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

const LETTERS = [
  ...'abcXYZ  09_%!-',
  'é',
  'ß',
  'İ',
  'ı',
  'Σ',
  'ς',
  '日',
  '😀',
  'é',
  ' ',
  ' ',
  '\t',
  '\n',
  'ﬁ',
  'ǆ',
  'Ω',
  '\\',
  "'",
  '"',
  'Å',
  '👨‍👩',
]
const NUMBERS = [
  '12',
  '-12',
  '+5',
  '0',
  '-0',
  '007',
  ' 12',
  '12 ',
  '',
  'abc',
  '12.345',
  '-12.345',
  '12.',
  '.5',
  '-.5',
  '1e3',
  '1E-2',
  '１２',
  '9999999999',
  '99999999999999999999',
  '1_000',
  '0x1A',
  '12\n',
  'NaN',
  'Infinity',
  '--1',
  '1,5',
  '12.5',
  '-12.5',
  '0.00005',
  '0.00004999',
  '123456789012.99995',
  '1.005',
  '-1.005',
  '\t7',
]
const DATES = [
  '2024-02-29',
  '2023-02-29',
  '2024-2-9',
  '24-01-01',
  '2024-01-01 10:00:00',
  '',
  ' 2024-01-01 ',
  '2024-01',
  '0000-00-00',
  '2024/01/02',
  '20240102',
  '9999-12-31',
  '0001-01-01',
  '2024-13-01',
  '2024-00-10',
  '2024-01-32',
  '1582-10-10',
  'abc',
  '2024-01-01T00:00:00',
  '2024-01-01\n',
  '12024-01-01',
  '1900-02-29',
  '2000-02-29',
]
const INTEGERS = [0, 1, -1, 2, -2, 3, -3, 7, -7, 10, -10, 2147483647, -2147483648]
const DOUBLES = ['0.0', '-0.0', '0.5', '1.5', '2.5', '-0.5', '1e15', '0.1', '1e7', '9999999.0', '0.001', '0.00099']
const DAYS = [
  '0302-03-03',
  '9583-07-20',
  '1582-10-14',
  '1582-10-15',
  '9999-12-31',
  '1970-01-01',
  '2000-02-29',
  '1900-02-28',
  '2024-01-31',
]

/** The columns and their types, as DuckDB writes them. */
export const EDGE_COLUMNS = {
  id: 'INTEGER',
  i: 'INTEGER',
  j: 'INTEGER',
  b: 'BIGINT',
  d: 'DECIMAL(18,4)',
  d2: 'DECIMAL(18,4)',
  e: 'DECIMAL(9,2)',
  f: 'DOUBLE',
  s: 'VARCHAR',
  t: 'VARCHAR',
  dt: 'DATE',
  dt2: 'DATE',
  ts: 'TIMESTAMP',
  n: 'INTEGER',
  num: 'VARCHAR',
  ds: 'VARCHAR',
  bo: 'BOOLEAN',
  g: 'VARCHAR',
} as const

export function edgeRows(count: number, seed: number): readonly EdgeRow[] {
  const random = numbers(seed)
  const upTo = (most: number): number => Math.floor(random() * most)
  const one = <Item>(items: readonly Item[]): Item => items[upTo(items.length)]!
  const decimal = (digits: number, scale: number): string => {
    const small = one([0, 1, -1, 5, -5, 15, 25, -25, 50, -50, 150, upTo(2_000_000) - 1_000_000])
    const large = BigInt(Math.floor((random() * 2 - 1) * 10 ** Math.min(digits - 2, 15)))
    const value = random() < 0.5 ? BigInt(small) : large
    const text = (value < 0n ? -value : value).toString().padStart(scale + 1, '0')
    return `${value < 0n ? '-' : ''}${text.slice(0, -scale)}.${text.slice(-scale)}`
  }
  const text = (): string => Array.from({ length: upTo(11) }, () => one(LETTERS)).join('')
  const day = (): string =>
    random() < 0.3 ? one(DAYS) : new Date((upTo(30000) - 10957) * 86_400_000).toISOString().slice(0, 10)
  const moment = (): string => `${day()} ${new Date(upTo(86_400_000)).toISOString().slice(11, 23)}`
  const integer = (): string => String(random() < 0.5 ? one(INTEGERS) : upTo(2_000_001) - 1_000_000)
  const double = (): string => (random() < 0.3 ? one(DOUBLES) : String((random() * 2 - 1) * 10 ** upTo(10)))
  const make: Readonly<Record<keyof typeof EDGE_COLUMNS, () => string>> = {
    id: () => '',
    i: integer,
    j: integer,
    b: () => one(['9223372036854775807', '-9223372036854775808', '0', String(upTo(2e12) - 1e12)]),
    d: () => decimal(18, 4),
    d2: () => decimal(18, 4),
    e: () => decimal(9, 2),
    f: double,
    s: text,
    t: text,
    dt: day,
    dt2: day,
    ts: moment,
    n: () => String(upTo(2601) - 1300),
    num: () => one(NUMBERS),
    ds: () => one(DATES),
    bo: () => String(random() < 0.5),
    g: () => one(['a', 'A', 'b', ' a', 'a ', 'é', 'e', 'z', '']),
  }
  return Array.from({ length: count }, (_, id) =>
    Object.fromEntries(
      Object.entries(make).map(([name, value]) => [
        name,
        name === 'id' ? String(id) : random() < 0.07 ? null : value(),
      ]),
    ),
  )
}

import fc from 'fast-check'
import { decimalText } from '../../src/serve/decimal.ts'

const hex = (bytes: Uint8Array): string => `x'${Buffer.from(bytes).toString('hex')}'`

const HOSTILE = [
  "'",
  '"',
  '`',
  '\\',
  '\0',
  '\n',
  '\r',
  '\x1a',
  ';',
  '--',
  '/*',
  '*/',
  '),(',
  'é',
  '😀',
  'NULL',
  '#',
  '%',
  '_',
  "'),('",
  '\\N',
  'INSERT INTO ',
]

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.array(fc.constantFrom(...HOSTILE), { maxLength: 6 }).map((parts) => parts.join('')),
)
const text = hostile.map((value) => `convert(${hex(Buffer.from(value, 'utf8'))} using utf8mb4)`)
const micros = fc.integer({ min: 0, max: 999_999 }).map((value) => String(value).padStart(6, '0'))
const day = fc.date({
  min: new Date('0001-01-01T00:00:00Z'),
  max: new Date('9999-12-31T23:59:59Z'),
  noInvalidDate: true,
})

/** As literals: what a server divides it rounds, and `e-2` is a double. */
const decimal = (precision: number, scale: number) => {
  const most = 10n ** BigInt(precision) - 1n
  return fc.bigInt({ min: -most, max: most }).map((units) => decimalText({ units, scale }))
}

/** By declaration: SQL of a random value. */
const VALUES: Readonly<Record<string, fc.Arbitrary<string>>> = {
  tinyint: fc.integer({ min: -128, max: 127 }).map(String),
  'int unsigned': fc.integer({ min: 0, max: 4_294_967_295 }).map(String),
  bigint: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String),
  'bigint unsigned': fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String),
  'decimal(4,2)': decimal(4, 2),
  'decimal(18,6)': decimal(18, 6),
  'decimal(38,0)': decimal(38, 0),
  double: fc
    .double({ noNaN: true, noDefaultInfinity: true })
    .map((value) => (Object.is(value, -0) ? '0' : String(value))),
  'bit(1)': fc.constantFrom("b'0'", "b'1'"),
  'bit(20)': fc.integer({ min: 0, max: 1_048_575 }).map(String),
  date: day.map((value) => `'${value.toISOString().slice(0, 10)}'`),
  'datetime(6)': fc
    .tuple(day, micros)
    .map(([value, part]) => `'${value.toISOString().slice(0, 19).replace('T', ' ')}.${part}'`),
  'timestamp(6) null': fc
    .tuple(
      fc.date({ min: new Date('1970-01-02T00:00:00Z'), max: new Date('2038-01-18T00:00:00Z'), noInvalidDate: true }),
      micros,
    )
    .map(([value, part]) => `'${value.toISOString().slice(0, 19).replace('T', ' ')}.${part}'`),
  'time(6)': fc
    .tuple(fc.constantFrom('', '-'), fc.integer({ min: 0, max: 838 }), fc.integer({ min: 0, max: 58 }), micros)
    .map(([sign, hours, minutes, part]) => `'${sign}${hours}:${minutes}:07.${part}'`),
  year: fc.integer({ min: 1901, max: 2155 }).map(String),
  'varchar(200)': text,
  'text character set latin1': fc
    .array(fc.constantFrom(...HOSTILE.filter((each) => each !== '😀'), 'ÿ', '€', 'Ž'), { maxLength: 6 })
    .map((parts) => `convert(${hex(Buffer.from(parts.join(''), 'utf8'))} using utf8mb4)`),
  longtext: text,
  'varbinary(100)': fc.uint8Array({ maxLength: 40 }).map(hex),
  longblob: fc.oneof(
    fc.uint8Array({ maxLength: 200 }).map(hex),
    hostile.map((value) => hex(Buffer.from(value, 'utf8'))),
  ),
  "enum('a','b''c','é;','\\\\')": fc.integer({ min: 1, max: 4 }).map(String),
}

const names = fc.uniqueArray(
  fc.oneof(
    fc.constantFrom(
      'select',
      'a b',
      'x`y',
      'q"uo',
      "it's",
      'values',
      'ü',
      'key',
      'a(b',
      ');--',
      'primary',
      'x,y',
      '/*x*/',
      'a\\b',
    ),
    fc
      .string({ unit: fc.constantFrom(...'abcÄé_09 `"\'\\;(),-/*'), minLength: 1, maxLength: 64 })
      .map((name) => `c${name.trimEnd()}`),
  ),
  {
    minLength: 1,
    maxLength: 6,
    selector: (name) =>
      name
        .toLowerCase()
        .normalize('NFD')
        .replace(/[\u0300-\u036f]/g, ''),
  },
)

/** A table of random columns, and SQL of random values. */
export interface RandomTable {
  readonly table: string
  readonly columns: readonly string[]
  readonly types: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

export const randomTable: fc.Arbitrary<RandomTable> = names.chain(([table, ...columns]) =>
  fc
    .tuple(...(['id', ...columns] as string[]).map(() => fc.constantFrom(...Object.keys(VALUES))))
    .chain((types) =>
      fc
        .array(
          fc.tuple(...types.map((type) => fc.oneof({ weight: 5, arbitrary: VALUES[type]! }, fc.constant('null')))),
          { maxLength: 20 },
        )
        .map((rows) => ({ table: table!, columns: ['id', ...columns], types, rows })),
    ),
)

const quoted = (name: string): string => `\`${name.replaceAll('`', '``')}\``

/** Makes the table in a database of its own, `fuzz`. */
export const createSql = ({ table, columns, types, rows }: RandomTable): string => {
  const list = columns.map((name, i) => `${quoted(name)} ${types[i]}`).join(', ')
  const inserts = rows.map((row) => `insert into ${quoted(table)} values (${row.join(', ')});`)
  return `drop database if exists fuzz; create database fuzz character set utf8mb4; use fuzz; set time_zone = '+00:00';
    create table ${quoted(table)} (${list}); ${inserts.join('\n')}`
}

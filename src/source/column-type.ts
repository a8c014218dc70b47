import type { ColumnType, Refusal } from '../core/schema.ts'
import type { Declaration } from './declaration.ts'
import { parseDeclaration } from './declaration.ts'

/** One line of the table of types: which declarations, and what they become. */
export interface TypeRule {
  /** How `docs/types.md` names it; each is a declaration that this rule decides. */
  readonly examples: readonly string[]
  readonly names: readonly string[]
  /** True where the rule is for `unsigned` only; such a rule stands before the signed one. */
  readonly unsigned?: boolean
  readonly type: (declaration: Declaration) => ColumnType | Refusal
  readonly note: string
}

const MOST_DIGITS = 38

const integer = (bits: 8 | 16 | 32 | 64): ColumnType => ({ kind: 'integer', bits })
const decimal = (precision: number, scale: number): ColumnType => ({ kind: 'decimal', precision, scale })
const text: ColumnType = { kind: 'text' }
const bytes: ColumnType = { kind: 'bytes' }

const refused = (code: Refusal['code'], reason: string, remedy: string): Refusal => ({
  kind: 'refused',
  code,
  reason,
  remedy,
})

function decimalType({ sizes: [precision = 10, scale = 0] }: Declaration): ColumnType | Refusal {
  if (precision <= MOST_DIGITS) return decimal(precision, scale)
  return refused(
    'TYPE_OVERFLOW',
    `decimal(${precision},${scale}) has more than the ${MOST_DIGITS} digits that the lake holds`,
    `'decimal(${MOST_DIGITS},${Math.min(scale, MOST_DIGITS)})' or 'text' in types of the config`,
  )
}

const bitType = ({ sizes: [size = 1] }: Declaration): ColumnType =>
  size === 1 ? { kind: 'boolean' } : size < 64 ? integer(64) : decimal(20, 0)

/** FLOAT(p) without a scale is a DOUBLE from p = 25 on. */
const floatType = ({ sizes }: Declaration): ColumnType => ({
  kind: 'float',
  bits: sizes.length === 1 && sizes[0]! > 24 ? 64 : 32,
})

const vectorType = (): Refusal =>
  refused(
    'TYPE_REFUSED',
    'a vector has no exact home',
    `'bytes' in types of the config, for its floats as they are stored`,
  )

/** What every MySQL and MariaDB type becomes. The first rule that fits decides; what fits none is refused. */
export const TYPE_RULES: readonly TypeRule[] = [
  { examples: ['tinyint unsigned'], names: ['tinyint'], unsigned: true, type: () => integer(16), note: 'widened' },
  {
    examples: ['tinyint', 'tinyint(1)'],
    names: ['tinyint'],
    type: () => integer(8),
    note: 'tinyint(1) too: it may hold 5',
  },
  { examples: ['smallint unsigned'], names: ['smallint'], unsigned: true, type: () => integer(32), note: 'widened' },
  { examples: ['smallint'], names: ['smallint'], type: () => integer(16), note: '' },
  {
    examples: ['mediumint', 'mediumint unsigned'],
    names: ['mediumint'],
    type: () => integer(32),
    note: '24 bits in MySQL',
  },
  {
    examples: ['int unsigned', 'int(8) zerofill'],
    names: ['int'],
    unsigned: true,
    type: () => integer(64),
    note: 'widened; zerofill is unsigned',
  },
  { examples: ['int'], names: ['int'], type: () => integer(32), note: '' },
  { examples: ['bigint unsigned'], names: ['bigint'], unsigned: true, type: () => decimal(20, 0), note: 'widened' },
  { examples: ['bigint'], names: ['bigint'], type: () => integer(64), note: '' },
  {
    examples: ['decimal(10,2)', 'decimal', 'decimal(65,30)'],
    names: ['decimal'],
    type: decimalType,
    note: 'exact, up to 38 digits',
  },
  { examples: ['float', 'float(30)'], names: ['float'], type: floatType, note: 'a dump has it rounded to 6 digits' },
  { examples: ['double'], names: ['double'], type: () => ({ kind: 'float', bits: 64 }), note: '' },
  { examples: ['bit(1)', 'bit(8)', 'bit(64)'], names: ['bit'], type: bitType, note: 'the number its bits make' },
  { examples: ['date'], names: ['date'], type: () => ({ kind: 'date' }), note: 'zero dates by policy' },
  {
    examples: ['datetime(6)'],
    names: ['datetime'],
    type: () => ({ kind: 'timestamp', zone: 'none' }),
    note: 'microseconds; zero dates by policy',
  },
  {
    examples: ['timestamp'],
    names: ['timestamp'],
    type: () => ({ kind: 'timestamp', zone: 'utc' }),
    note: 'microseconds; zero dates by policy',
  },
  { examples: ['time(3)'], names: ['time'], type: () => integer(64), note: 'signed microseconds' },
  { examples: ['year'], names: ['year'], type: () => integer(16), note: '' },
  { examples: ['char(3)', 'varchar(50)'], names: ['char', 'varchar'], type: () => text, note: 'UTF-8' },
  {
    examples: ['tinytext', 'text', 'mediumtext', 'longtext'],
    names: ['tinytext', 'text', 'mediumtext', 'longtext'],
    type: () => text,
    note: 'UTF-8',
  },
  { examples: ["enum('a','b')", "set('a','b')"], names: ['enum', 'set'], type: () => text, note: 'the members’ names' },
  { examples: ['json'], names: ['json'], type: () => text, note: 'as the server writes it' },
  { examples: ['uuid', 'inet4', 'inet6'], names: ['uuid', 'inet4', 'inet6'], type: () => text, note: 'MariaDB' },
  { examples: ['binary(4)', 'varbinary(9)'], names: ['binary', 'varbinary'], type: () => bytes, note: '' },
  {
    examples: ['tinyblob', 'blob', 'mediumblob', 'longblob'],
    names: ['tinyblob', 'blob', 'mediumblob', 'longblob'],
    type: () => bytes,
    note: '',
  },
  {
    examples: ['geometry', 'point', 'polygon'],
    names: [
      'geometry',
      'point',
      'linestring',
      'polygon',
      'multipoint',
      'multilinestring',
      'multipolygon',
      'geometrycollection',
    ],
    type: () => bytes,
    note: 'as MySQL stores it: 4 bytes of SRID, then WKB',
  },
  { examples: ['vector(3)'], names: ['vector'], type: vectorType, note: '' },
]

const fits = (rule: TypeRule, { name, unsigned }: Declaration): boolean =>
  rule.names.includes(name) && (rule.unsigned !== true || unsigned)

/** The exact home of a declared type, or why it has none. `declared` is as MySQL writes it: `decimal(10,2)`, `int unsigned`. */
export function columnType(declared: string): ColumnType | Refusal {
  const declaration = parseDeclaration(declared)
  const rule = TYPE_RULES.find((each) => fits(each, declaration))
  if (rule) return rule.type(declaration)
  return refused('TYPE_REFUSED', `${declared} is not a type that Starlift knows`, 'leave the column out of the model')
}

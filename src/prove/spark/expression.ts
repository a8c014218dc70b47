import type { ColumnType } from '../../core/schema.ts'
import { sparkText } from '../../core/sql.ts'
import type { Literal, Node, Operation } from '../../model/definition.ts'
import { decimalOfFloat, dropDigits, power } from './digits.ts'

/**
 * A second way to compute the model's expressions on Spark, for the proof. It shares nothing with the SQL that builds the star: exact numbers
 * are whole numbers, decimal(38,0), with a scale kept here; text is worked on by regular expressions and code points; zones by Java's table.
 */
export type Witness =
  | { readonly kind: 'exact'; readonly sql: string; readonly scale: number }
  | { readonly kind: 'plain'; readonly sql: string }

/** Finds a column: its SQL and its type in the source. */
export type FindColumn = (
  path: readonly string[],
  column: string,
) => { readonly sql: string; readonly type: ColumnType }

const WHOLE = 'decimal(38,0)'
const exact = (sql: string, scale: number): Witness => ({ kind: 'exact', sql, scale })
const plain = (sql: string): Witness => ({ kind: 'plain', sql })

/** A column's value: exact numbers unscaled. */
export function witnessColumn(sql: string, type: ColumnType): Witness {
  if (type.kind === 'integer') return exact(`cast(${sql} as ${WHOLE})`, 0)
  if (type.kind !== 'decimal') return plain(sql)
  return exact(`cast(replace(cast(${sql} as string), '.', '') as ${WHOLE})`, type.scale)
}

/** An exact number at another scale, rounded half away from zero where digits are lost. */
export function rescale(witness: Witness, scale: number): string {
  if (witness.kind === 'plain' || witness.scale === scale) return witness.sql
  if (scale > witness.scale) return `(${witness.sql} * ${power(scale - witness.scale)})`
  return dropDigits(witness.sql, String(witness.scale - scale))
}

export function witness(node: Node, find: FindColumn): Witness {
  switch (node.op) {
    case 'column': {
      const { sql, type } = find(node.path, node.column)
      return witnessColumn(sql, type)
    }
    case 'own':
      throw new Error('a check is no part of the proof')
    case 'literal':
      return literal(node.value)
    case 'cast':
      return toDecimal(witness(node.args[0]!, find), node.scale)
    case 'day':
      return plain(localDay(witness(node.args[0]!, find).sql, node.zone))
    case 'sql':
      return ownSql(node, find)
    default:
      return operation(node, find)
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  int: 'int',
  bigint: 'bigint',
  date: 'date',
  boolean: 'boolean',
  datetime: 'timestamp_ntz',
  double: 'double',
}

/** The model's own SQL, in the type that it says. */
function ownSql({ text: { spark }, args, type }: Extract<Node, { op: 'sql' }>, find: FindColumn): Witness {
  if (spark === undefined) throw new Error('the model writes an expression in SQL and has no text of it for Spark')
  const filled = `(${spark.replace(/\{(\d+)\}/g, (_, i: string) => raw(args[Number(i)]!, find))})`
  const plainType = type.replace(/\?$/, '')
  const decimal = /^decimal\(\d+,(\d+)\)$/.exec(plainType)
  const value = `cast(${filled} as ${ESCAPES[plainType] ?? (decimal ? plainType : 'string')})`
  if (decimal) return witnessColumn(value, { kind: 'decimal', precision: 38, scale: Number(decimal[1]) })
  return /int$/.test(plainType) ? exact(`cast(${value} as ${WHOLE})`, 0) : plain(value)
}

/** What an escape gets for an argument: a column as it is, anything else as the witness computes it. */
const raw = (node: Node, find: FindColumn): string =>
  node.op === 'column' ? find(node.path, node.column).sql : witness(node, find).sql

const toDecimal = (value: Witness, scale: number): Witness =>
  exact(value.kind === 'exact' ? rescale(value, scale) : decimalOfFloat(value.sql, scale), scale)

function literal(value: Literal): Witness {
  const number = /^[+-]?\d+(?:\.(\d+))?$/.exec(String(value))
  if (typeof value === 'number' || (typeof value === 'string' && number))
    return exact(`cast('${String(value).replace('.', '')}' as ${WHOLE})`, number?.[1]?.length ?? 0)
  return plain(typeof value === 'string' ? sparkText(value) : String(value))
}

/** As `day()` is defined: outside 1900 to 2099 a zone keeps the offset of the nearest moment inside. */
function localDay(moment: string, zone: string): string {
  const utc = `cast(${moment} as timestamp)`
  const near = `greatest(least(${utc}, timestamp '2100-01-01 00:00:00'), timestamp '1900-01-01 00:00:00')`
  const offset = `(unix_seconds(from_utc_timestamp(${near}, ${sparkText(zone)})) - unix_seconds(${near}))`
  return `if(${utc} is null, null, cast(timestamp_micros(unix_micros(${utc}) + ${offset} * 1000000) as date))`
}

type Operator = Extract<Node, { op: Operation }>

function operation(node: Operator, find: FindColumn): Witness {
  const args = operands(node, find)
  const [a, b] = args as [Witness, Witness]
  const scale = Math.max(...args.map(scaleOf))
  const level = args.map((arg) => rescale(arg, scale))
  switch (node.op) {
    case 'times':
      return exact(`cast(${a.sql} * ${b.sql} as ${WHOLE})`, scaleOf(a) + scaleOf(b))
    case 'plus':
    case 'minus':
      return exact(`cast(${level[0]} ${node.op === 'plus' ? '+' : '-'} ${level[1]} as ${WHOLE})`, scale)
    case 'coalesce':
      return like(a, `nvl(${level.join(', ')})`, scale)
    case 'when':
      return like(b, `if(${a.sql}, ${level[1]}, ${level[2]})`, scale)
    case 'concat':
      return plain(textOf(args))
    case 'trim':
      return plain(`regexp_replace(${a.sql}, '^ +| +$', '')`)
    case 'upper':
      return plain(shiftCase(a.sql, { ascii: [97, 122], latin: [224, 254], by: -32 }))
    case 'lower':
      return plain(shiftCase(a.sql, { ascii: [65, 90], latin: [192, 222], by: 32 }))
    default:
      return plain(condition(node.op, args, level))
  }
}

const textOf = (args: readonly Witness[]): string =>
  `if(${args.map(({ sql }) => `${sql} is null`).join(' or ')}, null, concat(${args.map(({ sql }) => sql).join(', ')}))`

const scaleOf = (value: Witness): number => (value.kind === 'exact' ? value.scale : 0)
const like = (model: Witness, sql: string, scale: number): Witness =>
  model.kind === 'exact' ? exact(sql, scale) : plain(sql)

/** The arguments; text that looks like a number is text all the same where the others are. */
function operands({ op, args }: Operator, find: FindColumn): readonly Witness[] {
  const valued = op === 'when' ? args.slice(1) : args
  const words = op === 'concat' || valued.some((arg) => arg.op !== 'literal' && witness(arg, find).kind === 'plain')
  return args.map((arg) =>
    words && arg.op === 'literal' && typeof arg.value === 'string' ? plain(sparkText(arg.value)) : witness(arg, find),
  )
}

const COMPARE: Readonly<Record<string, string>> = {
  eq: '==',
  ne: '!=',
  lt: '<',
  lte: '<=',
  gt: '>',
  gte: '>=',
  and: 'and',
  or: 'or',
}

function condition(op: string, args: readonly Witness[], level: readonly string[]): string {
  const infix = COMPARE[op]
  if (infix) return `(${level.join(` ${infix} `)})`
  if (op === 'not') return `(not ${level[0]})`
  if (op === 'isNull') return `isnull(${args[0]!.sql})`
  const equals = level.slice(1).map((one) => `${level[0]} == ${one}`)
  return `(${equals.join(' or ')})`
}

interface Shift {
  readonly ascii: readonly [number, number]
  readonly latin: readonly [number, number]
  readonly by: number
}

/** Moves ASCII and Latin-1 letters between cases by code point; × and ÷ are no letters. */
function shiftCase(sql: string, { ascii, latin, by }: Shift): string {
  const [point, letter] = ['ascii(c)', `char(ascii(c) + (${by}))`]
  const moved = `(${point} between ${ascii.join(' and ')} or (${point} between ${latin.join(' and ')} and ${point} not in (215, 247)))`
  return `array_join(transform(split(${sql}, ''), c -> if(${moved}, ${letter}, c)), '')`
}

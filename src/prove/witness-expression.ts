import type { ColumnType } from '../core/schema.ts'
import { text } from '../core/sql.ts'
import type { Literal, Node, Operation } from '../model/definition.ts'

/**
 * A second way to compute the model's expressions, for the proof. It shares nothing with the SQL that builds the star: exact numbers are
 * whole numbers (hugeint) with a scale kept here, text is worked on by regular expressions and code points, zones by the engine's own table.
 */
export type Witness =
  | { readonly kind: 'exact'; readonly sql: string; readonly scale: number }
  | { readonly kind: 'plain'; readonly sql: string }

/** Finds a column: its SQL and its type in the source. */
export type FindColumn = (
  path: readonly string[],
  column: string,
) => { readonly sql: string; readonly type: ColumnType }

const exact = (sql: string, scale: number): Witness => ({ kind: 'exact', sql, scale })
const plain = (sql: string): Witness => ({ kind: 'plain', sql })

/** A column's value: exact numbers unscaled. */
export function witnessColumn(sql: string, type: ColumnType): Witness {
  if (type.kind === 'integer') return exact(`cast(${sql} as hugeint)`, 0)
  if (type.kind !== 'decimal') return plain(sql)
  // By arithmetic where the product fits DuckDB's smaller decimals, which is half as dear as by text.
  const fits = type.precision + type.scale + 1 <= 18
  return exact(fits ? `cast(${sql} * 1${'0'.repeat(type.scale)} as hugeint)` : wholeNumber(sql), type.scale)
}

/** A decimal's digits as a whole number, whatever its precision. */
export const wholeNumber = (decimal: string): string => `cast(replace(cast(${decimal} as varchar), '.', '') as hugeint)`

/** An exact number at another scale, rounded half away from zero where digits are lost. */
export function rescale(witness: Witness, scale: number): string {
  if (witness.kind === 'plain' || witness.scale === scale) return witness.sql
  if (scale > witness.scale) return `(${witness.sql} * ${power(scale - witness.scale)})`
  const divisor = power(witness.scale - scale)
  return `(sign(${witness.sql}) * ((abs(${witness.sql}) + ${divisor} // 2) // ${divisor}))`
}

const power = (digits: number): string => `cast('1${'0'.repeat(digits)}' as hugeint)`

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

/** The model's own SQL, in the type that it says. */
function ownSql({ text: { duckdb }, args, type }: Extract<Node, { op: 'sql' }>, find: FindColumn): Witness {
  const filled = `(${duckdb.replace(/\{(\d+)\}/g, (_, i: string) => raw(args[Number(i)]!, find))})`
  const plainType = type.replace(/\?$/, '')
  const decimal = /^decimal\(\d+,(\d+)\)$/.exec(plainType)
  const value = `cast(${filled} as ${ESCAPES[plainType] ?? (decimal ? plainType : 'varchar')})`
  if (decimal) return witnessColumn(value, { kind: 'decimal', precision: 38, scale: Number(decimal[1]) })
  return /int$/.test(plainType) ? exact(`cast(${value} as hugeint)`, 0) : plain(value)
}

const ESCAPES: Readonly<Record<string, string>> = {
  int: 'integer',
  bigint: 'bigint',
  date: 'date',
  boolean: 'boolean',
  datetime: 'timestamp',
  double: 'double',
}

/** What an escape gets for an argument: a column as it is, anything else as the witness computes it. */
const raw = (node: Node, find: FindColumn): string =>
  node.op === 'column' ? find(node.path, node.column).sql : witness(node, find).sql

const toDecimal = (value: Witness, scale: number): Witness =>
  exact(value.kind === 'exact' ? rescale(value, scale) : floatDigits(value.sql, scale), scale)

/** A float is taken by its shortest text (`1.5e-07`), so that rounding starts from what people see: its digits, moved by its exponent. */
function floatDigits(value: string, scale: number): string {
  const written = `cast(abs(${value}) as varchar)`
  const digits = `cast(replace(regexp_extract(${written}, '^[0-9.]+'), '.', '') as hugeint)`
  const after = `length(regexp_extract(${written}, '\\.([0-9]+)', 1))`
  const exponent = `ifnull(try_cast(regexp_extract(${written}, 'e(.+)$', 1) as integer), 0)`
  const moved = `(${scale} + ${exponent} - ${after})`
  const ten = (power: string) => `cast(rpad('1', cast(1 + least(${power}, 37) as integer), '0') as hugeint)`
  const smaller = `((${digits} + ${ten(`-${moved}`)} // 2) // ${ten(`-${moved}`)})`
  return `(cast(sign(${value}) as integer) * if(${moved} >= 0, ${digits} * ${ten(moved)}, ${smaller}))`
}

function literal(value: Literal): Witness {
  const number = /^[+-]?\d+(?:\.(\d+))?$/.exec(String(value))
  if (typeof value === 'number' || (typeof value === 'string' && number)) {
    return exact(`cast('${String(value).replace('.', '')}' as hugeint)`, number?.[1]?.length ?? 0)
  }
  return plain(typeof value === 'string' ? text(value) : String(value))
}

/** As `day()` is defined: outside 1900 to 2099 a zone keeps the offset of the nearest moment inside. */
function localDay(moment: string, zone: string): string {
  const utc = `cast(${moment} as timestamp)`
  const near = `greatest(least(${utc}, timestamp '2100-01-01'), timestamp '1900-01-01')`
  const offset = `(epoch(timezone(${text(zone)}, timezone('UTC', ${near}))) - epoch(${near}))`
  return `if(${utc} is null, null, cast(${utc} + to_seconds(${offset}) as date))`
}

type Operator = Extract<Node, { op: Operation }>

function operation(node: Operator, find: FindColumn): Witness {
  const args = operands(node, find)
  const [a, b] = args as [Witness, Witness]
  const scale = Math.max(...args.map((arg) => (arg.kind === 'exact' ? arg.scale : 0)))
  const level = args.map((arg) => rescale(arg, scale))
  switch (node.op) {
    case 'times':
      return exact(`(${a.sql} * ${b.sql})`, scaleOf(a) + scaleOf(b))
    case 'plus':
    case 'minus':
      return exact(`(${level[0]} ${node.op === 'plus' ? '+' : '-'} ${level[1]})`, scale)
    case 'coalesce':
      return like(a, `ifnull(${level.join(', ')})`, scale)
    case 'when':
      return like(b, `if(${a.sql}, ${level[1]}, ${level[2]})`, scale)
    case 'concat':
      return plain(
        `case when ${args.map(({ sql }) => `${sql} is null`).join(' or ')} then null else concat(${args.map(({ sql }) => sql).join(', ')}) end`,
      )
    case 'trim':
      return plain(`regexp_replace(${a.sql}, '^ +| +$', '', 'g')`)
    case 'upper':
      return plain(shiftCase(a.sql, [97, 122], [224, 254], -32))
    case 'lower':
      return plain(shiftCase(a.sql, [65, 90], [192, 222], 32))
    default:
      return plain(condition(node.op, args, level))
  }
}

const scaleOf = (value: Witness): number => (value.kind === 'exact' ? value.scale : 0)
const like = (model: Witness, sql: string, scale: number): Witness =>
  model.kind === 'exact' ? exact(sql, scale) : plain(sql)

/** The arguments; text that looks like a number is text all the same where the others are. */
function operands({ op, args }: Operator, find: FindColumn): readonly Witness[] {
  const valued = op === 'when' ? args.slice(1) : args
  const words = op === 'concat' || valued.some((arg) => arg.op !== 'literal' && witness(arg, find).kind === 'plain')
  return args.map((arg) =>
    words && arg.op === 'literal' && typeof arg.value === 'string' ? plain(text(arg.value)) : witness(arg, find),
  )
}

function condition(op: string, args: readonly Witness[], level: readonly string[]): string {
  const compare: Readonly<Record<string, string>> = {
    eq: '=',
    ne: '!=',
    lt: '<',
    lte: '<=',
    gt: '>',
    gte: '>=',
    and: 'and',
    or: 'or',
  }
  const infix = compare[op]
  if (infix) return `(${level.join(` ${infix} `)})`
  if (op === 'not') return `(not ${level[0]})`
  if (op === 'isNull') return `(${args[0]!.sql} is null)`
  return `(${level
    .slice(1)
    .map((one) => `${level[0]} = ${one}`)
    .join(' or ')})`
}

/** Moves ASCII and Latin-1 letters between cases by code point; × and ÷ are no letters. */
function shiftCase(
  sql: string,
  ascii: readonly [number, number],
  latin: readonly [number, number],
  by: number,
): string {
  const between = ([low, high]: readonly [number, number]) => `unicode(c) between ${low} and ${high}`
  const letter = `(${between(ascii)} or (${between(latin)} and unicode(c) not in (215, 247)))`
  const shifted = `list_transform(string_split(${sql}, ''), lambda c: if(${letter}, chr(unicode(c) + ${by}), c))`
  return `array_to_string(${shifted}, '')`
}

import { type ColumnType, typeText } from '../core/schema.ts'
import { sparkId, sparkText } from '../core/sql.ts'
import type { Expression, ZoneOffset } from '../model/plan.ts'
import { LOWER, UPPER } from './letters.ts'

const TYPES: Readonly<Partial<Record<ColumnType['kind'], string>>> = { text: 'string', bytes: 'binary' }

/** A type as Spark writes it. */
const sparkType = (type: ColumnType): string =>
  type.kind === 'timestamp'
    ? type.zone === 'utc'
      ? 'timestamp'
      : 'timestamp_ntz'
    : (TYPES[type.kind] ?? typeText(type))

const cast = (sql: string, type: ColumnType): string => `cast(${sql} as ${sparkType(type)})`

const INFIX: Readonly<Record<string, string>> = {
  eq: '=',
  ne: '<>',
  lt: '<',
  lte: '<=',
  gt: '>',
  gte: '>=',
  and: 'and',
  or: 'or',
  concat: '||',
}

/** An expression as Spark SQL. */
export function sparkExpression(expression: Expression): string {
  switch (expression.op) {
    case 'column':
      return `${sparkId(expression.alias)}.${sparkId(expression.column)}`
    case 'own':
      return sparkId(expression.column)
    case 'literal':
      return literal(expression.value, expression.type)
    case 'sql':
      return cast(fillIn(ownText(expression.text.spark), expression.args), expression.type)
    case 'day':
      return localDay(sparkExpression(expression.args[0]!), expression.offsets)
    default:
      return operation(expression.op, expression.args, expression.type)
  }
}

function ownText(text: string | undefined): string {
  if (text !== undefined) return text
  throw new Error('the model writes an expression in SQL and has no text of it for Spark')
}

function literal(value: string | number | boolean, type: ColumnType): string {
  if (typeof value === 'string') return type.kind === 'text' ? sparkText(value) : cast(sparkText(value), type)
  return String(value)
}

const fillIn = (template: string, args: readonly Expression[]): string =>
  template.replace(/\{(\d+)\}/g, (_, index: string) => sparkExpression(args[Number(index)]!))

function operation(op: string, args: readonly Expression[], type: ColumnType): string {
  const [a, b, c] = args.map(sparkExpression)
  const infix = INFIX[op]
  if (infix) return `(${args.map(sparkExpression).join(` ${infix} `)})`
  switch (op) {
    case 'times':
      return product(args, type)
    case 'plus':
      return cast(`${cast(a!, type)} + ${cast(b!, type)}`, type)
    case 'minus':
      return cast(`${cast(a!, type)} - ${cast(b!, type)}`, type)
    case 'cast':
      return cast(args[0]!.type.kind === 'float' ? `cast(${a} as string)` : a!, type)
    case 'trim':
      return `trim(both ' ' from ${a})`
    case 'upper':
      return `translate(${a}, ${sparkText(LOWER)}, ${sparkText(UPPER)})`
    case 'lower':
      return `translate(${a}, ${sparkText(UPPER)}, ${sparkText(LOWER)})`
    case 'coalesce':
      return `coalesce(${cast(a!, type)}, ${cast(b!, type)})`
    case 'when':
      return `case when ${a} then ${cast(b!, type)} else ${cast(c!, type)} end`
    case 'not':
      return `(not ${a})`
    case 'isNull':
      return `(${a} is null)`
    case 'isIn':
      return `(${a} in (${args.slice(1).map(sparkExpression).join(', ')}))`
    default:
      throw new Error(`no Spark SQL for ${op}`)
  }
}

/** Digits of a decimal that holds every value of the type. */
const DIGITS = { 8: 3, 16: 5, 32: 10, 64: 19 }

/** Spark would cut the scale of a wide product; both factors are exact decimals here, and so is what they make. */
function product(args: readonly Expression[], type: ColumnType): string {
  const factors = args.map((arg) =>
    arg.type.kind === 'integer'
      ? cast(sparkExpression(arg), { kind: 'decimal', precision: DIGITS[arg.type.bits], scale: 0 })
      : sparkExpression(arg),
  )
  return cast(factors.join(' * '), type)
}

/** The day of a moment in a zone, by the zone's own changes rather than the engine's table of zones. */
function localDay(moment: string, offsets: readonly ZoneOffset[]): string {
  const utc = `cast(${moment} as timestamp_ntz)`
  const cases = offsets
    .slice(1)
    .reverse()
    .map(({ from, seconds }) => `when ${utc} >= ${momentText(from!)} then ${seconds}`)
  const seconds =
    cases.length === 0 ? String(offsets[0]!.seconds) : `case ${cases.join(' ')} else ${offsets[0]!.seconds} end`
  return `cast(timestampadd(second, ${seconds}, ${utc}) as date)`
}

const momentText = (from: number): string =>
  `timestamp_ntz '${new Date(from * 1000).toISOString().slice(0, 19).replace('T', ' ')}'`

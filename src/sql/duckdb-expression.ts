import { type ColumnType, typeText } from '../core/schema.ts'
import { id, path, text } from '../core/sql.ts'
import type { Expression, ZoneOffset } from '../model/plan.ts'
import { LOWER, UPPER } from './letters.ts'

/** DuckDB writes types as people do, but for text and bytes. */
const sqlType = (type: ColumnType): string =>
  type.kind === 'text' ? 'varchar' : type.kind === 'bytes' ? 'blob' : typeText(type)

const cast = (sql: string, type: ColumnType): string => `cast(${sql} as ${sqlType(type)})`

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

/** An expression as DuckDB SQL. */
export function expressionSql(expression: Expression): string {
  switch (expression.op) {
    case 'column':
      return path(expression.alias, expression.column)
    case 'own':
      return id(expression.column)
    case 'literal':
      return literal(expression.value, expression.type)
    case 'sql':
      return cast(fillIn(expression.text.duckdb, expression.args), expression.type)
    case 'day':
      return localDay(expressionSql(expression.args[0]!), expression.offsets)
    default:
      return operation(expression.op, expression.args, expression.type)
  }
}

function literal(value: string | number | boolean, type: ColumnType): string {
  if (typeof value === 'string') return type.kind === 'text' ? text(value) : cast(text(value), type)
  return String(value)
}

const fillIn = (template: string, args: readonly Expression[]): string =>
  template.replace(/\{(\d+)\}/g, (_, index: string) => expressionSql(args[Number(index)]!))

function operation(op: string, args: readonly Expression[], type: ColumnType): string {
  const [a, b, c] = args.map(expressionSql)
  const infix = INFIX[op]
  if (infix) return `(${args.map(expressionSql).join(` ${infix} `)})`
  switch (op) {
    case 'times':
      return product(args, type)
    case 'plus':
      return cast(`${cast(a!, type)} + ${cast(b!, type)}`, type)
    case 'minus':
      return cast(`${cast(a!, type)} - ${cast(b!, type)}`, type)
    case 'cast':
      // A float by its shortest text: what people see is what is rounded.
      return cast(args[0]!.type.kind === 'float' ? `cast(${a} as varchar)` : a!, type)
    case 'trim':
      return `trim(${a}, ' ')`
    case 'upper':
      return `translate(${a}, ${text(LOWER)}, ${text(UPPER)})`
    case 'lower':
      return `translate(${a}, ${text(UPPER)}, ${text(LOWER)})`
    case 'coalesce':
      return `coalesce(${cast(a!, type)}, ${cast(b!, type)})`
    case 'when':
      return `case when ${a} then ${cast(b!, type)} else ${cast(c!, type)} end`
    case 'not':
      return `(not ${a})`
    case 'isNull':
      return `(${a} is null)`
    case 'isIn':
      return `(${a} in (${args.slice(1).map(expressionSql).join(', ')}))`
    default:
      throw new Error(`no DuckDB SQL for ${op}`)
  }
}

/** DuckDB gives a product the wider operand's storage, so one operand is first given all digits of the result. */
function product(args: readonly Expression[], type: ColumnType): string {
  const [a, b] = args as readonly [Expression, Expression]
  const scale = a.type.kind === 'decimal' ? a.type.scale : 0
  const { precision } = type as Extract<ColumnType, { kind: 'decimal' }>
  const wide = cast(expressionSql(a), { kind: 'decimal', precision, scale })
  return cast(`${wide} * ${expressionSql(b)}`, type)
}

/** The day of a moment in a zone, by the zone's own changes rather than the engine's table of zones. */
function localDay(moment: string, offsets: readonly ZoneOffset[]): string {
  const utc = `cast(${moment} as timestamp)`
  const latestFirst = offsets.slice(1).reverse()
  const cases = latestFirst.map(({ from, seconds }) => `when ${utc} >= make_timestamp(${from}000000) then ${seconds}`)
  const seconds =
    cases.length === 0 ? String(offsets[0]!.seconds) : `case ${cases.join(' ')} else ${offsets[0]!.seconds} end`
  return `cast(${utc} + to_seconds(${seconds}) as date)`
}

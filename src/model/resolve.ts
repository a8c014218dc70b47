import { type ColumnType, typeText } from '../core/schema.ts'
import type { Node, Operation } from './definition.ts'
import type { Expression } from './plan.ts'
import type { Scope } from './scope.ts'
import { arithmeticType, BOOLEAN, commonType, DATE, digitsOf, literalType, misfit, TEXT } from './typing.ts'
import { zoneOffsets } from './zone.ts'

/** Finds the columns that a node means; `own` stands for a fact's published columns and is absent elsewhere. */
export interface Names {
  readonly scope?: Scope
  readonly own?: (column: string, at: string) => Expression
}

/** Gives a node its aliases and types. `beside` is the type of what a literal is compared with. */
export function resolve(node: Node, names: Names, beside?: ColumnType): Expression {
  switch (node.op) {
    case 'column':
      return names.scope!.column(node.path, node.column, node.at).expression
    case 'own':
      return names.own!(node.column, node.at)
    case 'literal':
      return { op: 'literal', value: node.value, type: literalType(node.value, beside, node.at) }
    case 'cast':
      return {
        op: 'cast',
        args: [resolve(node.args[0]!, names)],
        type: { kind: 'decimal', precision: node.precision, scale: node.scale },
      }
    case 'day':
      return resolveDay(node, names)
    case 'sql':
      checkPlaceholders(node)
      return {
        op: 'sql',
        args: node.args.map((arg) => resolve(arg, names)),
        text: node.text,
        type: declaredType(node.type, node.at),
      }
    default:
      return resolveOperation(node.op, node.args, names, node.at)
  }
}

function checkPlaceholders({ text, args, at }: Extract<Node, { op: 'sql' }>): void {
  const missing = [...text.duckdb.matchAll(/\{(\d+)\}/g)].find(([, index]) => Number(index) >= args.length)
  if (missing) throw misfit(`sql() uses ${missing[0]} and is given ${args.length} arguments`, at)
}

function resolveDay(node: Extract<Node, { op: 'day' }>, names: Names): Expression {
  const moment = resolve(node.args[0]!, names)
  if (moment.type.kind !== 'timestamp')
    throw misfit(`day() needs a timestamp, and has ${typeText(moment.type)}`, node.at)
  return { op: 'day', args: [moment], offsets: zoneOffsets(node.zone, node.at), type: DATE }
}

function resolveOperation(op: Operation, nodes: readonly Node[], names: Names, at: string): Expression {
  const args = resolveTogether(op, nodes, names)
  if (COMPARISONS.has(op)) checkWidths(args, at)
  return {
    op,
    args,
    type: resultType(
      op,
      args.map((arg) => arg.type),
      at,
    ),
  }
}

const COMPARISONS: ReadonlySet<string> = new Set(['eq', 'ne', 'lt', 'lte', 'gt', 'gte', 'isIn'])

/** Numbers are compared at one scale, where both must have room. */
function checkWidths(args: readonly Expression[], at: string): void {
  const [first, ...others] = args.filter(({ op, type }) => op !== 'literal' && digitsOf(type)).map(({ type }) => type)
  for (const other of others) commonType(first!, other, at)
}

/** Literals take their type from the first operand that is none. */
function resolveTogether(op: Operation, nodes: readonly Node[], names: Names): readonly Expression[] {
  const known = nodes.map((node) => (node.op === 'literal' ? null : resolve(node, names)))
  const operands = op === 'when' ? known.slice(1) : known
  const beside = operands.find((operand) => operand !== null)?.type
  return known.map((operand, i) => operand ?? resolve(nodes[i]!, names, beside))
}

function resultType(op: Operation, types: readonly ColumnType[], at: string): ColumnType {
  switch (op) {
    case 'times':
    case 'plus':
    case 'minus':
      return arithmeticType(op, types[0]!, types[1]!, at)
    case 'trim':
    case 'upper':
    case 'lower':
    case 'concat':
      return allText(op, types, at)
    case 'coalesce':
      return commonType(types[0]!, types[1]!, at)
    case 'when':
      return commonType(types[1]!, types[2]!, at)
    case 'and':
    case 'or':
    case 'not':
    case 'isNull':
      return BOOLEAN
    default:
      return comparable(op, types, at)
  }
}

function allText(op: string, types: readonly ColumnType[], at: string): ColumnType {
  const other = types.find((type) => type.kind !== 'text')
  if (other) throw misfit(`${op} needs text, and has ${typeText(other)}`, at)
  return TEXT
}

function comparable(op: string, types: readonly ColumnType[], at: string): ColumnType {
  const [first, ...others] = types
  for (const other of others) {
    if (first!.kind !== other.kind && !(digitsOf(first!) && digitsOf(other))) {
      throw misfit(`${op} compares ${typeText(first!)} with ${typeText(other)}`, at)
    }
  }
  return BOOLEAN
}

/** The types that an `sql` escape may say it gives. */
function declaredType(declared: string, at: string): ColumnType {
  const plain = declared.replace(/\?$/, '')
  const match = /^decimal\((\d+),(\d+)\)$/.exec(plain)
  if (match) return { kind: 'decimal', precision: Number(match[1]), scale: Number(match[2]) }
  const known: Readonly<Record<string, ColumnType>> = {
    int: { kind: 'integer', bits: 32 },
    bigint: { kind: 'integer', bits: 64 },
    date: DATE,
    text: TEXT,
    boolean: BOOLEAN,
    datetime: { kind: 'timestamp', zone: 'none' },
    double: { kind: 'float', bits: 64 },
  }
  const type = known[plain] ?? (/^(var)?char/.test(plain) ? TEXT : undefined)
  if (!type)
    throw misfit(
      `sql() cannot give ${declared}: use int, bigint, decimal(p,s), date, datetime, text, boolean or double`,
      at,
    )
  return type
}

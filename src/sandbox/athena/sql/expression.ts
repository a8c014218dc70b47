import { id } from '../../../core/sql.ts'
import { arithmetic, mismatch, type Operator } from './arithmetic.ts'
import { callOf } from './call.ts'
import { writeCast } from './cast.ts'
import { type Context, writeList, writeOne, writeTyped } from './context.ts'
import { notSupported, QueryFault } from './fault.ts'
import { BLANKS } from './plain-functions.ts'
import { kindOf, type Node, open, type Reader } from './tree.ts'
import { quoted } from './typed-functions.ts'
import { isApproximate, isExact, type ValueType } from './value-type.ts'
import { writeOver } from './window.ts'
import { writeCall } from './write-call.ts'

type Write = (node: Reader, context: Context) => Promise<string>

/** An expression of Trino as DuckDB's. Fails with a QueryFault that names what cannot be translated. */
export async function writeExpression(node: Node, context: Context): Promise<string> {
  const kind = kindOf(node)
  const known = Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined
  if (known) {
    const reader = open(node)
    return reader.close(await known(reader, context))
  }
  const call = callOf(node)
  if (!call) throw notSupported(kind.replaceAll('_', ' '))
  return writeCall(call, context)
}

const calculate =
  (operator: Operator): Write =>
  async (node, context) => {
    const [left, right] = await writeTyped([node.node('left'), node.node('right')], context)
    return arithmetic(operator, left!, right!)
  }

const compare =
  (operator: string): Write =>
  async (node, context) => {
    const [left, right] = await writeTyped([node.node('left'), node.node('right')], context)
    checkComparable(operator, left!.type, right!.type)
    return `(${left!.text} ${operator} ${right!.text})`
  }

/** Trino compares no text with a number or a day; DuckDB would cast one of them. */
function checkComparable(operator: string, left: ValueType, right: ValueType): void {
  const [a, b] = [left, right].map(classOf)
  if (a !== null && b !== null && a !== b) throw mismatch(operator, left, right)
}

function classOf(type: ValueType): string | null {
  if (isExact(type) || isApproximate(type)) return 'number'
  return type.family === 'text' ? 'text' : type.family === 'date' || type.family === 'timestamp' ? 'moment' : null
}

const logical =
  (operator: string): Write =>
  async (node, context) =>
    `(${await writeOne(node.node('left'), context)} ${operator} ${await writeOne(node.node('right'), context)})`

const KINDS: Readonly<Record<string, Write>> = {
  add: calculate('+'),
  sub: calculate('-'),
  mul: calculate('*'),
  div: calculate('/'),
  mod: calculate('%'),
  eq: compare('='),
  neq: compare('<>'),
  lt: compare('<'),
  lte: compare('<='),
  gt: compare('>'),
  gte: compare('>='),
  null_safe_eq: compare('is not distinct from'),
  null_safe_neq: compare('is distinct from'),
  and: logical('and'),
  or: logical('or'),
  concat: logical('||'),
  d_pipe: logical('||'),
  not: async (node, context) => `(not ${await writeOne(node.node('this'), context)})`,
  neg: async (node, context) => `(-${await writeOne(node.node('this'), context)})`,
  paren: async (node, context) => `(${await writeOne(node.node('this'), context)})`,
  literal: async (node) => literal(node),
  boolean: async (node) => (node.word('value') === 'true' ? 'true' : 'false'),
  window_function: writeOver,
  null: async () => 'null',
  unicode_string: async (node) => quoted(unicode(open(node.node('this')))),
  column: async (node) => {
    const table = node.word('table')
    return `${table === undefined ? '' : `${id(table)}.`}${id(node.word('name') ?? '')}`
  },
  dot: async (node, context) => `(${await writeOne(node.node('this'), context)}).${id(node.word('field') ?? '')}`,
  tuple: async (node, context) => `(${await writeList(node.nodes('expressions'), context)})`,
  array_func: async (node, context) => `[${await writeList(node.nodes('expressions'), context)}]`,
  subscript: async (node, context) => {
    const [list, index] = await writeTyped([node.node('this'), node.node('index')], context)
    const isMap = 'name' in list!.type && list!.type.name.startsWith('MAP(')
    return isMap ? `trino_key(${list!.text}, ${index!.text})` : `trino_subscript(${list!.text}, ${index!.text})`
  },
  interval: async (node) => interval(node),
  cast: (node, context) => writeCast(node, context, 'cast'),
  try_cast: (node, context) => writeCast(node, context, 'try_cast'),
  case: async (node, context) => writeCase(node, context),
  between: async (node, context) => {
    const [value, low, high] = await writeTyped([node.node('this'), node.node('low'), node.node('high')], context)
    for (const end of [low!, high!]) checkComparable('between', value!.type, end.type)
    return `(${value!.text} ${node.flag('not') ? 'not ' : ''}between ${low!.text} and ${high!.text})`
  },
  in: async (node, context) => writeIn(node, context),
  like: async (node, context) => {
    const mark = node.optional('escape')
    const text = await logical('like')(node, context)
    return mark ? `${text.slice(0, -1)} escape ${await writeOne(mark, context)})` : text
  },
  is_null: async (node, context) =>
    `(${await writeOne(node.node('this'), context)} is ${node.flag('not') ? 'not ' : ''}null)`,
  extract: async (node, context) => {
    const field = (node.word('field') ?? '').toLowerCase()
    const name = EXTRACTED[field]
    if (!name) throw notSupported(`extract(${field} from …)`)
    return writeCall({ ...NO_CALL, name, args: [node.node('this')] }, context)
  },
  trim: async (node, context) => {
    const side = { Both: 'trim', Leading: 'ltrim', Trailing: 'rtrim' }[node.word('position') ?? 'Both'] ?? 'trim'
    for (const spelling of ['sql_standard_syntax', 'position_explicit']) node.flag(spelling)
    const characters = node.optional('characters')
    const taken = characters ? await writeOne(characters, context) : BLANKS
    return `${side}(${await writeOne(node.node('this'), context)}, ${taken})`
  },
  at_time_zone: async (node, context) => {
    const zone = open(node.node('zone')).word('value')
    if (zone !== 'UTC') throw notSupported(`the time zone ${zone}: values keep no zone here but UTC`)
    return writeOne(node.node('this'), context)
  },
  subquery: async (node, context) => `(${await context.query(node.node('this'), context.scope)})`,
  exists: async (node, context) =>
    `(${node.flag('not') ? 'not ' : ''}exists (${await context.query(node.node('this'), context.scope)}))`,
  any: (node, context) => quantified(node, context, 'any'),
  all: (node, context) => quantified(node, context, 'all'),
}

const NO_CALL = { star: false, distinct: false, ignoreNulls: false, filter: undefined, orderBy: [] } as const

const EXTRACTED: Readonly<Record<string, string>> = Object.fromEntries(
  [
    'year',
    'quarter',
    'month',
    'week',
    'day',
    'day_of_week',
    'dow',
    'day_of_year',
    'doy',
    'hour',
    'minute',
    'second',
    'year_of_week',
  ].map((field) => [field.replaceAll('_', ''), { dow: 'day_of_week', doy: 'day_of_year' }[field] ?? field]),
)

function literal(node: Reader): string {
  const value = node.word('value') ?? ''
  switch (node.word('literal_type')) {
    case 'number':
      return number(value)
    case 'string':
      return quoted(value)
    case 'date':
      return `date ${quoted(value)}`
    case 'timestamp':
      return /[A-Z+]/i.test(value.slice(11)) ? zoned(value) : `timestamp ${quoted(value)}`
    case 'hex_string':
      return `unhex(${quoted(value)})`
    default:
      throw notSupported('such a literal')
  }
}

function zoned(value: string): string {
  if (/ UTC$/.test(value)) return `timestamptz ${quoted(value.replace(/ UTC$/, '+00'))}`
  throw notSupported(`the zone of ${quoted(value)}: values keep no zone here but UTC`)
}

const number = (value: string): string => {
  if (/^[\d.]+(e[+-]?\d+)?$/i.test(value)) return value
  throw new QueryFault('SYNTAX_ERROR', `${value} is not a number`)
}

const unicode = (node: Reader): string =>
  (node.word('value') ?? '').replace(/\\(\+[0-9a-f]{6}|[0-9a-f]{4})/gi, (_, hex: string) =>
    String.fromCodePoint(Number.parseInt(hex.replace('+', ''), 16)),
  )

function interval(node: Reader): string {
  const value = open(node.node('this'))
  const unit = node.node('unit')
  const name = String(unit.unit ?? '').toLowerCase()
  if (unit.type !== 'simple' || !/^(second|minute|hour|day|week|month|quarter|year)$/.test(name))
    throw notSupported('an interval of several units')
  return `(interval ${quoted(value.word('value') ?? '')} ${name})`
}

async function writeCase(node: Reader, context: Context): Promise<string> {
  const operand = node.optional('operand')
  const parts = ['case']
  if (operand) parts.push(await writeOne(operand, context))
  for (const when of node.nodes('whens') as unknown as readonly (readonly Node[])[])
    parts.push(`when ${await writeOne(when[0]!, context)} then ${await writeOne(when[1]!, context)}`)
  const other = node.optional('else_')
  if (other) parts.push(`else ${await writeOne(other, context)}`)
  return `${parts.join(' ')} end`
}

async function writeIn(node: Reader, context: Context): Promise<string> {
  const not = node.flag('not') ? 'not ' : ''
  const query = node.optional('query')
  if (query) {
    const value = await writeOne(node.node('this'), context)
    return `(${value} ${not}in (${await context.query(query, context.scope)}))`
  }
  const [value, ...members] = await writeTyped([node.node('this'), ...node.nodes('expressions')], context)
  for (const member of members) checkComparable('in', value!.type, member.type)
  return `(${value!.text} ${not}in (${members.map(({ text }) => text).join(', ')}))`
}

const OPERATORS: Readonly<Record<string, string>> = { Eq: '=', Neq: '<>', Lt: '<', Lte: '<=', Gt: '>', Gte: '>=' }

async function quantified(node: Reader, context: Context, word: string): Promise<string> {
  const operator = OPERATORS[node.word('op') ?? '']
  if (!operator) throw notSupported(`${word} with such an operator`)
  const value = await writeOne(node.node('this'), context)
  const query = open(node.node('subquery')).node('this')
  return `(${value} ${operator} ${word} (${await context.query(query, context.scope)}))`
}

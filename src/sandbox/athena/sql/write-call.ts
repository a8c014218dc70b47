import { id } from '../../../core/sql.ts'
import { AGGREGATES, type Aggregate, WINDOWED } from './aggregate.ts'
import type { Call } from './call.ts'
import { type Context, typesOf, writeAll, writeOne } from './context.ts'
import { notSupported, QueryFault } from './fault.ts'
import { writeOrder } from './order.ts'
import { PLAIN } from './plain-functions.ts'
import { lambdaScope } from './scope.ts'
import { kindOf, open } from './tree.ts'
import { TYPED } from './typed-functions.ts'

/** A call of a scalar or aggregate function; `over` is what follows OVER, where it does. */
export async function writeCall(call: Call, context: Context, over = ''): Promise<string> {
  const aggregate = Object.hasOwn(AGGREGATES, call.name) ? AGGREGATES[call.name] : undefined
  if (aggregate) return writeAggregate(call, context, over)
  if (over !== '') return writeWindowed(call, context, over)
  if (call.distinct || call.filter || call.orderBy.length > 0) throw notFound(call)
  if (call.args.some((node) => kindOf(node) === 'lambda')) return writeHigher(call, context)
  const texts = await writeAll(call.args, context)
  const typed = Object.hasOwn(TYPED, call.name) ? TYPED[call.name] : undefined
  if (typed) return typed({ texts, types: () => typesOf(texts, context), literal: (i) => literalText(call, i) })
  const [least, most, write] = (Object.hasOwn(PLAIN, call.name) ? PLAIN[call.name] : undefined) ?? [1, 0, null]
  if (!write || texts.length < least || texts.length > most) throw notFound(call)
  return write(...texts)
}

const notFound = ({ name, args }: Call): QueryFault =>
  new QueryFault('FUNCTION_NOT_FOUND', `Function '${name}' with ${args.length} arguments is not known to this endpoint`)

function literalText({ name, args }: Call, i: number): string {
  const node = args[i]
  if (!node || kindOf(node) !== 'literal') throw notSupported(`${name} whose argument ${i + 1} is not a literal`)
  return open(node).word('value') ?? ''
}

async function writeAggregate(call: Call, context: Context, over: string): Promise<string> {
  const texts = await writeAll(call.args, context)
  const orderBy = call.orderBy.length > 0 ? ` order by ${await writeOrder(call.orderBy, context)}` : ''
  const written: Aggregate = await AGGREGATES[call.name]!({
    call,
    texts,
    orderBy,
    types: () => typesOf(texts, context),
  })
  const filter = call.filter ? ` filter (where ${await writeOne(call.filter, context)})` : ''
  return written.value(...written.parts.map((part) => `${part}${filter}${over}`))
}

async function writeWindowed(call: Call, context: Context, over: string): Promise<string> {
  if (!WINDOWED.has(call.name)) throw notFound(call)
  const texts = await writeAll(call.args, context)
  return `${call.name}(${texts.join(', ')}${call.ignoreNulls ? ' ignore nulls' : ''})${over}`
}

/** Functions of a list and a lambda. */
export const HIGHER: Readonly<Record<string, (list: string, lambda: string) => string>> = {
  transform: (list, lambda) => `list_transform(${list}, ${lambda})`,
  filter: (list, lambda) => `list_filter(${list}, ${lambda})`,
  any_match: (list, lambda) => `list_bool_or(list_transform(${list}, ${lambda}))`,
  all_match: (list, lambda) => `list_bool_and(list_transform(${list}, ${lambda}))`,
  none_match: (list, lambda) => `(not list_bool_or(list_transform(${list}, ${lambda})))`,
}

async function writeHigher(call: Call, context: Context): Promise<string> {
  const write = Object.hasOwn(HIGHER, call.name) ? HIGHER[call.name] : undefined
  const [listNode, lambdaNode] = call.args
  if (!write || call.args.length !== 2 || kindOf(lambdaNode!) !== 'lambda') throw notFound(call)
  const list = await writeOne(listNode!, context)
  const lambda = open(lambdaNode!)
  const [parameter] = lambda.words('parameters')
  const name = id(parameter ?? '')
  const body = await writeOne(lambda.node('body'), { ...context, scope: lambdaScope(context.scope, list, name) })
  return write(list, `lambda ${name}: ${body}`)
}

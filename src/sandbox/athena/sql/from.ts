import { id } from '../../../core/sql.ts'
import { type Context, writeAll, writeOne } from './context.ts'
import { notSupported } from './fault.ts'
import type { Place } from './place.ts'
import { kindOf, type Node, open, Reader } from './tree.ts'

type ContextFor = (from: string) => Context

const KINDS: Readonly<Record<string, string>> = {
  Inner: 'join',
  Left: 'left join',
  Right: 'right join',
  Full: 'full join',
  Cross: 'cross join',
  Implicit: 'cross join',
  Natural: 'natural join',
}

/** What follows FROM, with its joins; nothing where a query reads no table. */
export async function writeFrom(node: Reader, place: Place, contextFor: ContextFor): Promise<string> {
  const given = node.optional('from')
  if (!given) return ''
  const clause = new Reader('from', given)
  let text = ''
  for (const relation of clause.nodes('expressions')) {
    const next = await writeRelation(relation, place, contextFor(text))
    text = text === '' ? next : `${text} cross join ${next}`
  }
  clause.close(text)
  for (const each of node.nodes('joins')) text = await writeJoin(new Reader('join', each), text, { place, contextFor })
  return text
}

interface Around {
  readonly place: Place
  readonly contextFor: ContextFor
}

async function writeJoin(join: Reader, before: string, { place, contextFor }: Around): Promise<string> {
  const kind = KINDS[join.word('kind') ?? '']
  if (!kind) throw notSupported(`${join.word('kind')} join`)
  const relation = await writeRelation(join.node('this'), place, contextFor(before))
  const text = `${before} ${kind} ${relation}`
  const on = join.optional('on')
  const using = join.words('using')
  if (using.length > 0) return join.close(`${text} using (${using.map(id).join(', ')})`)
  if (!on) return join.close(text)
  return join.close(`${text} on ${await writeOne(on, contextFor(`${before} cross join ${relation}`))}`)
}

/** One table, subquery or UNNEST, with its names. `context` is that of the tables before it. */
async function writeRelation(node: Node, place: Place, context: Context): Promise<string> {
  const reader = open(node)
  switch (kindOf(node)) {
    case 'table':
      return writeTable(reader, place)
    case 'subquery':
      return writeSubquery(reader, place, context)
    case 'unnest':
      return writeUnnest(reader, [], undefined, context)
    case 'alias':
      return writeNamedUnnest(reader, context)
    case 'paren':
      return reader.close(`(${await writeRelation(reader.node('this'), place, context)})`)
    default:
      throw notSupported(`${kindOf(node)} after FROM`)
  }
}

async function writeTable(node: Reader, { source, names }: Place): Promise<string> {
  const name = node.word('name') ?? ''
  const [catalog, database] = [node.word('catalog'), node.word('schema')]
  const local = database === undefined && names.has(name.toLowerCase())
  const found = local
    ? id(name)
    : await source.table({
        name,
        ...(database === undefined ? {} : { database }),
        ...(catalog === undefined ? {} : { catalog }),
      })
  return node.close(`${found} as ${id(node.word('alias') ?? name)}${columnsOf(node)}`)
}

const columnsOf = (node: Reader): string => {
  const columns = node.words('column_aliases')
  return columns.length > 0 ? ` (${columns.map(id).join(', ')})` : ''
}

async function writeSubquery(node: Reader, place: Place, context: Context): Promise<string> {
  const lateral = node.flag('lateral')
  const query = await place.query(
    node.node('this'),
    lateral ? { ...place, outer: context.scope } : { ...place, outer: null },
  )
  const alias = node.word('alias')
  return node.close(
    `${lateral ? 'lateral ' : ''}(${query})${alias === undefined ? '' : ` as ${id(alias)}${columnsOf(node)}`}`,
  )
}

async function writeNamedUnnest(node: Reader, context: Context): Promise<string> {
  const inner = node.node('this')
  if (kindOf(inner) !== 'unnest') throw notSupported(`${kindOf(inner)} after FROM`)
  return node.close(await writeUnnest(open(inner), node.words('column_aliases'), node.word('alias'), context))
}

/** UNNEST of one list or of several side by side, with their ordinal. */
async function writeUnnest(
  node: Reader,
  columns: readonly string[],
  alias: string | undefined,
  context: Context,
): Promise<string> {
  const lists = [node.node('this'), ...node.nodes('expressions')]
  const ordinal = node.flag('with_ordinality')
  const texts = await writeAll(lists, context)
  const types = await context.scope.types(texts)
  if (types.some((type) => 'name' in type && /^(MAP|STRUCT)/.test(type.name)))
    throw notSupported('UNNEST of maps or rows')
  const names = lists.map((_, i) => id(columns[i] ?? `_col${i}`))
  const parts = texts.map((text, i) => `unnest(${text}) as ${names[i]}`)
  const count = texts.map((text) => `len(${text})`)
  if (ordinal)
    parts.push(`unnest(range(1, greatest(${count.join(', ')}) + 1)) as ${id(columns[lists.length] ?? 'ordinality')}`)
  return node.close(`lateral (select ${parts.join(', ')}) as ${id(alias ?? 'unnested')}`)
}

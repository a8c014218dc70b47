import { id } from '../../../core/sql.ts'
import { callOf } from './call.ts'
import { type Context, writeList, writeOne } from './context.ts'
import { writeExpression } from './expression.ts'
import { notSupported } from './fault.ts'
import { writeFrom } from './from.ts'
import { writeOrder } from './order.ts'
import type { Place } from './place.ts'
import { rowsScope } from './scope.ts'
import { kindOf, type Node, open, Reader } from './tree.ts'
import { writeWindow } from './window.ts'

/** A query of Trino as DuckDB's. */
export async function writeQuery(node: Node, place: Place): Promise<string> {
  switch (kindOf(node)) {
    case 'select':
      return writeSelect(open(node), place)
    case 'union':
    case 'intersect':
    case 'except':
      return writeSet(open(node), place)
    case 'values':
      return writeValues(open(node), place)
    case 'subquery':
      return writeNested(open(node), place)
    default:
      throw notSupported(`${kindOf(node)} as a query`)
  }
}

async function writeNested(node: Reader, place: Place): Promise<string> {
  const inner = `(${await writeQuery(node.node('this'), place)})`
  return node.close(inner + (await writeTail(node, contextOf(place, { from: `${inner} as inner_query` }))))
}

async function writeValues(node: Reader, place: Place): Promise<string> {
  const context = contextOf(place, { from: '' })
  const rows: string[] = []
  for (const row of node.nodes('expressions'))
    rows.push(`(${await writeList(new Reader('row', row).nodes('expressions'), context)})`)
  return node.close(`values ${rows.join(', ')}`)
}

/** Defines the names of WITH one after the other; each may use those before it. */
async function define(node: Reader, place: Place): Promise<Place> {
  const given = node.optional('with')
  if (!given) return place
  const clause = new Reader('with', given)
  const recursive = clause.flag('recursive')
  const word = recursive ? 'with recursive' : 'with'
  let current = place
  for (const each of clause.nodes('ctes')) {
    const cte = new Reader('with', each)
    const name = cte.word('alias') ?? ''
    const columns = cte.words('columns')
    const names = new Set([...current.names, name.toLowerCase()])
    const head = `${id(name)}${columns.length > 0 ? ` (${columns.map(id).join(', ')})` : ''}`
    const before = current.with === '' ? `${word} ` : `${current.with}, `
    const defined = (query: string): Place => ({ ...current, names, with: `${before}${head} as (${query})` })
    const body = cte.node('this')
    const inside = recursive ? defined(await writeFirst(body, current)) : current
    current = cte.close(defined(await writeQuery(body, inside)))
  }
  return clause.close(current)
}

/** What a recursive query starts from says what its columns are. */
const writeFirst = (body: Node, place: Place): Promise<string> =>
  kindOf(body) === 'union' ? writeQuery(open(body).node('left'), place) : Promise.resolve('select 1')

async function writeSet(node: Reader, place: Place): Promise<string> {
  const inside = await define(node, place)
  const plain = { ...inside, with: inside.with }
  const [left, right] = [await writeQuery(node.node('left'), plain), await writeQuery(node.node('right'), plain)]
  const all = node.flag('all') ? ' all' : ''
  node.flag('distinct')
  const text = `${left} ${node.kind}${all} ${right}`
  const tail = await writeTail(node, contextOf(inside, { from: `(${text}) as set_query` }))
  return node.close(withDefinitions(inside, place, text + tail))
}

/** The definitions stand before the query that made them, and only there. */
const withDefinitions = (inside: Place, outside: Place, text: string): string => {
  if (inside.with === outside.with) return text
  const own = outside.with === '' ? inside.with : `with ${inside.with.slice(outside.with.length + 2)}`
  return `${own} ${text}`
}

interface Around {
  readonly from: string
  readonly groupBy?: string
}

function contextOf({ source, with: definitions, names, outer }: Place, { from, groupBy = '' }: Around): Context {
  return {
    scope: rowsScope(source, { with: definitions, from, groupBy, outer }),
    expression: writeExpression,
    query: (node, scope) => writeQuery(node, { source, with: definitions, names, outer: scope, query: writeQuery }),
  }
}

async function writeSelect(node: Reader, place: Place): Promise<string> {
  const inside = await define(node, place)
  const from = await writeFrom(node, inside, (text) => contextOf(inside, { from: text }))
  const rows = contextOf(inside, { from })
  const where = await writeCondition(node, 'where_clause', rows)
  const items = node.nodes('expressions')
  const groupBy = await writeGroups(node, items, rows)
  const grouped = contextOf(inside, { from, groupBy })
  const windows = await writeWindows(node, grouped)
  const list = await writeItems(items, grouped)
  const having = await writeCondition(node, 'having', grouped)
  const parts = [
    `select ${node.flag('distinct') ? 'distinct ' : ''}${list.join(', ')}`,
    from && `from ${from}`,
    where && `where ${where}`,
    groupBy && `group by ${groupBy}`,
    having && `having ${having}`,
    windows && `window ${windows}`,
  ]
  const text = parts.filter((part) => part !== '').join(' ')
  const ordered = contextOf(inside, { from: from || '(select 1) as one_row', groupBy })
  const tail = await writeTail(node, orElse(ordered, contextOf(inside, { from: `(${text}) as ordered_rows` })))
  return node.close(withDefinitions(inside, place, text + tail))
}

/** ORDER BY may name the query's own columns as well as those it reads. */
const orElse = (context: Context, other: Context): Context => ({
  ...context,
  scope: {
    types: (expressions) => context.scope.types(expressions).catch(() => other.scope.types(expressions)),
  },
})

async function writeCondition(node: Reader, field: string, context: Context): Promise<string> {
  const given = node.optional(field)
  if (!given) return ''
  const clause = new Reader(field, given)
  return clause.close(await writeOne(clause.node('this'), context))
}

/** Columns keep their names in lower case; what has none is called `_col0`, `_col1` by its place. */
async function writeItems(items: readonly Node[], context: Context): Promise<readonly string[]> {
  const list: string[] = []
  for (const [i, item] of items.entries()) {
    const kind = kindOf(item)
    const reader = open(item)
    if (kind === 'star') {
      const table = reader.word('table')
      list.push(reader.close(table === undefined ? '*' : `${id(table)}.*`))
      continue
    }
    const named = kind === 'alias' ? reader.word('alias') : kind === 'column' ? reader.word('name') : undefined
    const text = await writeOne(kind === 'alias' ? reader.node('this') : item, context)
    list.push(`${text} as ${id((named ?? `_col${i}`).toLowerCase())}`)
  }
  return list
}

/** GROUP BY in full: places are replaced by what stands there. */
async function writeGroups(node: Reader, items: readonly Node[], context: Context): Promise<string> {
  const given = node.optional('group_by')
  if (!given) return ''
  const clause = new Reader('group by', given)
  const texts: string[] = []
  for (const each of clause.nodes('expressions')) texts.push(await writeGroup(each, items, context))
  return clause.close(texts.join(', '))
}

async function writeGroup(node: Node, items: readonly Node[], context: Context): Promise<string> {
  if (kindOf(node) === 'literal') {
    const place = Number(open(node).word('value'))
    const item = items[place - 1]
    if (!item) throw notSupported(`GROUP BY ${place}`)
    return writeOne(kindOf(item) === 'alias' ? open(item).node('this') : item, context)
  }
  const call = callOf(node)
  if (call && /^(rollup|cube|grouping sets)$/.test(call.name)) {
    const sets: string[] = []
    for (const arg of call.args) sets.push(await writeOne(arg, context))
    return `${call.name} (${sets.join(', ')})`
  }
  return writeOne(node, context)
}

async function writeWindows(node: Reader, context: Context): Promise<string> {
  const texts: string[] = []
  for (const each of node.nodes('windows')) {
    const window = new Reader('window', each)
    texts.push(window.close(`${id(window.word('name') ?? '')} as (${await writeWindow(window.node('spec'), context)})`))
  }
  return texts.join(', ')
}

/** ORDER BY, OFFSET and LIMIT, wherever they stand. */
async function writeTail(node: Reader, context: Context): Promise<string> {
  const order = node.optional('order_by')
  const items = order ? new Reader('order by', order).nodes('expressions') : []
  const limit = limitOf(node)
  const offset = node.optional('offset')
  return [
    items.length > 0 ? ` order by ${await writeOrder(items, context)}` : '',
    limit === null ? '' : ` limit ${limit}`,
    offset ? ` offset ${countOf(offset)}` : '',
  ].join('')
}

function limitOf(node: Reader): string | null {
  const limit = node.optional('limit')
  const fetch = node.optional('fetch')
  if (fetch) {
    const clause = new Reader('fetch', fetch)
    if (clause.flag('with_ties')) throw notSupported('FETCH FIRST … WITH TIES')
    return literalCount(clause.node('count'))
  }
  return limit ? countOf(limit) : null
}

const countOf = (node: Node): string | never => literalCount('this' in node ? (node.this as Node) : node)

function literalCount(node: Node): string {
  const reader = open(node)
  if (kindOf(node) === 'column' && reader.word('name')?.toLowerCase() === 'all') return '9223372036854775807'
  const value = kindOf(node) === 'literal' ? (reader.word('value') ?? '') : ''
  if (!/^\d+$/.test(value)) throw notSupported('a LIMIT or OFFSET that is not a number')
  return value
}

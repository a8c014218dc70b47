import { singular } from '../model/name.ts'
import { amountColumns } from './amount.ts'
import { privateNotes, shownKeys } from './dimension.ts'
import {
  dateColumns,
  type FactContext,
  headKeys,
  mainDate,
  memberColumns,
  plainColumns,
  type Seen,
  things,
} from './fact-columns.ts'
import { Labels, labelOf, type Variables } from './label.ts'
import { measuresOf } from './measures.ts'
import type { ProposedFact } from './proposal.ts'
import { isHead } from './rank.ts'
import type { View, Views } from './view.ts'

/** One row per row of the table: its dates, its members, what it says of itself and what can be summed. */
export function proposeFact(view: View, variable: string, context: FactContext): ProposedFact {
  const labels = new Labels()
  const rows = [{ path: [], view, through: [] }, ...headsOf(view, context.views)]
  const members = rows.flatMap((seen) => memberColumns(seen, labels, context))
  const dates = rows.flatMap((seen) => dateColumns(seen, labels))
  const keys = shownKeys(view, labels)
  const heads = headKeys(view, labels, keys, context.views)
  const plain = rows.flatMap((seen) => plainColumns(seen, labels))
  const amounts = amountColumns(view, labels, context.views)
  const ids = [...keys, ...heads.filter((head) => !keys.includes(head))]
  const columns = [...members, ...dates.map(({ column }) => column), ...ids, ...plain, ...amounts]
  return {
    variable,
    table: view.name,
    grain: view.key,
    row: rowName(view, context.variables),
    columns,
    on: mainDate(dates)?.column.label ?? null,
    measures: measuresOf({ view, columns, heads, names: context.measures, variable }),
    reaches: [...new Set(rows.flatMap((seen) => reachesOf(seen, context.views)))],
    notes: privateNotes(view),
  }
}

/** Rows that the fact's are parts of: order lines are parts of orders. Heads of heads too. */
function headsOf(
  from: View,
  views: Views,
  path: readonly string[] = [],
  through: readonly string[] = [],
): readonly Seen[] {
  return from.relations
    .filter((relation) => isHead(from, relation, views) && !through.includes(relation.table))
    .flatMap(({ name, table }) => {
      const head = { path: [...path, name], view: views.get(table)!, through: [...through, table] }
      return [head, ...(head.path.length < DEEPEST ? headsOf(head.view, views, head.path, head.through) : [])]
    })
}

const DEEPEST = 3

/** `line`, `item`, or the table in the singular; never the name of a constant. */
function rowName({ name }: View, variables: Variables): string {
  const wanted = labelOf(singular(name)).replace(/_+([A-Za-z\d])/g, (_, next: string) => next.toUpperCase())
  const [, part] = /.(line|item|detail)$/i.exec(wanted) ?? []
  const row = part ? part.toLowerCase().replace('detail', 'line') : wanted
  return row === '' || variables.has(row) ? 'row' : row
}

/** `orders → customers → employees`: what the fact's row is a part of, what that leads to, and where that leads first. */
function reachesOf({ view, through }: Seen, views: Views): readonly string[] {
  return things({ view }, views).map(({ table }) =>
    [...through, ...chain(views.get(table)!, views, [table])].join(' → '),
  )
}

function chain(view: View, views: Views, seen: readonly string[]): readonly string[] {
  const next = view.relations.find(({ table }) => !seen.includes(table))
  return next ? chain(views.get(next.table)!, views, [...seen, next.table]) : seen
}

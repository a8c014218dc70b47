import { singular, snakeCase } from '../model/name.ts'
import { isPlainlyAdditive, isPrice, isQuantity } from './role.ts'
import { columnsOf, datesOf, outgoing, ownColumns, type Relation, type View, type Views } from './view.ts'

/** Tables that hold lines of another's: `orderdetails` of `orders`. */
const PART = /^_?(details?|lines?|items?|positions?|entry|entries|rows?)$/
const EVENTS =
  /(order|invoice|sale|purchase|transaction|booking|reservation|receipt|shipment|delivery|basket|cart|bill|rental|visit|session|trip|ticket)$/

/** True where a row of the target is the head of what the row is a part of: it is not a thing of its own, and gets no dimension. */
export function isHead(view: View, { table }: Relation, views: Views): boolean {
  const target = views.get(table)!
  if (table === view.name) return false
  if (target.key.length === 0) return true
  if (outgoing(target).length === 0 && datesOf(target).length === 0) return false
  const name = singular(snakeCase(table))
  const rest = snakeCase(view.name).startsWith(name) ? snakeCase(view.name).slice(name.length) : ''
  return PART.test(rest) || (EVENTS.test(name) && datesOf(target).length > 0 && outgoing(target).length > 0)
}

/** Tables whose rows are events, the best first. */
export function rankFacts(views: Views): readonly View[] {
  const usable = [...views.values()].filter(({ key }) => key.length > 0)
  const ranked = usable.filter((view) => isEvent(view, views)).toSorted((a, b) => score(b, views) - score(a, views))
  if (ranked.length > 0) return ranked
  return usable
    .filter((view) => view.incoming === 0)
    .toSorted((a, b) => score(b, views) - score(a, views))
    .slice(0, 1)
}

function isEvent(view: View, views: Views): boolean {
  const others = outgoing(view)
  if (others.length === 0) return false
  const measured = columnsOf(view, 'additive').length > 0
  if (view.incoming > 0) return datesOf(view).length > 0 && ownColumns(view).some(isPlainlyAdditive)
  return measured || others.length > 1 || hasDate(view, views)
}

const hasDate = (view: View, views: Views): boolean =>
  datesOf(view).length > 0 ||
  outgoing(view).some((relation) => isHead(view, relation, views) && datesOf(views.get(relation.table)!).length > 0)

/** A table without rows comes after all others. */
const EMPTY = -100

/** Many ways out, none in, something to sum, a date, and many rows. */
function score(view: View, views: Views): number {
  const own = ownColumns(view)
  return (
    3 * Math.min(outgoing(view).length, 4) +
    (view.incoming === 0 ? 6 : -3 * Math.min(view.incoming, 3)) +
    (columnsOf(view, 'additive').length > 0 ? 4 : 0) +
    (own.some(isQuantity) && own.some(isPrice) ? 5 : 0) +
    (hasDate(view, views) ? 3 : 0) +
    (view.rows === 0 ? EMPTY : Math.log10(view.rows))
  )
}

import type { FactPlan, LinkPlan, StarPlan } from '../../model/plan.ts'
import { computationOf } from '../measure.ts'
import { pathsOf } from '../path.ts'
import type { Board, BoardFact, BoardMeasure, Detail, Drill, Format, Level, Top } from './board.ts'
import { drillsOf } from './drills.ts'
import { dateOf, type FactProfile, type Profile } from './profile.ts'
import { labelOf, levelOf } from './words.ts'

const TILES = 6
const STATUS = /status|stage|phase|state$/i
const MOST_STATES = 12

/** The dashboard of a star. Facts without measures have none. */
export const describeStar = (plan: StarPlan, profile: Profile): Board => ({
  facts: plan.facts
    .filter(({ measures }) => measures.length > 0)
    .map((fact) => describeFact(fact, plan, profile.facts[fact.name] ?? { attributes: {}, days: null })),
})

function describeFact(fact: FactPlan, plan: StarPlan, profile: FactProfile): BoardFact {
  const measures = fact.measures.map((measure) => describeMeasure(measure, fact))
  const status = statusOf(fact, profile)
  const { what, where } = drillsOf({ fact, plan, profile, except: status?.path ?? null })
  const date = dateOf(fact, plan)
  const levels = [what?.levels[0], where?.levels[0], status, what?.levels[1], where?.levels[1]]
  return {
    name: fact.name,
    label: labelOf(fact.name),
    measures,
    tiles: measures.slice(0, TILES).map(({ name }) => name),
    date: date ? date.name.slice(0, -'.date'.length) : null,
    days: profile.days,
    what,
    where,
    top: topOf(what, fact),
    status,
    filters: levels.filter((level) => level != null),
    detail: detailOf({ fact, plan, what, where, status, measures, date: date?.name }),
  }
}

function describeMeasure(measure: FactPlan['measures'][number], fact: FactPlan): BoardMeasure {
  const { kind } = measure.definition
  return {
    name: measure.name,
    label: labelOf(measure.name),
    format: formatOf(measure, fact),
    additive: kind === 'sum' || kind === 'count',
  }
}

const PERCENT = /rate|share|percent|pct|margin|under|ratio|quota/i

/** Money over money is a part of it; anything over a count keeps the digits of what it is made of. */
function formatOf(measure: FactPlan['measures'][number], fact: FactPlan): Format {
  const { type } = computationOf(measure, fact)
  const number = type.kind === 'integer' || type.kind === 'decimal' || type.kind === 'float'
  if (!number) return { kind: 'text', digits: 0 }
  if (measure.definition.kind !== 'ratio') return { kind: 'number', digits: type.kind === 'decimal' ? type.scale : 0 }
  const [over, under] = measure.definition.over.map((name) => digitsOf(name, fact)) as [number, number]
  const isPart = (over === under && over > 0) || (over === under && PERCENT.test(measure.name))
  return isPart ? { kind: 'percent', digits: 1 } : { kind: 'number', digits: 2 }
}

function digitsOf(name: string, fact: FactPlan): number {
  const part = fact.measures.find((one) => one.name === name)!
  const { type } = computationOf(part, fact)
  return type.kind === 'decimal' ? type.scale : 0
}

/** A column of the fact's own that says how far a row has come. */
function statusOf(fact: FactPlan, { attributes }: FactProfile): Level | null {
  const found = fact.columns.find(({ label }) => {
    const values = attributes[label]?.values ?? 0
    return STATUS.test(label) && values >= 2 && values <= MOST_STATES
  })
  return found ? levelOf(found.label) : null
}

function topOf(what: Drill | null, fact: FactPlan): Top | null {
  const level = what?.levels.at(-1)
  return level ? { level, price: priceOf(fact) } : null
}

/** Two ratios over one measure, one of them the list's. */
function priceOf({ measures }: FactPlan): Top['price'] {
  const ratios = measures.flatMap(({ name, definition }) =>
    definition.kind === 'ratio' ? [{ name, under: definition.over[1] }] : [],
  )
  for (const list of ratios.filter(({ name }) => /^list/i.test(name))) {
    const paid = ratios.find(({ name, under }) => name !== list.name && under === list.under && /price/i.test(name))
    if (paid) return { paid: paid.name, list: list.name }
  }
  return null
}

interface Parts {
  readonly fact: FactPlan
  readonly plan: StarPlan
  readonly what: Drill | null
  readonly where: Drill | null
  readonly status: Level | null
  readonly measures: readonly BoardMeasure[]
  readonly date: string | undefined
}

const MOST_FIGURES = 4

/** The rows themselves: the key of the source, when, what, where, and the figures of one row. */
function detailOf({ fact, plan, what, where, status, measures, date }: Parts): Detail {
  const key = fact.grain.map(({ label, expression }) => ({
    path: label,
    column: expression.op === 'column' ? expression.column : label,
  }))
  const levels = [what?.levels.at(-1), where?.levels[0], where?.levels.at(-1), status].filter((level) => level != null)
  const paths = [...key.map(({ path }) => path), ...(date ? [date] : []), ...levels.map(({ path }) => path)]
  const known = new Set(pathsOf(fact, plan).map(({ name }) => name))
  const price = priceOf(fact)
  const ofRows = fact.measures.filter(
    ({ name, definition }) => definition.kind === 'sum' || name === price?.paid || name === price?.list,
  )
  return {
    paths: [...new Set(paths)]
      .filter((path) => known.has(path))
      .map((path) => (path === date ? dayLevel(path, fact) : levelOf(path))),
    measures: measures
      .filter(({ name }) => ofRows.some((one) => one.name === name))
      .slice(0, MOST_FIGURES)
      .map(({ name }) => name),
    table: fact.from,
    key,
  }
}

function dayLevel(path: string, fact: FactPlan): Level {
  const link: LinkPlan | undefined = fact.links.find(({ dimension, label }) => dimension === null && label === fact.on)
  return { path, label: link ? labelOf(link.label) : labelOf(path.slice(0, -'.date'.length)) }
}

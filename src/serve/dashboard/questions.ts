import type { Asked, Wanted } from '../asked.ts'
import type { BoardFact, BoardMeasure, Drill, Level } from './board.ts'
import { conditionsOf, type Grain, type PageState } from './page-state.ts'
import { grainOf, type Range, rangeOf } from './presets.ts'

export type ViewId = 'tiles' | 'time' | 'what' | 'where' | 'cross' | 'top' | 'season' | 'status' | 'detail'

/** Views that are seen first are asked first, and do not wait for the others. */
export const FIRST_SEEN: readonly ViewId[] = ['tiles', 'time', 'what', 'where']

/** Rows that the detail fetches at most; what is exported is all of them. */
export const MOST_DETAIL = 1000

/** A state, with all that follows from it for one fact. */
export interface Chosen {
  readonly fact: BoardFact
  readonly measure: BoardMeasure
  /** Null: all days. */
  readonly range: Range | null
  readonly grain: Grain
  /** The level at which each breakdown stands: below those of which one value is chosen. */
  readonly what: Level | null
  readonly where: Level | null
  readonly state: PageState
}

export function choose(facts: readonly BoardFact[], state: PageState): Chosen {
  const fact = facts.find(({ name }) => name === state.fact) ?? facts[0]!
  const range = rangeOf(state.period, fact.days)
  return {
    fact,
    measure: fact.measures.find(({ name }) => name === state.measure) ?? fact.measures[0]!,
    range,
    grain: state.grain ?? grainOf(range, fact.days),
    what: levelOf(fact.what, state),
    where: levelOf(fact.where, state),
    state,
  }
}

/** The coarsest level of which not exactly one value is chosen; the finest, where all are. */
function levelOf(drill: Drill | null, { filters }: PageState): Level | null {
  if (!drill) return null
  return drill.levels.find(({ path }) => filters[path]?.length !== 1) ?? drill.levels.at(-1)!
}

/** The columns of the calendar that make a grain. */
const grainPaths = (date: string, grain: Grain): readonly string[] =>
  ({
    year: [`${date}.year`],
    quarter: [`${date}.year`, `${date}.quarter`],
    month: [`${date}.year`, `${date}.month`],
    day: [`${date}.date`],
  })[grain]

/** What each view asks; a view that this fact cannot have is missing. */
export function questionsOf(chosen: Chosen): Readonly<Partial<Record<ViewId, Asked>>> {
  const { fact, measure, grain, what, where, state } = chosen
  const all: Partial<Record<ViewId, Asked | null>> = {
    tiles: asked(chosen, { measures: named(chosen), by: [] }),
    time: fact.date ? asked(chosen, { measures: named(chosen), by: grainPaths(fact.date, grain) }) : null,
    what: what && asked(chosen, { measures: [measure.name], by: [what.path], order: `-${measure.name}` }),
    where: where && asked(chosen, { measures: [measure.name], by: [where.path], order: `-${measure.name}` }),
    cross: what && where && plain(chosen, { measures: [measure.name], by: [what.path, where.path] }),
    top: topQuestion(chosen),
    season: fact.date ? plain(chosen, { measures: [measure.name], by: grainPaths(fact.date, 'month') }) : null,
    status: fact.status && plain(chosen, { measures: [measure.name], by: [fact.status.path] }),
    detail: detailQuestion(chosen, state),
  }
  return Object.fromEntries(Object.entries(all).filter(([, question]) => question))
}

/** The tiles' measures, and the one that is shown. */
const named = ({ fact, measure }: Chosen): readonly string[] => [...new Set([...fact.tiles, measure.name])]

function topQuestion(chosen: Chosen): Asked | null {
  const { fact, measure, state } = chosen
  if (!fact.top) return null
  const { level, price } = fact.top
  const measures = [...new Set([measure.name, ...(price ? [price.paid, price.list] : [])])]
  return plain(chosen, { measures, by: [level.path], order: `-${measure.name}`, limit: state.top })
}

function detailQuestion(chosen: Chosen, { sort }: PageState): Asked {
  const { paths, measures } = chosen.fact.detail
  const by = paths.map(({ path }) => path)
  const known = sort !== null && [...by, ...measures].includes(sort.replace(/^-/, ''))
  const order = known ? sort : measures[0] ? `-${measures[0]}` : by[0]!
  const figures = measures.length > 0 ? measures : [chosen.measure.name]
  return plain(chosen, { measures: figures, by, order, limit: MOST_DETAIL })
}

/** The groups of a path to choose from, under every other condition. */
export const choicesQuestion = (chosen: Chosen, path: string): Asked => {
  const first = chosen.fact.measures[0]!.name
  return { measures: [first], by: [path], where: whereOf(chosen, path), order: `-${first}` }
}

function whereOf({ fact, range, state }: Chosen, without?: string): Readonly<Record<string, Wanted>> {
  const filters = conditionsOf(state, without)
  return range && fact.date ? { ...filters, [`${fact.date}.date`]: range } : filters
}

const plain = (chosen: Chosen, question: Asked): Asked => ({ ...question, where: whereOf(chosen) })

/** With the period before, where there is a period. */
function asked(chosen: Chosen, question: Asked): Asked {
  const { range, state } = chosen
  return { ...plain(chosen, question), ...(range && state.compare ? { compare: state.compare } : {}) }
}

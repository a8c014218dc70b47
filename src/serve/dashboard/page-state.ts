import { type Comparison, isRange, valuesOf, type Wanted, type WantedValue } from '../asked.ts'
import { conditionText, readCondition } from '../condition-text.ts'

export const GRAINS = ['year', 'quarter', 'month', 'day'] as const
export type Grain = (typeof GRAINS)[number]

/** All that a reader can choose. It is the page's URL, and nothing else holds any of it. */
export interface PageState {
  /** Which fact; null for the first. */
  readonly fact: string | null
  /** A preset's name, or `2004-01-01..2004-06-30`. */
  readonly period: string
  readonly compare: Comparison | null
  /** Values that count, by path; NULL is the group without one. */
  readonly filters: Readonly<Record<string, readonly WantedValue[]>>
  /** Null: as fits the period. */
  readonly grain: Grain | null
  /** The measure that the views show; null for the first. */
  readonly measure: string | null
  readonly top: number
  /** A column of the detail, `-sales` for the greatest first; null for the measure shown. */
  readonly sort: string | null
  readonly page: number
  /** Views that are shown as tables. */
  readonly tables: readonly string[]
}

export const INITIAL: PageState = {
  fact: null,
  period: 'all',
  compare: 'sameDaysLastYear',
  filters: {},
  grain: null,
  measure: null,
  top: 10,
  sort: null,
  page: 1,
  tables: [],
}

export const MOST_TOP = 20

const COMPARISONS: Readonly<Record<string, Comparison | null>> = {
  'last-year': 'sameDaysLastYear',
  previous: 'previousPeriod',
  none: null,
}

/** The state as a query: only what is not as at first, in one order, so that equal states have equal URLs. */
export function searchOf(state: PageState): string {
  const query = new URLSearchParams()
  const put = (name: string, value: string | null, initial: string | null) => {
    if (value !== null && value !== initial) query.append(name, value)
  }
  const compare = Object.entries(COMPARISONS).find(([, value]) => value === state.compare)?.[0] ?? 'none'
  put('fact', state.fact, null)
  put('tr', state.period, INITIAL.period)
  put('compare_tr', compare, 'last-year')
  for (const [path, values] of Object.entries(state.filters).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    if (values.length > 0) query.append('f', conditionText(path, values))
  put('grain', state.grain, null)
  put('m', state.measure, null)
  put('top', String(state.top), String(INITIAL.top))
  const [direction, column] = state.sort?.startsWith('-') ? ['desc', state.sort.slice(1)] : ['asc', state.sort]
  put('sort_by', column ?? null, null)
  if (column) put('sort_dir', direction!, 'desc')
  put('page', String(state.page), '1')
  put('t', state.tables.toSorted().join(','), '')
  const text = query.toString()
  return text === '' ? '' : `?${text}`
}

/** Reads a query that anybody may have written: what it does not understand is as at first. */
export function stateOf(search: string): PageState {
  const query = new URLSearchParams(search)
  const compare = query.get('compare_tr') ?? ''
  const grain = query.get('grain') as Grain | null
  const column = query.get('sort_by')
  return {
    fact: query.get('fact'),
    period: query.get('tr') ?? INITIAL.period,
    compare: Object.hasOwn(COMPARISONS, compare) ? COMPARISONS[compare]! : INITIAL.compare,
    filters: Object.fromEntries(query.getAll('f').flatMap(filterOf)),
    grain: grain !== null && GRAINS.includes(grain) ? grain : null,
    measure: query.get('m'),
    top: within(query.get('top'), INITIAL.top, MOST_TOP),
    sort: column ? `${query.get('sort_dir') === 'asc' ? '' : '-'}${column}` : null,
    page: within(query.get('page'), 1, 1_000_000),
    tables: (query.get('t') ?? '').split(',').filter(Boolean),
  }
}

function within(text: string | null, otherwise: number, most: number): number {
  const number = Number(text)
  return text !== null && Number.isSafeInteger(number) && number >= 1 && number <= most ? number : otherwise
}

function filterOf(text: string): [string, readonly WantedValue[]][] {
  const [path, wanted] = readCondition(text) ?? []
  if (path === undefined || wanted === undefined || isRange(wanted)) return []
  return [[path, [...new Set(valuesOf(wanted))]]]
}

/** A state's filters as conditions of a question, but for the path left out. */
export const conditionsOf = ({ filters }: PageState, without?: string): Readonly<Record<string, Wanted>> =>
  Object.fromEntries(Object.entries(filters).filter(([path, values]) => path !== without && values.length > 0))

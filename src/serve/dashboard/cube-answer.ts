import type { AnswerToAsk } from '../ask.ts'
import { type AnswerRow, type Asked, type Comparison, isRange, valuesOf, type Wanted } from '../asked.ts'
import { type OrderKey, sortRows } from '../order.ts'
import { comparedDays, type Days, movedDay } from '../period.ts'
import { compareTexts } from '../text-order.ts'
import type { Cube, CubeMeasure } from './cube.ts'
import { Groups, type Reading } from './cube-groups.ts'

/** Answers a question from cubes as the engine answers it from the star; null where no cube holds what it names. */
export function answerFromCubes(cubes: readonly Cube[], asked: Asked): AnswerToAsk | null {
  const cube = cubes.find((one) =>
    asked.measures.every((name) => one.measures.some((measure) => measure.name === name)),
  )
  const reading = cube && readingOf(cube)
  const names = [...(asked.by ?? []), ...Object.keys(asked.where ?? {})]
  if (!cube || !reading || names.some((name) => !reading.columns.has(name))) return null
  const measures = asked.measures.map((name) => cube.measures.find((one) => one.name === name)!)
  const order = orderOf(asked, measures, reading)
  const columns = [
    ...(asked.by ?? []).map((name) => ({ name, type: reading.columns.get(name)!.type, kind: 'path' as const })),
    ...measures.map(({ name, type }) => ({ name, type, kind: 'measure' as const })),
  ]
  const found = asked.compare
    ? compared(asked, asked.compare, { measures, reading })
    : { rows: groupsOf(asked, { measures, reading }) }
  return { columns, ...found, rows: sortRows(found.rows, order, asked.limit), sql: [] }
}

const readings = new WeakMap<Cube, Reading>()

/** A cube with its columns by name, and what the calendar says of its days; made once. */
function readingOf(cube: Cube): Reading {
  const known = readings.get(cube)
  if (known) return known
  const columns = new Map(cube.paths.map(({ name, type, values, at }) => [name, { type, values, at }] as const))
  for (const { name, type, of, part } of cube.parts) {
    const days = columns.get(of)
    if (days) columns.set(name, { type, at: days.at, values: days.values.map((day) => partOf(day, part)) })
  }
  const made = { cube, columns }
  readings.set(cube, made)
  return made
}

function partOf(day: string | null, part: 'year' | 'quarter' | 'month'): string | null {
  if (day === null) return null
  const [year, month] = day.split('-').map(Number) as [number, number]
  return String({ year, quarter: Math.ceil(month / 3), month }[part])
}

interface Given {
  readonly measures: readonly CubeMeasure[]
  readonly reading: Reading
}

interface Moved {
  readonly path: string
  readonly days: Days
  readonly move: (day: string) => string
}

function groupsOf({ by = [], where = {} }: Asked, { measures, reading }: Given, moved?: Moved): readonly AnswerRow[] {
  const groups = new Groups(reading, by, moved)
  const tests = Object.entries(where).map(([path, wanted]) => testOf(path, wanted, reading))
  for (let cell = 0; cell < reading.cube.cells; cell++) if (tests.every((holds) => holds(cell))) groups.put(cell)
  return groups.rows(measures)
}

/** Whether a cell meets a condition: each value is tested once. */
function testOf(path: string, wanted: Wanted, { columns }: Reading): (cell: number) => boolean {
  const { values, at, type } = columns.get(path)!
  const compare = /int|decimal/.test(type) ? (a: string, b: string) => Number(a) - Number(b) : compareTexts
  const within = (value: string | null): boolean => {
    if (!isRange(wanted)) return valuesOf(wanted).some((one) => (one === null ? value === null : String(one) === value))
    const { from, to } = wanted
    return (
      value !== null &&
      (from === undefined || compare(value, String(from)) >= 0) &&
      (to === undefined || compare(value, String(to)) <= 0)
    )
  }
  const holds = values.map(within)
  return (cell) => holds[at[cell]!]!
}

function compared(
  asked: Asked,
  comparison: Comparison,
  given: Given,
): { rows: readonly AnswerRow[]; periods: { now: Days; before: Days } } {
  const found = Object.entries(asked.where ?? {}).find(([path, wanted]) => path.endsWith('.date') && isRange(wanted))
  const [path, range] = found as [string, { from: string; to?: string }]
  const { [path]: _, ...where } = asked.where ?? {}
  const days = given.reading.columns.get(path)!.values.filter((day) => day !== null)
  const last = days.reduce<string | null>((latest, day) => (latest === null || day > latest ? day : latest), null)
  const periods = comparedDays({ from: range.from, to: range.to ?? last ?? range.from }, comparison, last)
  const ask = (period: Days, moved?: Moved) => groupsOf({ ...asked, where: { ...where, [path]: period } }, given, moved)
  const now = ask(periods.now)
  const before = ask(periods.before, { path, days: periods.now, move: (day) => movedDay(day, periods.now, comparison) })
  return { rows: beside(now, before, asked), periods }
}

/** Groups of both periods; one that a period lacks has no measures there. */
function beside(
  now: readonly AnswerRow[],
  before: readonly AnswerRow[],
  { by = [], measures }: Asked,
): readonly AnswerRow[] {
  const idOf = ({ values }: AnswerRow): string => JSON.stringify(by.map((name) => values[name]))
  const only = (row: AnswerRow | undefined) =>
    Object.fromEntries(measures.map((name) => [name, row?.values[name] ?? null]))
  const earlier = new Map(before.map((row) => [idOf(row), row]))
  const present = new Set(now.map(idOf))
  return [
    ...now.map((row) => ({ ...row, previous: only(earlier.get(idOf(row))) })),
    ...before
      .filter((row) => !present.has(idOf(row)))
      .map((row) => ({ values: { ...row.values, ...only(undefined) }, previous: only(row) })),
  ]
}

/** The order asked, then the paths; the same as that of `ask`. */
function orderOf(
  { order = [], limit, by = [], measures: names }: Asked,
  measures: readonly CubeMeasure[],
  { columns }: Reading,
): readonly OrderKey[] {
  const wanted = typeof order === 'string' ? [order] : order
  const said = wanted.length > 0 ? wanted : limit === undefined ? [] : [`-${names[0]}`]
  const keys = said.map((each) => ({ name: each.replace(/^-/, ''), down: each.startsWith('-') }))
  const rest = by.filter((name) => !keys.some((key) => key.name === name)).map((name) => ({ name, down: false }))
  const numeric = (name: string): boolean =>
    measures.find((one) => one.name === name)?.isNumber ??
    /int|decimal|float|double/.test(columns.get(name)?.type ?? '')
  return [...keys, ...rest].map((key) => ({ ...key, numeric: numeric(key.name) }))
}

import { type ColumnType, typeText } from '../../core/schema.ts'
import { path as qualified } from '../../core/sql.ts'
import type { FactPlan, MeasurePlan, StarPlan } from '../../model/plan.ts'
import type { Star } from '../ask.ts'
import { factStatement } from '../fact-sql.ts'
import { AVERAGE_DIGITS, computationOf, RATIO_SCALE } from '../measure.ts'
import { type Path, pathsOf } from '../path.ts'
import type { BoardFact } from './board.ts'
import { type CalendarPart, type Cube, type CubeFigure, type Formula, MOST_CELLS } from './cube.ts'
import { dateOf } from './profile.ts'

interface Figure extends Omit<CubeFigure, 'cells'> {
  readonly sql: string
}

/** The cube of one fact; null where it has too many cells. */
export async function makeCube(board: BoardFact, { plan, engine }: Star): Promise<Cube | null> {
  const fact = plan.facts.find(({ name }) => name === board.name)!
  const figures: Figure[] = []
  const formulas = fact.measures.map((measure) => formulaOf(measure, { fact, figures, dayOf: dayOf(fact, plan) }))
  const paths = pathsOfCube(board, fact, plan)
  const statement = factStatement({
    part: { fact, measures: [], by: paths, where: [] },
    plan,
    figures,
    period: null,
    sorted: { places: [], limit: MOST_CELLS + 1 },
  })
  const { rows } = await engine.query(statement.sql, statement.parameters)
  if (rows.length > MOST_CELLS) return null
  return {
    fact: fact.name,
    cells: rows.length,
    paths: paths.map((path, i) => ({
      name: path.name,
      type: typeText(path.type),
      ...dictionary(rows.map((row) => member(row[i]!, path))),
    })),
    parts: partsOf(board),
    figures: figures.map(({ kind, isNumber }, i) => ({
      kind,
      isNumber,
      cells: rows.map((row) => row[paths.length + i]!),
    })),
    measures: fact.measures.map((measure, i) => {
      const { type } = computationOf(measure, fact)
      const isNumber = type.kind === 'integer' || type.kind === 'decimal' || type.kind === 'float'
      return { name: measure.name, type: typeText(type), isNumber, formula: formulas[i]! }
    }),
  }
}

/** Keys of the unknown and the missing member are nobody's. */
const member = (value: string | null, { type }: Path): string | null =>
  type === KEY && value !== null && Number(value) <= 0 ? null : value

function dictionary(column: readonly (string | null)[]) {
  const places = new Map<string | null, number>()
  for (const value of column) if (!places.has(value)) places.set(value, places.size)
  const at = column.map((value) => places.get(value)!)
  return { values: [...places.keys()], at }
}

const KEY: ColumnType = { kind: 'integer', bits: 32 }
const COUNTED = 'distinct '
const distinctPath = (measure: string): string => COUNTED + measure

/** Everything the dashboard groups or chooses by, and what it counts values of. */
function pathsOfCube(
  { date, what, where, status, filters, detail }: BoardFact,
  fact: FactPlan,
  plan: StarPlan,
): readonly Path[] {
  const all = pathsOf(fact, plan)
  const levels = [
    ...(what?.levels ?? []),
    ...(where?.levels ?? []),
    ...filters,
    ...detail.paths,
    ...(status ? [status] : []),
  ]
  const along = fact.measures.flatMap(({ definition }) =>
    definition.kind === 'last' ? [`${definition.along}.date`] : [],
  )
  const names = new Set([...levels.map(({ path }) => path), ...(date ? [`${date}.date`] : []), ...along])
  const counted = fact.measures.filter(({ definition }) => definition.kind === 'countDistinct')
  return [
    ...all.filter(({ name }) => names.has(name)),
    ...counted.map(({ name, column }): Path => {
      const own = fact.columns.find((one) => one.name === column)
      return { name: distinctPath(name), type: own?.expression.type ?? KEY, link: null, column: column! }
    }),
  ]
}

function partsOf({ date }: BoardFact): readonly CalendarPart[] {
  if (date === null) return []
  return (['year', 'quarter', 'month'] as const).map((part) => ({
    name: `${date}.${part}`,
    type: 'integer',
    of: `${date}.date`,
    part,
  }))
}

interface Making {
  readonly fact: FactPlan
  readonly figures: Figure[]
  readonly dayOf: (link: string) => string
}

/** The path of a date's days: the one that the dashboard goes by has a name of its own. */
const dayOf =
  (fact: FactPlan, plan: StarPlan) =>
  (link: string): string => {
    const own = dateOf(fact, plan)
    return own?.link?.label === link ? own.name : `${link}.date`
  }

function formulaOf({ name, definition, column }: MeasurePlan, making: Making): Formula {
  const { fact, figures } = making
  const own = fact.columns.find((one) => one.name === column)
  const value = qualified('f', column ?? '')
  const put = (sql: string, kind: Figure['kind'] = 'sum', isNumber = true): number =>
    figures.push({ sql, kind, isNumber }) - 1
  const sum = (sql: string, least: string | null = null): Formula => ({ kind: 'figure', figure: put(sql), least })
  switch (definition.kind) {
    case 'count':
      return sum('count(*)', '0')
    case 'countDistinct':
      return { kind: 'distinct', path: distinctPath(name) }
    case 'min':
    case 'max': {
      const { kind } = own!.expression.type
      const isNumber = kind === 'integer' || kind === 'decimal' || kind === 'float'
      return { kind: 'figure', figure: put(`${definition.kind}(${value})`, definition.kind, isNumber), least: null }
    }
    case 'average':
      return {
        kind: 'divided',
        over: sum(`sum(${value})`),
        under: sum(`count(${value})`, '0'),
        scale: scaleOf(own) + AVERAGE_DIGITS,
      }
    case 'last':
      return { kind: 'last', figure: put(`sum(${value})`), along: making.dayOf(definition.along) }
    case 'ratio': {
      const [over, under] = definition.over.map((part) =>
        formulaOf(fact.measures.find((one) => one.name === part)!, making),
      ) as [Formula, Formula]
      return { kind: 'divided', over, under, scale: RATIO_SCALE }
    }
    default:
      return sum(`sum(${value})`)
  }
}

const scaleOf = (column: FactPlan['columns'][number] | undefined): number =>
  column?.expression.type.kind === 'decimal' ? column.expression.type.scale : 0

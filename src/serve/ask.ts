import type { Answer, Engine } from '../core/engine.ts'
import { type ColumnType, typeText } from '../core/schema.ts'
import { text } from '../core/sql.ts'
import type { StarPlan } from '../model/plan.ts'
import type { AnswerRow, Asked, Comparison } from './asked.ts'
import { type FactQuestion, factStatement, type Sorted, type Statement } from './fact-sql.ts'
import { type Computation, computationOf } from './measure.ts'
import { checkLimit, type OrderKey, orderOf, sortRows } from './order.ts'
import { askedPeriod, comparedDays, type Days, dateLink, moveOf, type Period } from './period.ts'
import { wrongQuestion } from './question-error.ts'
import { type Part, type ResolvedQuestion, resolveQuestion } from './resolve.ts'

export interface AnswerToAsk {
  /** Paths first, then measures. */
  readonly columns: readonly { readonly name: string; readonly type: string; readonly kind: 'path' | 'measure' }[]
  readonly rows: readonly AnswerRow[]
  /** What was asked of the engine, with values written in. */
  readonly sql: readonly string[]
  /** The days compared, like for like; only where a comparison was asked. */
  readonly periods?: { readonly now: Days; readonly before: Days }
}

export interface Star {
  readonly plan: StarPlan
  /** Answers SELECTs over the published tables by name. */
  readonly engine: Pick<Engine, 'query'>
}

/**
 * Answers a question: one GROUP BY per fact, several facts put side by side by what they share. Fails with QUESTION where it names what the
 * star has not, or what its facts do not share.
 */
export async function answerQuestion(asked: Asked, star: Star): Promise<AnswerToAsk> {
  checkLimit(asked)
  if (asked.compare !== undefined) return compared(asked, asked.compare, star)
  const question = resolveQuestion(asked, star.plan)
  const order = orderOf(asked, question)
  const answered = await askAll(question, { star, order, limit: asked.limit })
  const rows = sortRows(
    answered.rows.map((values) => ({ values })),
    order,
    asked.limit,
  )
  return { columns: columnsOf(question, answered), rows, sql: answered.sql }
}

interface Asking {
  readonly star: Star
  readonly order?: readonly OrderKey[]
  readonly limit?: number | undefined
  readonly period?: (part: Part) => Period | null
}

interface Answered {
  readonly rows: readonly Readonly<Record<string, string | null>>[]
  readonly types: Readonly<Record<string, ColumnType>>
  readonly sql: readonly string[]
}

/** Every fact by itself, then all side by side. */
async function askAll(question: ResolvedQuestion, asking: Asking): Promise<Answered> {
  const groups = new Map<string, Record<string, string | null>>()
  const types: Record<string, ColumnType> = {}
  const sql: string[] = []
  const nothing = Object.fromEntries(question.measures.map((name) => [name, null]))
  for (const part of question.parts) {
    const computations = part.measures.map(({ plan }) => computationOf(plan, part.fact))
    const statement = statementOf(part, computations, asking, question)
    sql.push(written(statement))
    const { rows } = await asking.star.engine.query(statement.sql, statement.parameters)
    part.by.forEach((path, i) => {
      types[question.by[i]!] = path.type
    })
    for (const row of rows) {
      const by = row.slice(0, part.by.length)
      const id = JSON.stringify(by)
      const group = groups.get(id) ?? {
        ...Object.fromEntries(question.by.map((name, i) => [name, by[i]!])),
        ...nothing,
      }
      Object.assign(group, measured(part, computations, row.slice(part.by.length)))
      groups.set(id, group)
    }
    part.measures.forEach(({ name }, i) => {
      types[name] = computations[i]!.type
    })
  }
  return { rows: [...groups.values()], types, sql }
}

function statementOf(
  part: Part,
  computations: readonly Computation[],
  asking: Asking,
  question: ResolvedQuestion,
): Statement {
  const given: FactQuestion = {
    part,
    plan: asking.star.plan,
    figures: computations.flatMap(({ figures }) => figures),
    period: asking.period?.(part) ?? null,
    sorted: sortedByEngine(computations, asking, question),
  }
  return factStatement(given)
}

/** The engine sorts and cuts where one fact answers and nothing that it sorts by is divided afterwards. */
function sortedByEngine(
  computations: readonly Computation[],
  { order, limit }: Asking,
  { by, parts, measures }: ResolvedQuestion,
): Sorted | null {
  const byMeasure = (order ?? []).map(({ name }) => computations[measures.indexOf(name)])
  if (limit === undefined || !order || parts.length > 1 || byMeasure.some((one) => one?.plain === false)) return null
  const places = order.map(({ name, down }) => {
    const group = by.indexOf(name)
    if (group >= 0) return { group, figure: null, down }
    const before = computations.slice(0, measures.indexOf(name))
    return { group: null, figure: before.reduce((sum, { figures }) => sum + figures.length, 0), down }
  })
  return { places, limit }
}

function measured(part: Part, computations: readonly Computation[], cells: readonly (string | null)[]) {
  let at = 0
  return Object.fromEntries(
    computations.map(({ figures, value }, i) => {
      const own = cells.slice(at, at + figures.length)
      at += figures.length
      return [part.measures[i]!.name, value(own)]
    }),
  )
}

const columnsOf = ({ by, measures }: ResolvedQuestion, { types }: Answered): AnswerToAsk['columns'] => [
  ...by.map((name) => ({ name, type: typeText(types[name]!), kind: 'path' as const })),
  ...measures.map((name) => ({ name, type: typeText(types[name]!), kind: 'measure' as const })),
]

/** The statement as people can run it. */
const written = ({ sql, parameters }: Statement): string => {
  let at = 0
  return sql.replace(/"(?:[^"]|"")*"|\?/g, (piece) => (piece === '?' ? text(String(parameters[at++])) : piece))
}

/** The same question of two periods, like for like. */
async function compared(asked: Asked, comparison: Comparison, star: Star): Promise<AnswerToAsk> {
  const { path, days, rest } = askedPeriod(asked, star.plan)
  const question = resolveQuestion(rest, star.plan)
  const label = path.slice(0, -'.date'.length)
  const linkOf = (part: Part) => {
    const link = dateLink(part.fact, label)
    if (!link)
      throw wrongQuestion(
        path,
        `${part.fact.name} has no date ${label}`,
        'Compare by a date that all measures share: date.date .',
      )
    return link
  }
  const lastDay = await lastDayOf(question, star, linkOf)
  const periods = comparedDays({ from: days.from, to: days.to ?? lastDay ?? days.from }, comparison, lastDay)
  const ask = (days: Days, move: string | null) =>
    askAll(question, { star, period: (part) => ({ link: linkOf(part), ...days, move }) })
  const now = await ask(periods.now, null)
  const before = await ask(periods.before, moveOf(periods.now, comparison))
  const order = orderOf(asked, question)
  const rows = sortRows(beside(question, now, before), order, asked.limit)
  return {
    columns: columnsOf(question, { ...now, types: { ...before.types, ...now.types } }),
    rows,
    sql: [...now.sql, ...before.sql],
    periods,
  }
}

/** Groups of both periods; one that a period lacks has no measures there. */
function beside({ by, measures }: ResolvedQuestion, now: Answered, before: Answered): readonly AnswerRow[] {
  const idOf = (row: Readonly<Record<string, string | null>>): string => JSON.stringify(by.map((name) => row[name]))
  const earlier = new Map(before.rows.map((row) => [idOf(row), row]))
  const nothing = Object.fromEntries(measures.map((name) => [name, null]))
  const only = (row: Readonly<Record<string, string | null>> | undefined) =>
    Object.fromEntries(measures.map((name) => [name, row?.[name] ?? null]))
  const present = new Set(now.rows.map(idOf))
  return [
    ...now.rows.map((values) => ({ values, previous: only(earlier.get(idOf(values))) })),
    ...before.rows
      .filter((row) => !present.has(idOf(row)))
      .map((row) => ({ values: { ...row, ...nothing }, previous: only(row) })),
  ]
}

/** The last day on which any of the facts has a row. */
async function lastDayOf(
  { parts }: ResolvedQuestion,
  { plan, engine }: Star,
  linkOf: (part: Part) => ReturnType<typeof dateLink> & object,
): Promise<string | null> {
  const days: string[] = []
  for (const part of parts) {
    const { fact } = part
    const along = linkOf(part)
    const question: FactQuestion = {
      part: { fact, measures: [], by: [], where: [] },
      plan,
      figures: [{ sql: `max(d${fact.links.indexOf(along)}."date")`, needs: along }],
      period: null,
      sorted: null,
    }
    const { rows }: Answer = await engine.query(factStatement(question).sql)
    if (rows[0]?.[0]) days.push(rows[0][0])
  }
  return days.sort().at(-1) ?? null
}

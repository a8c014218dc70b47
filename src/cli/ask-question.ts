import { StarliftError } from '../core/error.ts'
import type { Asked, Wanted } from '../serve/asked.ts'
import { readCondition } from '../serve/condition-text.ts'

/** What a question is on the command line. */
export interface QuestionOptions {
  readonly by?: readonly string[]
  readonly where?: readonly string[]
  readonly since?: string
  readonly until?: string
  readonly order?: readonly string[]
  readonly top?: number
  readonly compare?: string
}

const COMPARISONS: Readonly<Record<string, Asked['compare'] & string>> = {
  'previous-period': 'previousPeriod',
  'last-year': 'sameDaysLastYear',
}

/** What `--since` and `--until` are about. */
const DAYS = 'date.date'

/** The question that was typed. Names stand apart or between commas; nothing that was said is left out. */
export function questionOf(options: QuestionOptions, measures: readonly string[]): Asked {
  const { by, order, top, compare } = options
  return {
    measures: namesOf(measures),
    ...(by === undefined ? {} : { by: namesOf(by) }),
    where: conditionsOf(options),
    ...(order === undefined ? {} : { order: namesOf(order) }),
    ...(top === undefined ? {} : { limit: top }),
    ...(compare === undefined ? {} : { compare: comparisonOf(compare) }),
  }
}

const namesOf = (texts: readonly string[]): string[] => texts.flatMap((text) => text.split(','))

function comparisonOf(word: string): Asked['compare'] & string {
  const found = Object.hasOwn(COMPARISONS, word) ? COMPARISONS[word] : undefined
  if (found) return found
  throw usage('--compare', `'${word}' is no comparison`, `Say ${Object.keys(COMPARISONS).join(' or ')}.`)
}

function conditionsOf({ where = [], since, until }: QuestionOptions): Readonly<Record<string, Wanted>> {
  const conditions: Record<string, Wanted> = {}
  for (const [path, wanted] of [...where.map(conditionOf), ...daysOf(since, until)]) {
    if (Object.hasOwn(conditions, path)) throw saidTwice(path)
    conditions[path] = wanted
  }
  return conditions
}

function daysOf(from: string | undefined, to: string | undefined): (readonly [string, Wanted])[] {
  if (from === undefined && to === undefined) return []
  if (from !== undefined && to !== undefined && from > to)
    throw usage('--until', `--until ${to} is before --since ${from}`, 'Say the first day, then the last.')
  return [[DAYS, { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }]]
}

/** `location.country=USA,France`, `ordered.year=2003..2004`, `customer.state=` for what has none. A comma in a value is `\\,`. */
function conditionOf(text: string): readonly [string, Wanted] {
  const found = readCondition(text)
  if (found) return found
  throw usage('--where', `'${text}' is no condition`, 'Write  --where location.country=USA,France .')
}

const saidTwice = (path: string): StarliftError =>
  usage(
    '--where',
    `There are two conditions on ${path}`,
    path === DAYS
      ? 'Write  --where date.date=2004-01-01..2004-06-30 , or  --since  and  --until .'
      : `Write one:  --where ${path}=USA,France  is either.`,
  )

const usage = (subject: string, what: string, next: string): StarliftError =>
  new StarliftError('USAGE', { operation: 'read the command line', subject, what, next })

import type { Asked, Comparison } from './asked.ts'
import { wrongQuestion } from './question-error.ts'

const COMPARISONS: readonly unknown[] = ['previousPeriod', 'sameDaysLastYear']
const FIELDS = ['measures', 'by', 'where', 'order', 'limit', 'compare']

/** A question that came as JSON from somebody we do not know. Fails with QUESTION where it has not the shape of one. */
export function readQuestion(given: unknown): Asked {
  const said = object(given, 'the question')
  const other = Object.keys(said).find((name) => !FIELDS.includes(name))
  if (other !== undefined) throw wrong(other, `A question has no ${other}`, `It has ${FIELDS.join(', ')}.`)
  const { measures, by, where, order, limit, compare } = said
  return {
    measures: texts(measures ?? [], 'measures'),
    ...(by == null ? {} : { by: texts(by, 'by') }),
    ...(where == null ? {} : { where: conditions(where) }),
    ...(order == null ? {} : { order: typeof order === 'string' ? order : texts(order, 'order') }),
    ...(limit == null ? {} : { limit: number(limit) }),
    ...(compare == null ? {} : { compare: comparison(compare) }),
  }
}

const wrong = (subject: string, what: string, next: string) => wrongQuestion(subject, what, next)

function object(value: unknown, subject: string): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  throw wrong(subject, `${subject} has to be an object`, 'Send { "measures": ["sales"] } .')
}

function texts(value: unknown, subject: string): readonly string[] {
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value
  throw wrong(subject, `${subject} has to be a list of names`, `Send "${subject}": ["…"] .`)
}

function number(value: unknown): number {
  if (typeof value === 'number') return value
  throw wrong('limit', 'limit has to be a number', 'Send "limit": 10 .')
}

function comparison(value: unknown): Comparison {
  if (COMPARISONS.includes(value)) return value as Comparison
  throw wrong('compare', `${JSON.stringify(value)} is no comparison`, `Say ${COMPARISONS.join(' or ')}.`)
}

const isValue = (value: unknown): boolean => value === null || typeof value === 'string' || typeof value === 'number'

function conditions(value: unknown): NonNullable<Asked['where']> {
  const given = object(value, 'where')
  for (const [path, wanted] of Object.entries(given)) {
    const range = typeof wanted === 'object' && wanted !== null && !Array.isArray(wanted)
    const good = range
      ? Object.entries(wanted).every(([end, one]) => (end === 'from' || end === 'to') && one !== null && isValue(one))
      : isValue(wanted) || (Array.isArray(wanted) && wanted.every(isValue))
    if (!good)
      throw wrong(path, `The condition on ${path} is none`, 'A value, a list of values, or { "from": …, "to": … }.')
  }
  return given as NonNullable<Asked['where']>
}

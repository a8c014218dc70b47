import { id, path as qualified } from '../../core/sql.ts'
import type { StarPlan } from '../../model/plan.ts'
import { answerQuestion, type Star } from '../ask.ts'
import { askable } from '../describe.ts'
import { pathsOf, targetOf } from '../path.ts'
import { unknownName } from '../question-error.ts'
import { readQuestion } from '../read-question.ts'
import { measureNames } from '../resolve.ts'

/** A star that assistants may ask, and what is known of the version that is served. */
export interface ServedStar extends Star {
  readonly version: {
    readonly version: number
    readonly published: string
    readonly witness: string
    readonly position: string
    readonly proofs: number
    readonly bytes: number
    readonly files: number
  }
}

export interface Tool {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly inputSchema: object
  readonly outputSchema: object
  readonly annotations: { readonly readOnlyHint: true; readonly openWorldHint: false }
}

type Call = (given: Readonly<Record<string, unknown>>, star: ServedStar) => Promise<object>

const READ_ONLY = { readOnlyHint: true, openWorldHint: false } as const

/** Every path of every fact, once. */
const allPaths = (plan: StarPlan): readonly string[] => [
  ...new Set(plan.facts.flatMap((fact) => pathsOf(fact, plan).map(({ name }) => name))),
]

const VALUE = { type: ['string', 'number', 'null'] }

function questionSchema(plan: StarPlan): object {
  const paths = allPaths(plan)
  const condition = {
    anyOf: [
      VALUE,
      { type: 'array', items: VALUE },
      {
        type: 'object',
        properties: { from: { type: ['string', 'number'] }, to: { type: ['string', 'number'] } },
        additionalProperties: false,
      },
    ],
  }
  const measures = [...new Set(measureNames(plan))]
  return {
    type: 'object',
    properties: {
      measures: { type: 'array', minItems: 1, items: { enum: measures }, description: 'What to compute' },
      by: { type: 'array', items: { enum: paths }, description: 'Groups; only paths that all measures share' },
      where: {
        type: 'object',
        properties: Object.fromEntries(paths.map((path) => [path, condition])),
        additionalProperties: false,
        description: 'A value, a list of values, or a range whose ends belong to it; null is the group without a value',
      },
      order: { type: 'array', items: { enum: [...measures, ...paths].flatMap((name) => [name, `-${name}`]) } },
      limit: { type: 'integer', minimum: 1, maximum: 1000 },
      compare: {
        enum: ['previousPeriod', 'sameDaysLastYear'],
        description: 'Beside the period before, like for like; needs a range of days in where',
      },
    },
    required: ['measures'],
    additionalProperties: false,
  }
}

const ANSWER = {
  type: 'object',
  properties: {
    columns: { type: 'array' },
    rows: { type: 'array', items: { type: 'object' } },
    receipt: { type: 'object' },
  },
  required: ['columns', 'rows', 'receipt'],
}

/** What every answer comes with: which version it is of, and what was proven of it. */
const receiptOf = ({ version: { version, published, witness, position, proofs } }: ServedStar) => ({
  version,
  published,
  equals: witness,
  position,
  proofs,
})

const CALLS: Readonly<Record<string, Call>> = {
  describe: async (_, star) => ({ ...askable(star.plan), receipt: receiptOf(star) }),

  ask: async (given, star) => {
    const { sql: _, rows, ...answer } = await answerQuestion(readQuestion(given), star)
    const flat = rows.map(({ values, previous }) => (previous ? { ...values, previous } : values))
    return { ...answer, rows: flat, receipt: receiptOf(star) }
  },

  explain: async (given, star) => {
    const { sql, columns } = await answerQuestion(readQuestion(given), star)
    const { files, bytes } = star.version
    return { sql, columns, files, bytes, receipt: receiptOf(star) }
  },

  values: async ({ path, contains = '', limit = 50 }, star) => ({
    values: await valuesAt(String(path), String(contains), Number(limit), star),
    receipt: receiptOf(star),
  }),
}

/** Members of an attribute, in order; those that hold a text, whatever its case. */
async function valuesAt(name: string, contains: string, limit: number, { plan, engine }: ServedStar) {
  const found = plan.facts
    .flatMap((fact) => pathsOf(fact, plan).map((path) => ({ fact, path })))
    .find((one) => one.path.name === name)
  if (!found) throw unknownName('path', name, allPaths(plan))
  const { fact, path } = found
  const from = path.link ? targetOf(path.link, plan) : { table: fact.table, key: null }
  const value = `cast(${qualified('t', path.column)} as varchar)`
  const conditions = [`${qualified('t', path.column)} is not null`, `contains(lower(${value}), lower(?))`]
  if (from.key !== null) conditions.push(`${qualified('t', from.key)} > 0`)
  const { rows } = await engine.query(
    `select distinct ${qualified('t', path.column)} as v from ${id(from.table)} as t where ${conditions.join(' and ')} order by 1 limit ${Math.min(Math.max(1, Math.trunc(limit) || 1), 1000)}`,
    [contains],
  )
  return rows.map(([one]) => one)
}

/** The tools, their schemas made of the star: a name that it does not have cannot be asked. */
export function toolsOf(plan: StarPlan): readonly Tool[] {
  const question = questionSchema(plan)
  const facts = plan.facts.map(({ name }) => name).join(', ')
  const tool = (name: string, title: string, description: string, inputSchema: object, outputSchema: object): Tool => ({
    ...{ name, title, description, inputSchema, outputSchema },
    annotations: READ_ONLY,
  })
  const withReceipt = (properties: object) => ({
    type: 'object',
    properties: { ...properties, receipt: { type: 'object' } },
    required: ['receipt'],
  })
  return [
    tool(
      'describe',
      'What can be asked',
      `Measures and paths of the facts ${facts}, and what was proven of the version that is served`,
      { type: 'object', properties: {}, additionalProperties: false },
      withReceipt({ facts: { type: 'array' } }),
    ),
    tool(
      'ask',
      'Ask for measures by groups',
      'Exact figures from the published star, each proven equal to the source. Values are exact text.',
      question,
      ANSWER,
    ),
    tool(
      'explain',
      'How it is answered',
      'The SQL of a question, and the size of the star',
      question,
      withReceipt({
        sql: { type: 'array' },
        columns: { type: 'array' },
        files: { type: 'number' },
        bytes: { type: 'number' },
      }),
    ),
    tool(
      'values',
      'Members of an attribute',
      'Which values a path has, for conditions; those that contain a text',
      {
        type: 'object',
        properties: {
          path: { enum: allPaths(plan) },
          contains: { type: 'string' },
          limit: { type: 'integer', minimum: 1, maximum: 1000 },
        },
        required: ['path'],
        additionalProperties: false,
      },
      withReceipt({ values: { type: 'array' } }),
    ),
  ]
}

/** Calls a tool; undefined where there is none of that name. */
export const callTool = (
  name: string,
  given: Readonly<Record<string, unknown>>,
  star: ServedStar,
): Promise<object> | undefined => (Object.hasOwn(CALLS, name) ? CALLS[name]!(given, star) : undefined)

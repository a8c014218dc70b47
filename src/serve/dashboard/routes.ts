import { isStarliftError, StarliftError } from '../../core/error.ts'
import { answerQuestion } from '../ask.ts'
import type { Asked } from '../asked.ts'
import { wrongQuestion } from '../question-error.ts'
import { readQuestion } from '../read-question.ts'
import { membersOf } from './members.ts'
import { answerOf, type OpenVersions, type ShownVersion } from './open-versions.ts'
import { savedPage } from './saved-page.ts'
import type { Lake, PageFailure } from './served-page.ts'

/** What came with a request: the JSON of its body, or nothing. */
export type Body = Readonly<Record<string, unknown>>
/** What is answered: JSON, or bytes to keep. */
export type Answered = { readonly json: unknown } | { readonly bytes: Uint8Array; readonly name: string }

export type Route = (body: Body, served: { readonly versions: OpenVersions; readonly lake: Lake }) => Promise<Answered>

const MOST_QUESTIONS = 24

/** Everything a page can have besides itself. It sends questions, and never SQL. */
export const ROUTES: Readonly<Record<string, Route>> = {
  star: async (_, { versions }) => ({ json: (await versions.newest()).star }),

  news: async (_, { versions }) => ({ json: await versions.news() }),

  receipt: async ({ version }, { versions, lake }) => {
    const { receipt } = versions.version(Number(version)).opened
    return { json: { receipt, runs: await lake.runs() } }
  },

  ask: async ({ version, questions }, { versions }) => {
    const shown = proven(versions.version(Number(version)))
    if (!Array.isArray(questions) || questions.length > MOST_QUESTIONS)
      throw wrongQuestion('questions', 'Questions come as a list of up to 24', 'Send { "questions": [ … ] } .')
    const answers: unknown[] = []
    for (const question of questions) answers.push(await answerOrFailure(question, shown))
    return { json: { answers } }
  },

  members: async ({ version, path }, { versions }) => {
    const shown = proven(versions.version(Number(version)))
    return { json: { members: await membersOf(String(path), shown.opened) } }
  },

  parquet: async ({ version, question }, { versions, lake }) => {
    const shown = proven(versions.version(Number(version)))
    const asked = readQuestion(question)
    const { columns, rows } = await answerQuestion(asked, shown.opened)
    const bytes = await lake.parquet({
      columns,
      rows: rows.map(({ values }) => columns.map(({ name }) => values[name] ?? null)),
      about: aboutOf(asked, shown),
    })
    return { bytes, name: 'starlift.parquet' }
  },

  saved: async ({ version, search }, { versions, lake }) => {
    const shown = proven(versions.version(Number(version)))
    const html = await savedPage(shown, String(search ?? ''), await lake.runs())
    return { bytes: Buffer.from(html), name: 'starlift.html' }
  },
}

/** One question that cannot be answered leaves the others be. */
async function answerOrFailure(question: unknown, shown: ShownVersion): Promise<unknown> {
  try {
    return await answerOf(shown, readQuestion(question))
  } catch (error) {
    if (isStarliftError(error, 'QUESTION')) return { failure: failureOf(error) }
    throw error
  }
}

/** A version whose figures may be shown. Fails with LAKE_FALSE otherwise. */
function proven(shown: ShownVersion): ShownVersion {
  if (shown.verdict.proven) return shown
  throw new StarliftError('LAKE_FALSE', {
    operation: 'ask',
    subject: `version ${shown.opened.version}`,
    what: `Version ${shown.opened.version} is not proven`,
    lines: [shown.verdict.reason],
    next: 'npx starlift check  says more;  npx starlift rollback  serves the version before.',
  })
}

/** What a file says of itself: what was asked, of which version, and what that is equal to. */
const aboutOf = (asked: Asked, { star }: ShownVersion): Readonly<Record<string, string>> => ({
  starlift_question: JSON.stringify(asked),
  starlift_version: String(star.version),
  starlift_published: star.published,
  starlift_equals: `${star.witness} (${star.position})`,
})

export const failureOf = ({ code, message, lines, next }: StarliftError): PageFailure => ({
  code,
  what: message,
  lines,
  next,
})

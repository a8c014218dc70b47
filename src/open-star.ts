import { adaptersOf } from './config.ts'
import type { Engine } from './core/engine.ts'
import type { MeasureName, Question, QuestionRow, Shared } from './model/question.ts'
import type { Star } from './model/star.ts'
import { openServed, type StarVersion } from './pipeline/served.ts'
import { loadConfig } from './project-files.ts'
import { type AnswerToAsk, answerQuestion } from './serve/ask.ts'
import type { Asked } from './serve/asked.ts'

/** What a question is answered with. Every value is exact text. */
export interface Answered<M extends string = string, B extends string = string> extends Omit<AnswerToAsk, 'rows'> {
  readonly rows: readonly QuestionRow<M, B>[]
  /** Of each row the measures of the period before; only where a comparison was asked. */
  readonly previous?: readonly { readonly [K in M]: string | null }[]
  /** The version that answered; its receipt says what was proven, and when. */
  readonly version: StarVersion
  readonly receipt: StarVersion['receipt']
}

/** Asks the published star. Fails with QUESTION where a name is unknown or not shared by the facts asked. */
export async function ask(
  { version, engine }: { readonly version: StarVersion; readonly engine: Pick<Engine, 'query'> },
  asked: Asked,
): Promise<Answered> {
  const { rows, ...answer } = await answerQuestion(asked, { plan: version.plan, engine })
  const previous = asked.compare === undefined ? {} : { previous: rows.map((row) => row.previous ?? {}) }
  return { ...answer, rows: rows.map(({ values }) => values), ...previous, version, receipt: version.receipt }
}

/** A published star that answers the questions its model allows. */
export interface OpenStar<F extends Readonly<Record<string, unknown>>> extends AsyncDisposable {
  readonly version: StarVersion
  ask<const M extends MeasureName<F>, const B extends Shared<F, M> = never>(
    question: Question<F, M, B>,
  ): Promise<Answered<M, B>>
}

/** Opens what is published of a model, by its project's config. Fails with LAKE_MISSING where nothing is. */
export async function open<F extends Readonly<Record<string, unknown>>>(
  _star: Star<F>,
  config = 'starlift.config.ts',
): Promise<OpenStar<F>> {
  const served = await openServed(adaptersOf(await loadConfig(config)))
  return {
    version: served.version,
    ask: async (question) => (await ask(served, question as unknown as Asked)) as never,
    [Symbol.asyncDispose]: () => served[Symbol.asyncDispose](),
  }
}

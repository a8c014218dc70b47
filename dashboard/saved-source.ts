import type { Asked } from '../src/serve/asked.ts'
import { answerFromCubes } from '../src/serve/dashboard/cube-answer.ts'
import type { Saved } from '../src/serve/dashboard/saved-page.ts'
import type { PageFailure } from '../src/serve/dashboard/served-page.ts'
import type { AnswerOrFailure, Source } from './source.ts'

const NOT_HELD: PageFailure = {
  code: 'QUESTION',
  what: 'This file does not hold that',
  lines: [],
  next: 'npx starlift dashboard  shows it.',
}

/** Answers from what the document itself holds. */
export function savedSource({ star, receipt, runs, members, cubes, view }: Saved): Source {
  const answers = new Map(view?.answers ?? [])
  const answer = (asked: Asked): AnswerOrFailure => {
    const found = cubes ? answerFromCubes(cubes, asked) : answers.get(JSON.stringify(asked))
    return (found as AnswerOrFailure | null | undefined) ?? { failure: NOT_HELD }
  }
  return {
    live: false,
    fixed: cubes === null,
    star: async () => star,
    ask: async (_, questions) => questions.map(answer),
    receipt: async () => ({ receipt, runs }),
    members: async (_, path) => members[path] ?? [],
    news: async () => ({ newest: star.version, failed: null }),
    file: () => null,
  }
}

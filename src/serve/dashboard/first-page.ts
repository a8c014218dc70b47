import type { AnswerToAsk } from '../ask.ts'
import type { ShownVersion } from './open-versions.ts'
import { stateOf } from './page-state.ts'
import { choose, FIRST_SEEN, questionsOf } from './questions.ts'
import type { PageStar } from './served-page.ts'

/** What a page comes with, so that it has figures before it asks for any. */
export interface FirstPage {
  readonly kind: 'served'
  readonly star: PageStar
  readonly answers: readonly (readonly [question: string, answer: AnswerToAsk])[]
}

/** What is known already of the views that an address shows first; nothing is asked for it. */
export function firstPage({ star, answers }: ShownVersion, search: string): FirstPage {
  const facts = star.board?.facts ?? []
  const questions = facts.length > 0 ? questionsOf(choose(facts, stateOf(search))) : {}
  const known = FIRST_SEEN.flatMap((view) => {
    const question = JSON.stringify(questions[view])
    const answer = answers.get(question)
    return answer ? [[question, answer] as const] : []
  })
  return { kind: 'served', star, answers: known }
}

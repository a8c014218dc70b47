import { StarliftError } from '../../core/error.ts'
import type { Receipt } from '../../prove/receipt.ts'
import { answerQuestion } from '../ask.ts'
import type { BoardFact } from './board.ts'
import type { Cube } from './cube.ts'
import { makeCube } from './make-cube.ts'
import { membersOf } from './members.ts'
import type { ShownVersion } from './open-versions.ts'
import { readPage } from './page.ts'
import { stateOf } from './page-state.ts'
import { choose, questionsOf } from './questions.ts'
import type { PageStar, RunLine } from './served-page.ts'

/** What a page that was saved holds besides itself. */
export interface Saved {
  readonly kind: 'saved'
  readonly star: PageStar
  readonly receipt: Receipt | null
  readonly runs: readonly RunLine[]
  /** Members of the paths that are ranked, whether or not they have rows. */
  readonly members: Readonly<Record<string, readonly (string | null)[]>>
  /** Every fact as a cube; null where that is too much to take along. */
  readonly cubes: readonly Cube[] | null
  /** The one view that was saved instead: its address, and answers by question. */
  readonly view: {
    readonly search: string
    readonly answers: readonly (readonly [question: string, answer: object])[]
  } | null
}

/** The dashboard as one file that works from disk; `search` is the view that it opens with where it holds only one. */
export async function savedPage(shown: ShownVersion, search: string, runs: readonly RunLine[]): Promise<string> {
  const { star, opened } = shown
  if (!star.board) throw unproven(star)
  const cubes = await cubesOf(star.board.facts, shown)
  const view = cubes ? null : { search, answers: await answersOf(star.board.facts, search, shown) }
  const tops = star.board.facts.flatMap(({ top }) => (top ? [top.level.path] : []))
  const members: Record<string, readonly (string | null)[]> = {}
  for (const path of tops) members[path] = await membersOf(path, opened)
  const saved: Saved = { kind: 'saved', star, receipt: opened.receipt, runs, members, cubes, view }
  return (await readPage())(saved).html
}

const unproven = (star: PageStar): StarliftError =>
  new StarliftError('LAKE_FALSE', {
    operation: 'export',
    subject: `version ${star.version}`,
    what: `Version ${star.version} is not proven, so it is not taken along`,
    lines: star.verdict.proven ? [] : [star.verdict.reason],
    next: 'npx starlift check  says more;  npx starlift rollback  serves the version before.',
  })

async function cubesOf(facts: readonly BoardFact[], { opened }: ShownVersion): Promise<readonly Cube[] | null> {
  const cubes: Cube[] = []
  for (const fact of facts) {
    const cube = await makeCube(fact, opened)
    if (!cube) return null
    cubes.push(cube)
  }
  return cubes
}

async function answersOf(facts: readonly BoardFact[], search: string, { opened }: ShownVersion) {
  const chosen = choose(facts, stateOf(search))
  const never = chosen.fact.top ? [{ measures: [chosen.fact.measures[0]!.name], by: [chosen.fact.top.level.path] }] : []
  const answers: (readonly [string, object])[] = []
  for (const question of [...Object.values(questionsOf(chosen)), ...never])
    answers.push([JSON.stringify(question), await answerQuestion(question, opened)])
  return answers
}

import { StarliftError } from '../../core/error.ts'
import { type AnswerToAsk, answerQuestion } from '../ask.ts'
import type { Asked } from '../asked.ts'
import { describeStar } from './describe-star.ts'
import { INITIAL } from './page-state.ts'
import { profileStar } from './profile.ts'
import { type Verdict, verdictOf } from './proven.ts'
import { choose, questionsOf } from './questions.ts'
import type { Lake, OpenVersion, PageNews, PageStar } from './served-page.ts'

/** A version with what is shown of it. */
export interface ShownVersion {
  readonly opened: OpenVersion
  readonly verdict: Verdict
  readonly star: PageStar
  /** What was answered already, by question: a version never changes. */
  readonly answers: Map<string, AnswerToAsk>
}

const MOST_ANSWERS = 500

/** An answer of a version, asked of the engine once. */
export async function answerOf({ opened, answers }: ShownVersion, asked: Asked): Promise<AnswerToAsk> {
  const key = JSON.stringify(asked)
  const known = answers.get(key)
  if (known) return known
  const answer = await answerQuestion(asked, opened)
  if (answers.size >= MOST_ANSWERS) answers.delete(answers.keys().next().value!)
  answers.set(key, answer)
  return answer
}

/** Answers what a page asks when it is opened, before it is. */
async function prepare(shown: ShownVersion): Promise<void> {
  const facts = shown.star.board?.facts ?? []
  if (facts.length === 0) return
  for (const asked of Object.values(questionsOf(choose(facts, INITIAL)))) await answerOf(shown, asked)
}

/** Pages keep asking the version that they show: the one before stays open beside the newest. */
const MOST_OPEN = 2

/** Versions as pages ask for them: opened once each, the oldest closed when a third comes. */
export class OpenVersions implements AsyncDisposable {
  readonly #lake: Lake
  readonly #about: { readonly title: string; readonly program: string }
  #open: ShownVersion[] = []
  #opening: Promise<ShownVersion> | null = null

  constructor(lake: Lake, about: { readonly title: string; readonly program: string }) {
    this.#lake = lake
    this.#about = about
  }

  /** The newest version there is. */
  async newest(): Promise<ShownVersion> {
    const newest = await this.#lake.newest()
    const known = this.#open.find(({ opened }) => opened.version === newest)
    if (known) return known
    this.#opening ??= this.#openNewest().finally(() => {
      this.#opening = null
    })
    return this.#opening
  }

  /** The newest, where it is open already; null where it must be opened first, or where the lake does not answer. */
  async known(): Promise<ShownVersion | null> {
    const newest = await this.#lake.newest().catch(() => null)
    return this.#open.find(({ opened }) => opened.version === newest) ?? null
  }

  /** One that a page shows. Fails with QUESTION where it is open no more. */
  version(number: number): ShownVersion {
    const known = this.#open.find(({ opened }) => opened.version === number)
    if (known) return known
    throw new StarliftError('QUESTION', {
      operation: 'ask',
      subject: `version ${number}`,
      what: `Version ${number} is open no more`,
      next: 'Load the page again: it shows the newest version.',
    })
  }

  /** Whether there is something newer, and whether the newest run failed after what is shown was published. */
  async news(): Promise<PageNews> {
    const newest = await this.#lake.newest()
    const published = this.#open.find(({ opened }) => opened.version === newest)?.opened.published
    const [last] = await this.#lake.runs()
    const hasFailed = last !== undefined && (last.state === 'failed' || last.state === 'interrupted')
    return { newest, failed: hasFailed && published !== undefined && last.started > published ? last : null }
  }

  async #openNewest(): Promise<ShownVersion> {
    const opened = await this.#lake.open()
    const shown = await shownOf(opened, this.#about)
    await prepare(shown)
    const stale = [...this.#open]
    this.#open = [...stale.splice(-(MOST_OPEN - 1)), shown]
    for (const { opened: old } of stale) await old[Symbol.asyncDispose]()
    return shown
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { opened } of this.#open) await opened[Symbol.asyncDispose]()
  }
}

export async function shownOf(
  opened: OpenVersion,
  about: { readonly title: string; readonly program: string },
): Promise<ShownVersion> {
  const verdict = verdictOf(opened.receipt, opened.fault)
  const { version, published, read, label, position, rollbackOf, receipt, plan } = opened
  const board = verdict.proven ? describeStar(plan, await profileStar(opened)) : null
  const witness = receipt?.witness ?? label
  const star = { ...about, version, published, read, source: label, position, rollbackOf, witness, verdict, board }
  return { opened, verdict, star, answers: new Map() }
}

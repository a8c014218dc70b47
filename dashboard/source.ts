import type { Receipt } from '../src/prove/receipt.ts'
import type { AnswerToAsk } from '../src/serve/ask.ts'
import type { Asked } from '../src/serve/asked.ts'
import type { PageFailure, PageNews, PageStar, RunLine } from '../src/serve/dashboard/served-page.ts'

/** An answer, or why there is none. */
export type AnswerOrFailure = AnswerToAsk | { readonly failure: PageFailure }

/** Where the page has its figures from: a server on this machine, or what the document itself holds. */
export interface Source {
  /** Whether a server answers, which can stop, and can have something newer. */
  readonly live: boolean
  /** Whether anything but the view that was saved can be asked. */
  readonly fixed: boolean
  star(): Promise<PageStar>
  /** Answers in the order of the questions. Rejects with a Problem. */
  ask(version: number, questions: readonly Asked[]): Promise<readonly AnswerOrFailure[]>
  receipt(version: number): Promise<{ readonly receipt: Receipt | null; readonly runs: readonly RunLine[] }>
  members(version: number, path: string): Promise<readonly (string | null)[]>
  news(): Promise<PageNews>
  /** The whole answer as a Parquet file, or this page as one file; null where no server makes them. */
  file(route: 'parquet' | 'saved', body: object): Promise<Blob> | null
}

/** Why the page cannot show what was asked. `lost` is a server that does not answer. */
export class Problem extends Error {
  readonly lost: boolean
  readonly failure: PageFailure

  constructor(failure: PageFailure, lost = false) {
    super(failure.what)
    this.failure = failure
    this.lost = lost
  }
}

import { StarliftError } from '../../core/error.ts'
import { describeStar } from './describe-star.ts'
import { profileStar } from './profile.ts'
import { type Verdict, verdictOf } from './proven.ts'
import type { Lake, OpenVersion, PageNews, PageStar } from './served-page.ts'

/** A version with what is shown of it. */
export interface ShownVersion {
  readonly opened: OpenVersion
  readonly verdict: Verdict
  readonly star: PageStar
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
  return { opened, verdict, star }
}

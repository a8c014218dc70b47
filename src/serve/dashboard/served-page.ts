import type { Receipt } from '../../prove/receipt.ts'
import type { Star } from '../ask.ts'
import type { Board } from './board.ts'
import type { Verdict } from './proven.ts'

/** One version of the star, open for questions. */
export interface OpenVersion extends Star, AsyncDisposable {
  readonly version: number
  /** ISO 8601, UTC. */
  readonly published: string
  /** When the run that made it read the source: ISO 8601, UTC; null where the ledger does not say. */
  readonly read: string | null
  readonly label: string
  readonly position: string
  readonly rollbackOf: number | null
  readonly receipt: Receipt | null
  /** What is wrong with its files; null where they are those that were published. */
  readonly fault: string | null
}

/** What the dashboard needs of the lake. Each call fails with an error of ours where the lake does not answer. */
export interface Lake {
  /** The number of the newest version. Fails with LAKE_MISSING where there is none. */
  newest(): Promise<number>
  open(): Promise<OpenVersion>
  runs(): Promise<readonly RunLine[]>
  /** Writes columns of text as a Parquet file of these types, and gives its bytes. */
  parquet(table: TypedText): Promise<Uint8Array>
}

/** One run, as the page lists it, newest first. */
export interface RunLine {
  readonly run: string
  readonly state: string
  readonly started: string
  readonly version: number | null
  readonly failure: string | null
}

/** Rows of exact text, and the types that they are text of. */
export interface TypedText {
  readonly columns: readonly { readonly name: string; readonly type: string }[]
  readonly rows: readonly (readonly (string | null)[])[]
  /** What the file says of itself. */
  readonly about: Readonly<Record<string, string>>
}

/** What the page is told first: what it may show of which version. */
export interface PageStar {
  readonly title: string
  readonly program: string
  readonly version: number
  readonly published: string
  readonly read: string | null
  readonly source: string
  readonly position: string
  readonly rollbackOf: number | null
  readonly witness: string
  readonly verdict: Verdict
  /** Null where nothing of it is proven. */
  readonly board: Board | null
}

/** What goes on while the page is open. */
export interface PageNews {
  readonly newest: number
  /** The newest run, where it failed after the version was published. */
  readonly failed: RunLine | null
}

/** A failure as the page shows it. */
export interface PageFailure {
  readonly code: string
  readonly what: string
  readonly lines: readonly string[]
  readonly next: string
}

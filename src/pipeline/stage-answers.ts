import { type Schema, tableOf } from '../core/schema.ts'
import type { Snapshot, TableAnswer, TableColumns } from '../core/source.ts'

/** By what the rows of a table are compared with the source. */
export interface ProofPlan {
  readonly table: string
  /** How many rows the source says there are; null where it does not say. */
  readonly rows: number | null
  /** `content`: every row; `sums`: rows, NULLs, sums, least and most of each column. */
  readonly by: 'content' | 'sums'
}

export interface ProofBudget {
  /** Every row of every table. */
  readonly deep?: boolean
  /** Tables of up to so many rows are compared row by row: it costs the server two to three times what reading them does. */
  readonly contentRows: number
}

/** What leg one will ask, before anything is asked. Sums cost the server about one reading. */
export const planProofs = (
  { schema, reads }: { readonly schema: Schema; readonly reads: readonly TableColumns[] },
  { deep = false, contentRows }: ProofBudget,
): readonly ProofPlan[] =>
  reads.map(({ table }) => {
    const rows = tableOf(schema, table)?.rows ?? null
    return { table, rows, by: deep || (rows ?? 0) <= contentRows ? 'content' : 'sums' }
  })

/** The source's own figures of each table. Where the source has connections to spare they are asked beside the reading, one after the other. */
export class StageAnswers {
  readonly #snapshot: Snapshot
  readonly #proofs: readonly ProofPlan[]
  readonly #begun = new Map<string, Promise<TableAnswer>>()

  constructor(snapshot: Snapshot, proofs: readonly ProofPlan[]) {
    this.#snapshot = snapshot
    this.#proofs = proofs
    if ((snapshot.parallel ?? 1) > 1) this.#begin()
  }

  byContent(table: string): boolean {
    return this.#proofs.some((proof) => proof.table === table && proof.by === 'content')
  }

  of(table: string): Promise<TableAnswer> {
    return this.#begun.get(table) ?? this.#ask(table)
  }

  #ask(table: string): Promise<TableAnswer> {
    return this.#snapshot.aggregate({ table, content: this.byContent(table) })
  }

  #begin(): void {
    let before: Promise<unknown> = Promise.resolve()
    for (const { table } of this.#proofs) {
      const answer = before.then(() => this.#ask(table))
      // Who asks for it hears of a failure; a run that has failed meanwhile does not ask.
      before = answer.catch(() => {})
      this.#begun.set(table, answer)
    }
  }
}

/** What a reader of the receipt should know of tables that were not compared row by row. */
export const budgetNotes = (proofs: readonly ProofPlan[], stagedRows: ReadonlyMap<string, number>): readonly string[] =>
  proofs
    .filter(({ by }) => by === 'sums')
    .map(({ table }) => {
      const rows = (stagedRows.get(table) ?? 0).toLocaleString('en-US')
      return `${table}: its ${rows} rows were compared by rows, NULLs, sums, least and most; --deep, or contentRows in the config, compares each`
    })

/** A proposed model as plain data, in the order in which star.ts says it. */
export interface Proposal {
  readonly dimensions: readonly ProposedDimension[]
  /** The best first; empty where no table can be one. */
  readonly facts: readonly ProposedFact[]
  /** What is not in the model, and why: sentences. */
  readonly leftOut: readonly string[]
  /** Groups worth seeing, by the variable of the fact. */
  readonly reconcile: readonly (readonly [string, readonly string[]])[]
}

export interface ProposedDimension {
  readonly variable: string
  readonly table: string
  /** Its name in the model where the table's will not do. */
  readonly name: string | null
  readonly columns: readonly ProposedColumn[]
  readonly notes: readonly string[]
}

export interface ProposedFact {
  readonly variable: string
  readonly table: string
  readonly grain: readonly string[]
  /** What a row is called in star.ts. */
  readonly row: string
  readonly columns: readonly ProposedColumn[]
  /** The label of the date that questions about time mean. */
  readonly on: string | null
  readonly measures: readonly ProposedMeasure[]
  /** Tables that its dimensions stand for, and those that they were flattened from: `customers → employees → offices`. */
  readonly reaches: readonly string[]
  readonly notes: readonly string[]
}

export interface ProposedMeasure {
  readonly name: string
  readonly kind: 'sum' | 'countDistinct' | 'count' | 'ratio'
  readonly over: readonly string[]
}

export interface ProposedColumn {
  readonly label: string
  readonly value: ProposedValue
  readonly note?: string
}

/** A column of the row at the end of `path`, a list of relation names. */
export interface Place {
  readonly path: readonly string[]
  readonly column: string
}

export type ProposedValue =
  | ({ readonly kind: 'column'; readonly mark?: 'rate' | 'trim' } & Place)
  | { readonly kind: 'product'; readonly quantity: Place; readonly price: Place }
  | { readonly kind: 'member'; readonly dimension: string; readonly path: readonly string[] }
  | ({ readonly kind: 'date'; readonly moment: boolean } & Place)

/** What the rows say, where they were looked at, by `table.column`. */
export interface Findings {
  /** Texts of which some differ by blanks at their ends alone; with an example. */
  readonly blanks: ReadonlyMap<string, string>
}

export const NO_FINDINGS: Findings = { blanks: new Map() }

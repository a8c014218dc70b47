/** One figure as two witnesses give it. */
export interface FigureLine {
  readonly figure: string
  readonly source: string | null
  readonly star: string | null
  readonly equal: boolean
}

/** All the groups of one path, compared measure by measure. */
export interface GroupLine {
  readonly path: string
  readonly groups: number
  readonly differing: number
}

/** A check of the model, or a property that every star must have. */
export interface CheckLine {
  readonly check: string
  readonly failing: number
}

export interface TableProof {
  /** Published name. */
  readonly table: string
  readonly lines: readonly FigureLine[]
  readonly groups: readonly GroupLine[]
}

/** The proof of one version: published with it, and the only way to publish. Holds figures, never rows or secrets. */
export interface Receipt {
  /** What "source" stands for: `the dump shop.sql.gz`, `MySQL`. */
  readonly witness: string
  readonly position: string
  /** How the view of the source was opened, and why so; absent where there is no other way. */
  readonly view?: string
  /** Leg one: the source's own figures against the staged rows. `by` says who computed each side. */
  readonly stage: { readonly by: string; readonly lines: readonly FigureLine[] }
  /** Leg two: the staged rows joined by natural keys against the star joined by its own keys. */
  readonly star: { readonly by: string; readonly tables: readonly TableProof[] }
  readonly checks: readonly CheckLine[]
  /** What was not read as it stands, and what a reader of the figures should know. */
  readonly notes: readonly string[]
  /** Groups that MySQL's collation would merge, with the mending. */
  readonly warnings: readonly string[]
}

/** How many comparisons a receipt holds. */
export const proofCount = (receipt: Receipt): number =>
  receipt.stage.lines.length +
  receipt.checks.length +
  receipt.star.tables.reduce((sum, { lines, groups }) => sum + lines.length + groups.length, 0)

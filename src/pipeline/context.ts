import type { Catalog } from '../core/catalog.ts'
import type { Engine, FileFigures } from '../core/engine.ts'
import type { Schema } from '../core/schema.ts'
import type { Snapshot, Source, TableColumns } from '../core/source.ts'
import type { Lease } from '../lake/lease.ts'
import type { Version } from '../lake/version.ts'
import type { StarPlan } from '../model/plan.ts'
import type { CheckLine, FigureLine, Receipt, TableProof } from '../prove/receipt.ts'
import type { Project } from './project.ts'
import { budgetNotes, type ProofPlan, type StageAnswers } from './stage-answers.ts'

/** A file that was built and is not in the lake yet. */
export interface BuiltFile extends FileFigures {
  readonly file: string
}

/** What the steps of one run hand to each other. */
export interface RunContext {
  readonly project: Project
  readonly run: string
  readonly deep: boolean
  /** The run's own folder for temporary files. */
  readonly scratch: string
  readonly engine: Engine
  readonly catalogs: readonly Catalog[]
  readonly source: Source
  readonly schema: Schema
  readonly plan: StarPlan
  readonly reads: readonly TableColumns[]
  readonly snapshot: Snapshot
  /** What the source says of each table itself. */
  readonly answers: StageAnswers
  /** By what each table is compared with the source. */
  readonly proofs: readonly ProofPlan[]
  readonly lease: Lease
  readonly onRows: (subject: string, rows: number) => void | Promise<void>
  /** The version this run builds on; changes where another run publishes first. */
  base: Version | null
  readonly stagedRows: Map<string, number>
  stagedBytes: number
  /** Figures of the source, kept so that building again costs it nothing. */
  stageLines: readonly FigureLine[]
  keyLines: readonly CheckLine[]
  /** What is to be known of staged values: text keys in their parents' spelling, values that no ENUM has. */
  stageNotes: readonly string[]
  checkLines: CheckLine[]
  starProofs: readonly TableProof[]
  warnings: readonly string[]
  changes: string[]
  /** Built tables by published name, and key registries by dimension. */
  readonly tables: Map<string, BuiltFile>
  readonly registries: Map<string, BuiltFile & { readonly mark: number }>
  version: Version | null
  readonly untold: Untold[]
}

/** What building the tables of a star takes and leaves behind. */
export type BuildContext = Pick<RunContext, 'engine' | 'project' | 'scratch' | 'base' | 'tables' | 'registries'>

/** What reading the source takes, and proving that what was read is what it holds. */
export type StageContext = Pick<
  RunContext,
  | 'project'
  | 'deep'
  | 'scratch'
  | 'engine'
  | 'source'
  | 'schema'
  | 'plan'
  | 'reads'
  | 'snapshot'
  | 'answers'
  | 'proofs'
  | 'onRows'
  | 'stagedRows'
  | 'stagedBytes'
  | 'stageLines'
  | 'keyLines'
  | 'stageNotes'
>

/** A catalog that does not know the version that was published. */
export interface Untold {
  readonly catalog: string
  readonly reason: string
}

/** The receipt of what was proven so far. */
export const receiptOf = (context: RunContext): Receipt => ({
  witness: `${context.source.witness} ${context.source.label}`,
  position: context.snapshot.position,
  ...(context.snapshot.opened === undefined ? {} : { view: context.snapshot.opened }),
  stage: {
    by: `${context.source.witness}, read apart from the rows, against the staged files`,
    lines: context.stageLines,
  },
  star: {
    by: 'staged rows joined by natural keys, against the star joined by its own keys',
    tables: context.starProofs,
  },
  checks: [...context.keyLines, ...context.checkLines],
  notes: [
    ...context.snapshot.notes(),
    ...budgetNotes(context.proofs, context.stagedRows),
    ...context.stageNotes,
    ...context.plan.remarks,
    ...context.plan.escapes,
    ...context.changes,
  ],
  warnings: context.warnings,
})

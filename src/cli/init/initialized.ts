import type { Schema } from '../../core/schema.ts'
import type { Proposal } from '../../propose/proposal.ts'
import type { PackageChange } from './files.ts'

/** What init found and did. */
export interface Initialized {
  readonly folder: string
  readonly source: {
    readonly label: string
    /** Who named it: `DATABASE_URL`, `--dump` … */
    readonly from: string
    readonly witness: string
    /** How a server is reached; null for a dump. */
    readonly connection: string | null
  }
  /** With rows as they were counted; a server's estimate where they were not. */
  readonly schema: Schema
  readonly exact: boolean
  readonly rows: number
  readonly proposal: Proposal
  readonly worthKnowing: readonly string[]
  readonly files: readonly WrittenFile[]
  /** Lines that .gitignore did not have. */
  readonly ignored: readonly string[]
  readonly package: PackageChange
  /** True where a password was given that no file of the project holds. */
  readonly passwordMissing: boolean
}

export interface WrittenFile {
  readonly file: string
  readonly what: string
  readonly state: 'written' | 'kept'
}

/** As `--json` says it. */
export const initializedJson = ({ schema, proposal, passwordMissing: _, ...rest }: Initialized) => ({
  ...rest,
  tables: schema.tables.length,
  foreignKeys: foreignKeys(schema),
  facts: proposal.facts.map(({ table, grain, reaches }) => ({ table, grain, reaches })),
  dimensions: proposal.dimensions.map(({ table }) => table),
})

export const foreignKeys = ({ tables }: Schema): number =>
  tables.reduce((sum, { references }) => sum + references.length, 0)

import type { Catalog } from '../core/catalog.ts'
import type { Engine } from '../core/engine.ts'
import type { Source } from '../core/source.ts'
import type { Store } from '../core/store.ts'
import type { SparkTools } from '../deploy/job-star.ts'
import type { StarDefinition } from '../model/definition.ts'
import type { Assumptions } from '../model/reading.ts'
import type { Dialect } from '../sql/dialect.ts'

/** A config made complete: everything a run needs, with the adapters chosen. */
export interface Project {
  readonly definition: StarDefinition
  readonly assumptions: Assumptions
  readonly openSource: (scratch: string) => Promise<Source>
  readonly openEngine: (scratch: string) => Promise<Engine>
  readonly dialect: Dialect
  readonly store: Store
  readonly catalogs: (engine: Engine) => readonly Catalog[]
  /** A folder for temporary files of runs; each run makes its own below it and removes it. */
  readonly scratch: string
  /** How many versions stay. */
  readonly keep: number
  /** Tables of up to so many rows are compared row by row with the source; all of them with `deep`. */
  readonly contentRows: number
  /** Columns whose zero and impossible dates are read as NULL, by `table.column`. */
  readonly zeroDates: Readonly<Record<string, 'null'>>
  /** What jobs on Spark are written with. */
  readonly spark: SparkTools
}

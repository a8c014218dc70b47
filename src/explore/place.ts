import type { Engine } from '../core/engine.ts'
import type { TypedColumn } from '../core/schema.ts'

/** A column of a staged table; `from` is SQL. */
export interface Place {
  readonly engine: Engine
  readonly from: string
  readonly column: TypedColumn
}

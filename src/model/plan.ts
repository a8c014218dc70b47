import type { ColumnType } from '../core/schema.ts'
import type { Literal, MeasureDefinition, Operation, SqlTexts } from './definition.ts'

/** A star resolved against a source's schema: plain data from which every dialect writes its SQL. */
export interface StarPlan {
  /** What is read, and no more. */
  readonly sources: readonly SourcePlan[]
  /** Relations that the joins follow; each run counts the rows that point nowhere. */
  readonly relations: readonly RelationPlan[]
  /** Keys that the joins rely on; each run proves that they are unique. */
  readonly keys: readonly KeyPlan[]
  readonly dimensions: readonly DimensionPlan[]
  readonly calendar: CalendarPlan | null
  readonly facts: readonly FactPlan[]
  /** Relations that the database does not declare. */
  readonly remarks: readonly string[]
  /** Expressions that the model writes in SQL: the proof cannot see behind them. */
  readonly escapes: readonly string[]
}

export interface SourcePlan {
  readonly table: string
  readonly columns: readonly string[]
}

export interface RelationPlan {
  readonly table: string
  readonly columns: readonly string[]
  readonly to: string
  readonly toColumns: readonly string[]
  /** False where only the config says so. */
  readonly declared: boolean
}

export interface KeyPlan {
  readonly table: string
  readonly columns: readonly string[]
  readonly declared: boolean
}

/** A source table joined along a key; `alias` names it in expressions, and the starting row is `t0`. */
export interface JoinPlan {
  readonly alias: string
  readonly from: string
  readonly table: string
  /** Pairs of a column of `from` and a column of this table; together the latter are unique. */
  readonly on: readonly (readonly [string, string])[]
}

export interface NamedColumn {
  /** The model's name. */
  readonly label: string
  /** The published name. */
  readonly name: string
  readonly expression: Expression
  /** The source's comment, where the column is one of the source's as it stands. */
  readonly comment?: string
  readonly collation?: string
}

export interface DimensionPlan {
  readonly kind: 'dimension' | 'distinct'
  readonly name: string
  /** Published name. */
  readonly table: string
  readonly from: string
  readonly joins: readonly JoinPlan[]
  readonly where: Expression | null
  /** Published name of the surrogate key. */
  readonly key: string
  /** The columns that make a member; part of `columns`. */
  readonly natural: readonly NamedColumn[]
  /** Every published column but the key. */
  readonly columns: readonly NamedColumn[]
  readonly clean: readonly string[]
  readonly at: string
}

export interface CalendarPlan {
  readonly table: string
  readonly key: string
}

export interface LinkPlan {
  readonly label: string
  /** Published name of the fact's foreign key. */
  readonly name: string
  /** Name of the dimension; null for the calendar. */
  readonly dimension: string | null
  /** Each step from the fact's row towards the dimension's: the foreign key, and the join that reaches its row. */
  readonly steps: readonly StepPlan[]
  /** What is looked up: the natural key, or the day. */
  readonly lookup: readonly Expression[]
}

export interface StepPlan {
  readonly from: string
  readonly columns: readonly string[]
  /** The alias reached; null where the row is not joined, because its key alone is needed. */
  readonly alias: string | null
  /** The unique columns by which the row is reached. */
  readonly toColumns: readonly string[]
}

export interface FactPlan {
  readonly name: string
  readonly table: string
  readonly from: string
  /** Published columns that name the source's row: its key. Part of `columns`. */
  readonly grain: readonly NamedColumn[]
  readonly columns: readonly NamedColumn[]
  readonly links: readonly LinkPlan[]
  readonly joins: readonly JoinPlan[]
  readonly where: Expression | null
  readonly measures: readonly MeasurePlan[]
  /** Label of the date link that questions about time mean. */
  readonly on: string | null
  readonly checks: readonly CheckPlan[]
  /** Paths to compare group by group; empty: every attribute that has few enough values. */
  readonly reconcile: readonly string[]
  readonly at: string
}

export interface MeasurePlan {
  readonly name: string
  readonly definition: MeasureDefinition
  /** Published column that it measures; null for counts of rows and for ratios. */
  readonly column: string | null
}

export interface CheckPlan {
  /** As people read it: `quantity > 0`. */
  readonly label: string
  readonly condition: Expression
  readonly at: string
}

/** An expression with its type. Nullability is not tracked: every operator passes NULL on. */
export type Expression =
  | { readonly op: 'column'; readonly alias: string; readonly column: string; readonly type: ColumnType }
  /** A published column of the fact. */
  | { readonly op: 'own'; readonly column: string; readonly type: ColumnType }
  | { readonly op: 'literal'; readonly value: Literal; readonly type: ColumnType }
  | { readonly op: Operation | 'cast'; readonly args: readonly Expression[]; readonly type: ColumnType }
  | {
      readonly op: 'day'
      readonly args: readonly Expression[]
      readonly offsets: readonly ZoneOffset[]
      readonly type: ColumnType
    }
  | { readonly op: 'sql'; readonly args: readonly Expression[]; readonly text: SqlTexts; readonly type: ColumnType }

/** From this moment (seconds since 1970-01-01 UTC; null: ever) local time is UTC plus so many seconds. */
export interface ZoneOffset {
  readonly from: number | null
  readonly seconds: number
}

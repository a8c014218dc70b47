/** What star.ts says, as plain data: names and paths, nothing resolved. `compileStar` resolves it against a source's schema. */

/** schema.ts, as `starlift pull` writes it. A type that ends in `?` may be NULL. */
export interface SchemaTable {
  readonly key: readonly string[]
  readonly columns: Readonly<Record<string, string>>
  /** Name of the relation: its columns here, the table it leads to, and the unique columns there where they are not its key. */
  readonly refs: Readonly<Record<string, SchemaReference>>
}
export type SchemaReference = readonly [string | readonly string[], string, (string | readonly string[])?]
export type SchemaTables = Readonly<Record<string, SchemaTable>>

export type Literal = string | number | boolean

/** An expression over one row. `at` is where star.ts wrote it: `star.ts:12`. */
export type Node =
  /** A column of the row at the end of `path`, a list of relation names from the starting row. */
  | { readonly op: 'column'; readonly path: readonly string[]; readonly column: string; readonly at: string }
  /** A column of the fact itself, in checks. */
  | { readonly op: 'own'; readonly column: string; readonly at: string }
  | { readonly op: 'literal'; readonly value: Literal; readonly at: string }
  | { readonly op: Operation; readonly args: readonly Node[]; readonly at: string }
  | {
      readonly op: 'cast'
      readonly args: readonly Node[]
      readonly precision: number
      readonly scale: number
      readonly at: string
    }
  | { readonly op: 'day'; readonly args: readonly Node[]; readonly zone: string; readonly at: string }
  | {
      readonly op: 'sql'
      readonly args: readonly Node[]
      readonly text: SqlTexts
      readonly type: string
      readonly at: string
    }

export type Operation = Arithmetic | TextOperation | Comparison | Logic | 'coalesce' | 'when'
export type Arithmetic = 'times' | 'plus' | 'minus'
export type TextOperation = 'trim' | 'upper' | 'lower' | 'concat'
export type Comparison = 'eq' | 'ne' | 'lt' | 'lte' | 'gt' | 'gte'
export type Logic = 'and' | 'or' | 'not' | 'isNull' | 'isIn'

/** One text per dialect; `{0}`, `{1}` stand for the arguments. */
export interface SqlTexts {
  readonly duckdb: string
  readonly spark?: string
  readonly trino?: string
  readonly mysql?: string
}

export interface DimensionDefinition {
  readonly kind: 'dimension' | 'distinct'
  readonly name: string
  readonly table: string
  readonly attributes: Readonly<Record<string, Node>>
  /** Attributes declared clean: values that differ only by case, accents or blanks are an error. */
  readonly clean: readonly string[]
  readonly where: Node | null
  readonly at: string
}

export interface LinkDefinition {
  readonly link: 'dimension'
  readonly dimension: DimensionDefinition
  /** Relations from the fact's row to the dimension's row; empty when they are the same row. */
  readonly path: readonly string[]
  readonly at: string
}
export interface DateLinkDefinition {
  readonly link: 'dates'
  readonly value: Node
  readonly at: string
}

export type MeasureDefinition =
  | { readonly kind: 'sum' | 'countDistinct' | 'min' | 'max' | 'average'; readonly column: string }
  | { readonly kind: 'count' }
  | { readonly kind: 'last'; readonly column: string; readonly along: string }
  | { readonly kind: 'ratio'; readonly over: readonly [string, string] }

export type FactColumnDefinition = Node | LinkDefinition | DateLinkDefinition

export interface FactDefinition {
  /** schema.ts as the fact was written over it. */
  readonly tables: SchemaTables
  readonly table: string
  readonly columns: Readonly<Record<string, FactColumnDefinition>>
  readonly measures: Readonly<Record<string, MeasureDefinition>>
  /** The date link that questions about time mean; null where there is none. */
  readonly on: string | null
  readonly where: Node | null
  readonly at: string
}

export interface StarDefinition {
  readonly tables: SchemaTables
  readonly facts: Readonly<Record<string, FactDefinition>>
  readonly checks: Readonly<Record<string, readonly Node[]>>
  /** Groups by which each run compares star and source, as paths: `product.line`, `ordered.year`, `status`. */
  readonly reconcile: Readonly<Record<string, readonly string[]>>
  /** Published names of facts and dimensions, by their names in the model. */
  readonly names: Readonly<Record<string, string>>
  readonly columns: 'snake_case' | 'as_written'
}

import type { ColumnType } from '../core/schema.ts'
import { path as qualified } from '../core/sql.ts'
import type { Node } from '../model/definition.ts'
import type { LinkPlan, NamedColumn } from '../model/plan.ts'
import type { LookupKey } from './witness.ts'
import { rescale, type Witness, witnessColumn } from './witness-expression.ts'

/** One value of a row as the two sides compute it. Both give the same type for the same published column. */
export interface SideColumn {
  /** What people call it: `order_amount`, `product.line`. */
  readonly name: string
  /** The same value from the staged rows, and from the star. */
  readonly source: string
  readonly star: string
  /** Digits after the point that the whole numbers stand for; null where the value is no exact number. */
  readonly scale: number | null
  /** Part of the content of a row. Attributes are not: their dimension is compared by itself, member by member. */
  readonly content: boolean
}

/** A figure that is computed on both sides: of all rows, and of every group. */
export interface Figure {
  readonly name: string
  readonly source: string
  readonly star: string
  readonly scale: number | null
}

/** The same rows twice: from the stage by natural keys, and from the star by its own keys. */
export interface Sides {
  readonly table: string
  /** The source's rows, with what these expressions need of them. */
  readonly sourceFrom: (used: readonly string[]) => string
  /** By what these expressions look staged rows up: each must name one row at most. */
  readonly lookupKeys: (used: readonly string[]) => readonly LookupKey[]
  readonly starFrom: string
  /** Names the source's row: a part of `columns`. */
  readonly grain: readonly SideColumn[]
  readonly columns: readonly SideColumn[]
  /** For each link by its label: one value that names the member, NULL where there is none. */
  readonly members: Readonly<Record<string, SideColumn>>
}

/** A column that is reached by a link; `star` takes the alias under which the link's table is joined. */
export interface LinkColumn {
  readonly link: LinkPlan
  readonly name: string
  readonly source: string
  readonly star: (alias: string) => string
  readonly scale: number | null
  readonly content: boolean
}

export const scaleOf = (type: ColumnType): number | null =>
  type.kind === 'decimal' ? type.scale : type.kind === 'integer' ? 0 : null

/** The witness's value at the published scale. */
export const sourceValue = (value: Witness, type: ColumnType): string => rescale(value, scaleOf(type) ?? 0)
export const starValue = (alias: string, { name, expression }: NamedColumn): string =>
  witnessColumn(qualified(alias, name), expression.type).sql

/** A key column that is published though the model does not name it. */
export const keyNode = (column: string): Node => ({ op: 'column', path: [], column, at: '' })

/** A published column of a table `f` beside the witness's value for it. */
export const ownSide = (column: NamedColumn, value: Witness): SideColumn => ({
  name: column.name,
  source: sourceValue(value, column.expression.type),
  star: starValue('f', column),
  scale: scaleOf(column.expression.type),
  content: true,
})

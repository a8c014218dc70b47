import type { ColumnType } from '../core/schema.ts'
import { path as qualified } from '../core/sql.ts'
import type { Node } from '../model/definition.ts'
import type { LinkPlan, NamedColumn } from '../model/plan.ts'
import type { LookupKey } from './witness.ts'
import { rescale, type Witness, witnessColumn } from './witness-expression.ts'

/** One expression for each side. */
type BothSides = Readonly<Record<'source' | 'star', string>>

/** How one side finds, from what names a member in a row, a column of that member. */
export interface ByMember {
  /** What names the member in a row. */
  readonly keys: readonly string[]
  /** Joins by which a relation that has the keys, under these names, finds the member. */
  readonly joins: (keys: readonly string[]) => string
  /** The column of the member so found. */
  readonly value: (keys: readonly string[]) => string
}

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
  /** What content takes instead, where that is faster to compute and says the same; both hash alike where the two are equal. */
  readonly hashed?: BothSides
  /** The star's decimal as it is published: what is added up of it is made a whole number once a group, not once a row. */
  readonly decimal?: string
  /** The way to group by a member first, and its groups by this column then; absent where it is the row's own. */
  readonly byMember?: Readonly<Record<'source' | 'star', ByMember>>
}

/** A figure that is computed on both sides: of all rows, and of every group. */
export interface Figure {
  readonly name: string
  readonly source: string
  readonly star: string
  readonly scale: number | null
  /** How the figure of several groups together follows from theirs; null where it does not. */
  readonly together: 'sum' | 'min' | 'max' | null
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
  readonly hashed?: { readonly source: string; readonly star: (alias: string) => string }
  readonly scale: number | null
  readonly content: boolean
  readonly byMember?: ByMember
}

export const scaleOf = (type: ColumnType): number | null =>
  type.kind === 'decimal' ? type.scale : type.kind === 'integer' ? 0 : null

/** The witness's value at the published scale. */
export const sourceValue = (value: Witness, type: ColumnType): string => rescale(value, scaleOf(type) ?? 0)
export const starValue = (alias: string, { name, expression }: NamedColumn): string =>
  witnessColumn(qualified(alias, name), expression.type).sql

/**
 * The engine hashes a decimal of more than 18 digits as the whole number that it holds (test/prove/hash.test.ts), so that its digits need
 * not be written out for every row.
 */
const hashedDecimal = (source: string, decimal: string, scale: number): BothSides => ({
  source,
  star: `cast(${decimal} as decimal(38,${scale}))`,
})

/** A key column that is published though the model does not name it. */
export const keyNode = (column: string): Node => ({ op: 'column', path: [], column, at: '' })

/** A published column of a table `f` beside the witness's value for it. */
export function ownSide(column: NamedColumn, value: Witness): SideColumn {
  const { type } = column.expression
  const source = sourceValue(value, type)
  const decimal = qualified('f', column.name)
  return {
    name: column.name,
    source,
    star: starValue('f', column),
    scale: scaleOf(type),
    content: true,
    ...(type.kind === 'decimal' ? { decimal, hashed: hashedDecimal(source, decimal, type.scale) } : {}),
  }
}

/** The same column where the source's value has been computed already. */
export const withSource = (column: SideColumn, source: string): SideColumn => ({
  ...column,
  source,
  ...(column.hashed ? { hashed: { ...column.hashed, source } } : {}),
})

/** The authoring API's types. At run time a Value is a Node and a Row a proxy; these types say how they may be combined. */
import type { SchemaTable } from './definition.ts'

export type Tables<S> = { readonly [T in keyof S]: SchemaTable }

declare const type: unique symbol
declare const at: unique symbol

/** own: of the starting row. far: reached through a key, so it repeats. rate: a price or ratio, which does not add up. */
export type Locality = 'own' | 'far' | 'rate'

/** A value of one row. T is its SQL type, `?` meaning that it may be NULL. */
export interface Value<T extends string = string, L extends Locality = Locality> {
  readonly [type]: T
  readonly [at]: L
}

/** A condition on one row. */
export interface Condition {
  readonly [type]: 'condition'
}

/** A row of table T: only ever the starting row, or the far end of a foreign key to a whole unique key. */
export interface RowOf<T> {
  readonly [at]: T
}

export type Row<
  S extends Tables<S>,
  T extends keyof S,
  N extends '' | '?' = '',
  L extends Locality = 'own',
> = RowOf<T> & {
  readonly [C in keyof S[T]['columns']]: Value<Null<S[T]['columns'][C], N>, L>
} & {
  readonly [R in keyof S[T]['refs']]: S[T]['refs'][R] extends readonly [infer C, infer U extends keyof S, ...unknown[]]
    ? Row<S, U, IsNull<S[T]['columns'][Names<C> & keyof S[T]['columns']], N>, 'far'>
    : never
}

type Names<C> = C extends readonly (infer X)[] ? X : C
type Null<X extends string, N extends string> = X extends `${string}?` ? X : `${X}${N}`
type IsNull<X, N extends '' | '?'> = Extract<X, `${string}?`> extends never ? N : '?'

/** Types that add up exactly. Floating point does not: cast it with decimal(). */
export type Exact = `${'tinyint' | 'smallint' | 'mediumint' | 'int' | 'bigint' | 'decimal'}${string}`
export type Text = `${'char' | 'varchar' | 'tinytext' | 'text' | 'mediumtext' | 'longtext' | 'enum' | 'set'}${string}`
export type Day = 'date' | 'date?'
export type Timestamp = `${'timestamp' | 'datetime'}${string}`

/** The type B, NULL where one of the types T may be. */
export type Nulls<B extends string, T> = Extract<T, `${string}?`> extends never ? B : `${B}?`

/** One factor of our own makes the product our own: quantity times the product's price adds up, the price alone does not. */
export type ProductLocality<A, B> = 'own' extends A | B ? 'own' : 'rate' extends A | B ? 'rate' : 'far'
export type SumLocality<A, B> = 'rate' extends A | B ? 'rate' : 'far' extends A | B ? 'far' : 'own'

export type Attributes = Readonly<Record<string, Value>>

export interface Link<A, D extends string = string> {
  readonly [type]: D
  readonly attributes: A
}

export interface Dimension<T, A, D extends string> {
  readonly of: T
  /** The member that a row of T stands for, in a fact that reaches this row through its keys. */
  at(row: RowOf<T>): Link<A, D>
}

export type Calendar = {
  readonly date: Value<'date'>
  readonly year: Value<'int'>
  readonly quarter: Value<'int'>
  readonly month: Value<'int'>
  readonly monthName: Value<'varchar(9)'>
  readonly yearMonth: Value<'char(7)'>
  readonly week: Value<'int'>
  readonly isoYear: Value<'int'>
  readonly day: Value<'int'>
  readonly weekday: Value<'int'>
  readonly weekdayName: Value<'varchar(9)'>
}

export type FactColumns = Readonly<Record<string, Value | Link<Attributes>>>

/** Columns of a fact that may be summed: exact numbers of its own row. */
export type Summable<C> = { [K in keyof C]: C[K] extends Value<Exact, 'own'> ? K : never }[keyof C] & string
export type Measurable<C> = { [K in keyof C]: C[K] extends Value ? K : never }[keyof C] & string
export type Dates<C> = { [K in keyof C]: C[K] extends Link<Calendar, 'dates'> ? K : never }[keyof C] & string

export interface Sum<F extends string> {
  readonly sum: F
}
export interface CountDistinct<F extends string> {
  readonly countDistinct: F
}
export interface Extreme<F extends string> {
  readonly extreme: F
}
export interface Average<F extends string> {
  readonly average: F
}
export interface Count {
  readonly count: true
}
export interface Last<F extends string, D extends string> {
  readonly last: F
  readonly along: D
}
export interface Ratio<A extends string, B extends string> {
  readonly over: readonly [A, B]
}

export type Measure<C> =
  | Sum<Summable<C>>
  | Last<Summable<C>, Dates<C>>
  | Average<Summable<C>>
  | CountDistinct<keyof C & string>
  | Extreme<Measurable<C>>
  | Count

export interface Fact<C, M> {
  readonly columns: C
  readonly measures: M
}

/** Paths by which a fact can be grouped: its own columns, and the attributes of what it links to. */
export type Paths<C> = {
  [K in keyof C]: C[K] extends Link<infer A>
    ? `${K & string}.${keyof A & string}`
    : C[K] extends Value
      ? K & string
      : never
}[keyof C]

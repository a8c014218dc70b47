/** A fact added up by everything that its dashboard groups and chooses by: small enough to take along, exact, as columns. */
export interface Cube {
  readonly fact: string
  readonly cells: number
  readonly paths: readonly CubePath[]
  /** Paths of the calendar, each computed from a path of days. */
  readonly parts: readonly CalendarPart[]
  readonly figures: readonly CubeFigure[]
  readonly measures: readonly CubeMeasure[]
}

/** A path's value in each cell, by its place among the values. */
export interface CubePath {
  readonly name: string
  readonly type: string
  readonly values: readonly (string | null)[]
  readonly at: readonly number[]
}

export interface CalendarPart {
  readonly name: string
  readonly type: string
  readonly of: string
  readonly part: 'year' | 'quarter' | 'month'
}

/** A figure of each cell, and how figures of several cells make one. */
export interface CubeFigure {
  readonly kind: 'sum' | 'min' | 'max'
  readonly isNumber: boolean
  readonly cells: readonly (string | null)[]
}

export interface CubeMeasure {
  readonly name: string
  readonly type: string
  readonly isNumber: boolean
  readonly formula: Formula
}

/** How a measure comes from figures; nothing that was divided is ever added up. */
export type Formula =
  | { readonly kind: 'figure'; readonly figure: number; readonly least: string | null }
  | { readonly kind: 'divided'; readonly over: Formula; readonly under: Formula; readonly scale: number }
  /** How many values of a path the cells have. */
  | { readonly kind: 'distinct'; readonly path: string }
  /** A figure on the last day of each group's time. */
  | { readonly kind: 'last'; readonly figure: number; readonly along: string }

/** More cells than this make a file that nobody wants to send. */
export const MOST_CELLS = 50_000

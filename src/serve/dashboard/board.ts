/** What the dashboard of a star shows: plain data, made from the model and from how many values its attributes have. */
export interface Board {
  readonly facts: readonly BoardFact[]
}

export interface BoardFact {
  readonly name: string
  readonly label: string
  readonly measures: readonly BoardMeasure[]
  /** Names of up to six measures, in the model's order. */
  readonly tiles: readonly string[]
  /** The link whose days the period chooses: `date` where the model says which, else the first; null for a fact without days. */
  readonly date: string | null
  /** First and last day with rows; null where there are none. */
  readonly days: Days | null
  /** The two ways in which figures are broken down, coarsest level first: what was sold, and where. */
  readonly what: Drill | null
  readonly where: Drill | null
  /** The finest level of `what`, ranked. */
  readonly top: Top | null
  readonly status: Level | null
  /** Attributes that the filter bar offers. */
  readonly filters: readonly Level[]
  readonly detail: Detail
}

export interface BoardMeasure {
  readonly name: string
  readonly label: string
  readonly format: Format
  /** Whether groups add up to the whole, so that shares can be told. */
  readonly additive: boolean
}

export interface Format {
  readonly kind: 'number' | 'percent' | 'text'
  /** Digits after the point. */
  readonly digits: number
}

export interface Days {
  readonly first: string
  readonly last: string
}

export interface Drill {
  readonly levels: readonly Level[]
}

export interface Level {
  readonly path: string
  readonly label: string
}

export interface Top {
  readonly level: Level
  /** Measures of the price that was paid and of the one that was asked; null where the model has no such pair. */
  readonly price: { readonly paid: string; readonly list: string } | null
}

export interface Detail {
  readonly paths: readonly Level[]
  readonly measures: readonly string[]
  /** The table of the source, and by which path each column of its key is published. */
  readonly table: string
  readonly key: readonly { readonly path: string; readonly column: string }[]
}

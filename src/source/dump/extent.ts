/** A run of whole INSERT statements of one table that stand next to each other, under the same settings. */
export interface Extent {
  readonly start: number
  /** Behind the last statement; its delimiter is not part of the run. */
  end: number
  rows: number
  /** Character set of the text, as the dump says it; empty where it says nothing. */
  readonly charset: string
}

/** Statements are joined to runs of about this many bytes, so that a dump of single rows is not read row by row. */
export const RUN_BYTES = 4 << 20

/** Quoting: of the dialects that take standard SQL (DuckDB, Trino), and of Spark's. All SQL text of ours is built through these. */

/** An identifier: `"order ""x"""`. */
export const id = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** A qualified identifier: `"t"."c"`. */
export const path = (...names: readonly string[]): string => names.map(id).join('.')

/** The rows of Parquet files, one after the other. */
export const parquet = (...files: readonly string[]): string => `read_parquet([${files.map(text).join(', ')}])`

/** A text literal. */
export const text = (value: string): string => `'${value.replaceAll("'", "''")}'`

/** An identifier of Spark SQL: `` `order ``x``` ``. */
export const sparkId = (name: string): string => `\`${name.replaceAll('`', '``')}\``

/** A text literal of Spark SQL, which reads backslashes in it, and two quotes as none. */
export const sparkText = (value: string): string => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`

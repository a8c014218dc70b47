/** Coarser than any collation of MySQL that people meet: nothing that one of them calls equal stays apart. `column` is SQL of DuckDB. */
export const fold = (column: string): string =>
  `replace(replace(replace(lower(strip_accents(rtrim(${column}))), 'ß', 'ss'), 'æ', 'ae'), 'ø', 'o')`

/** Whether values of this collation may be equal to MySQL and differ in their bytes; where the source does not say, they may. */
export const mayFold = (collation: string | undefined): boolean => !/_bin$|^binary$/.test(collation ?? '')

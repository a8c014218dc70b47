import { DuckDBBlobValue, type DuckDBType, type DuckDBValue, VARCHAR } from '@duckdb/node-api'

/** Node's decoder drops a leading U+FEFF unless told that it is text like any other. */
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true })

/** A value as exact text; bytes as hex, except where they are text that was asked for as its bytes. */
export function valueText(value: DuckDBValue, type: DuckDBType): string | null {
  if (value === null) return null
  if (value instanceof DuckDBBlobValue)
    return type === VARCHAR ? utf8.decode(value.bytes) : Buffer.from(value.bytes).toString('hex')
  return String(value)
}

/**
 * Reads text columns as their bytes, because the vendor's reader strips a leading U+FEFF from text.
 * Gives null where there is no text column to protect.
 */
export function textAsBytes(sql: string, types: readonly DuckDBType[]): string | null {
  if (!types.some((type) => type === VARCHAR)) return null
  const columns = types.map((type, i) => (type === VARCHAR ? `encode(#${i + 1})` : `#${i + 1}`))
  return `select ${columns.join(', ')} from (${sql}\n)`
}

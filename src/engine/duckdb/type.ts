import * as duckdb from '@duckdb/node-api'
import type { ColumnType } from '../../core/schema.ts'

const INTEGERS = { 8: duckdb.TINYINT, 16: duckdb.SMALLINT, 32: duckdb.INTEGER, 64: duckdb.BIGINT }

/** The DuckDB type that holds a column type. */
export function duckdbType(type: ColumnType): duckdb.DuckDBType {
  switch (type.kind) {
    case 'boolean':
      return duckdb.BOOLEAN
    case 'date':
      return duckdb.DATE
    case 'text':
      return duckdb.VARCHAR
    case 'bytes':
      return duckdb.BLOB
    case 'integer':
      return INTEGERS[type.bits]
    case 'float':
      return type.bits === 32 ? duckdb.FLOAT : duckdb.DOUBLE
    case 'decimal':
      return duckdb.DECIMAL(type.precision, type.scale)
    case 'timestamp':
      return type.zone === 'utc' ? duckdb.TIMESTAMPTZ : duckdb.TIMESTAMP
  }
}

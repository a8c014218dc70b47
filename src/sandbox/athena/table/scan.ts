import type { Engine } from '../../../core/engine.ts'
import { id, text } from '../../../core/sql.ts'
import { type DataType, duckdbText } from '../type/data-type.ts'
import type { TableColumn } from './glue-table.ts'
import type { TableFile } from './table-file.ts'

/** What a table's rows are read from. */
export interface ScanOf {
  readonly engine: Engine
  /** At least one. */
  readonly files: readonly TableFile[]
  /** Columns in the files, and columns whose values the partitions say. */
  readonly columns: readonly TableColumn[]
  readonly keys: readonly TableColumn[]
}

export const typed = (value: string, type: DataType): string => `cast(${value} as ${duckdbText(type)})`

/** A partition's values by the file, so that a condition on them leaves files unread. */
export const partitionValues = (keys: readonly TableColumn[], files: readonly TableFile[]): readonly string[] =>
  keys.map(({ name, type }, i) => {
    const entries = files.map(({ object, values }) => {
      const value = values[i]
      return `${text(object.file)}: ${value === null || value === undefined ? 'null' : text(value)}`
    })
    return `${typed(`cast(map {${entries.join(', ')}}[filename] as VARCHAR)`, type)} as ${id(name)}`
  })

/** No rows, of the right types. */
export const emptyScan = (columns: readonly TableColumn[]): string =>
  `select ${columns.map(({ name, type }) => `${typed('null', type)} as ${id(name)}`).join(', ')} where false`

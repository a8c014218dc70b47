import type { PublishedColumn } from '../../core/catalog.ts'
import { fieldsOf } from './column.ts'
import { MANIFEST_ENTRY, MANIFEST_FILE } from './manifest-schema.ts'

/** What another program needs to write the metadata of these tables as we do: Avro schemas, and the fields of each table. */
export const icebergShapes = (tables: Readonly<Record<string, readonly PublishedColumn[]>>) => ({
  entry: MANIFEST_ENTRY,
  list: MANIFEST_FILE,
  tables: Object.fromEntries(Object.entries(tables).map(([name, columns]) => [name, fieldsOf(columns)])),
})

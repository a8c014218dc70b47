import type { AvroSchema } from './avro.ts'

/** Schemas of manifests and manifest lists, version 2 (Iceberg specification, "Manifests" and "Snapshots"), with their field ids. */

const field = (name: string, type: AvroSchema, id: number, more: object = {}) => ({
  name,
  type,
  'field-id': id,
  ...more,
})
const optional = (name: string, type: AvroSchema, id: number) => field(name, ['null', type], id, { default: null })

/** A map by column ids, which Avro's own maps, having keys of text, cannot be. */
const byColumn = (name: string, [id, key, value]: readonly [number, number, number], type: AvroSchema) =>
  optional(
    name,
    {
      type: 'array',
      logicalType: 'map',
      items: {
        type: 'record',
        name: `k${key}_v${value}`,
        fields: [field('key', 'int', key), field('value', type, value)],
      },
    },
    id,
  )

const DATA_FILE = {
  type: 'record',
  name: 'r2',
  fields: [
    field('content', 'int', 134),
    field('file_path', 'string', 100),
    field('file_format', 'string', 101),
    field('partition', { type: 'record', name: 'r102', fields: [] }, 102),
    field('record_count', 'long', 103),
    field('file_size_in_bytes', 'long', 104),
    byColumn('value_counts', [109, 119, 120], 'long'),
    byColumn('null_value_counts', [110, 121, 122], 'long'),
    byColumn('lower_bounds', [125, 126, 127], 'bytes'),
    byColumn('upper_bounds', [128, 129, 130], 'bytes'),
  ],
}

export const MANIFEST_ENTRY: AvroSchema = {
  type: 'record',
  name: 'manifest_entry',
  fields: [
    field('status', 'int', 0),
    optional('snapshot_id', 'long', 1),
    optional('sequence_number', 'long', 3),
    optional('file_sequence_number', 'long', 4),
    field('data_file', DATA_FILE, 2),
  ],
}

export const MANIFEST_FILE: AvroSchema = {
  type: 'record',
  name: 'manifest_file',
  fields: [
    field('manifest_path', 'string', 500),
    field('manifest_length', 'long', 501),
    field('partition_spec_id', 'int', 502),
    field('content', 'int', 517),
    field('sequence_number', 'long', 515),
    field('min_sequence_number', 'long', 516),
    field('added_snapshot_id', 'long', 503),
    field('added_files_count', 'int', 504),
    field('existing_files_count', 'int', 505),
    field('deleted_files_count', 'int', 506),
    field('added_rows_count', 'long', 512),
    field('existing_rows_count', 'long', 513),
    field('deleted_rows_count', 'long', 514),
  ],
}

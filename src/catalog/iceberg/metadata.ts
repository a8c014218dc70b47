import { createHash } from 'node:crypto'
import type { PublishedTable, PublishedVersion } from '../../core/catalog.ts'
import { avroFile } from './avro.ts'
import type { IcebergField } from './column.ts'
import { MANIFEST_ENTRY, MANIFEST_FILE } from './manifest-schema.ts'

/** A data file with what readers prune by; bounds by column id. */
export interface MeasuredFile {
  /** Below the lake. */
  readonly path: string
  readonly rows: number
  readonly bytes: number
  readonly nulls: ReadonlyMap<number, number>
  readonly lower: ReadonlyMap<number, Buffer>
  readonly upper: ReadonlyMap<number, Buffer>
}

export interface IcebergTable {
  readonly table: PublishedTable
  readonly version: PublishedVersion
  readonly fields: readonly IcebergField[]
  readonly files: readonly MeasuredFile[]
  /** The lake's address with a slash: `s3://bucket/prefix/`, `file:///lake/`. */
  readonly root: string
}

/** A file of the table's metadata, by its path below the lake. */
export interface MetadataFile {
  readonly path: string
  readonly bytes: Buffer
}

/** The table of one version as Iceberg sees it, version 2: a snapshot of all its files, no partitions. The last file is the one that readers open. */
export async function metadataFiles(given: IcebergTable): Promise<readonly MetadataFile[]> {
  const { table, version } = given
  const at = `${table.name}/metadata/`
  const snapshot = snapshotId(given)
  const stem = `${String(version.version).padStart(6, '0')}-${snapshot}`
  const manifest = { path: `${at}${stem}-m0.avro`, bytes: await manifestBytes(given, snapshot) }
  const list = { path: `${at}snap-${stem}.avro`, bytes: await listBytes(given, snapshot, manifest) }
  const text = JSON.stringify(tableMetadata(given, list.path), null, 1).replaceAll(`"${SNAPSHOT}"`, String(snapshot))
  return [manifest, list, { path: `${at}v${version.version}.metadata.json`, bytes: Buffer.from(`${text}\n`) }]
}

/** Stands for the snapshot's id, which JSON.stringify cannot write. */
const SNAPSHOT = '@snapshot@'

const digest = (...parts: readonly unknown[]): Buffer => createHash('sha256').update(parts.join('\n')).digest()

/** One version of one table has one id, whoever announces it and how often. */
const snapshotId = ({ table, version }: IcebergTable): bigint =>
  digest(version.lake, table.name, version.version).readBigUInt64BE() >> 1n

function tableId({ table, version }: IcebergTable): string {
  const hex = digest(version.lake, table.name).toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), `5${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  )
}

const schemaOf = ({ fields }: IcebergTable) => ({ type: 'struct', 'schema-id': 0, fields })

function manifestBytes(given: IcebergTable, snapshot: bigint): Promise<Buffer> {
  const entries = given.files.map((file) => ({
    status: 1,
    snapshot_id: { long: snapshot },
    sequence_number: null,
    file_sequence_number: null,
    data_file: {
      content: 0,
      file_path: `${given.root}${file.path}`,
      file_format: 'PARQUET',
      partition: {},
      record_count: file.rows,
      file_size_in_bytes: file.bytes,
      value_counts: { array: given.fields.map(({ id }) => ({ key: id, value: file.rows })) },
      null_value_counts: { array: pairs(file.nulls) },
      lower_bounds: { array: pairs(file.lower) },
      upper_bounds: { array: pairs(file.upper) },
    },
  }))
  return avroFile(MANIFEST_ENTRY, entries, {
    schema: JSON.stringify(schemaOf(given)),
    'schema-id': '0',
    'partition-spec': '[]',
    'partition-spec-id': '0',
    'format-version': '2',
    content: 'data',
  })
}

const pairs = <Value>(values: ReadonlyMap<number, Value>) => [...values].map(([key, value]) => ({ key, value }))

function listBytes(given: IcebergTable, snapshot: bigint, manifest: MetadataFile): Promise<Buffer> {
  const sequence = given.version.version
  const record = {
    manifest_path: `${given.root}${manifest.path}`,
    manifest_length: manifest.bytes.length,
    partition_spec_id: 0,
    content: 0,
    sequence_number: sequence,
    min_sequence_number: sequence,
    added_snapshot_id: snapshot,
    added_files_count: given.files.length,
    existing_files_count: 0,
    deleted_files_count: 0,
    added_rows_count: rowsOf(given),
    existing_rows_count: 0,
    deleted_rows_count: 0,
  }
  const about = { 'snapshot-id': String(snapshot), 'parent-snapshot-id': 'null', 'sequence-number': String(sequence) }
  return avroFile(MANIFEST_FILE, [record], { ...about, 'format-version': '2' })
}

const rowsOf = ({ files }: IcebergTable): number => files.reduce((sum, { rows }) => sum + rows, 0)

function tableMetadata(given: IcebergTable, list: string) {
  const { table, version, fields, root, files } = given
  const moment = Date.parse(version.published)
  const counts = {
    'added-data-files': String(files.length),
    'added-records': String(rowsOf(given)),
    'total-data-files': String(files.length),
    'total-records': String(rowsOf(given)),
    'total-files-size': String(files.reduce((sum, { bytes }) => sum + bytes, 0)),
    'total-delete-files': '0',
    'total-position-deletes': '0',
    'total-equality-deletes': '0',
  }
  return {
    'format-version': 2,
    'table-uuid': tableId(given),
    location: `${root}${table.name}`,
    'last-sequence-number': version.version,
    'last-updated-ms': moment,
    'last-column-id': fields.length,
    'current-schema-id': 0,
    schemas: [schemaOf(given)],
    'default-spec-id': 0,
    'partition-specs': [{ 'spec-id': 0, fields: [] }],
    'last-partition-id': 999,
    'default-sort-order-id': 0,
    'sort-orders': [{ 'order-id': 0, fields: [] }],
    properties: {
      'write.format.default': 'parquet',
      // Our files hold no field ids: columns are found by their names.
      'schema.name-mapping.default': JSON.stringify(fields.map(({ id, name }) => ({ 'field-id': id, names: [name] }))),
      'starlift.version': String(version.version),
      'starlift.witness': version.witness,
    },
    'current-snapshot-id': SNAPSHOT,
    refs: { main: { 'snapshot-id': SNAPSHOT, type: 'branch' } },
    snapshots: [
      {
        'snapshot-id': SNAPSHOT,
        'sequence-number': version.version,
        'timestamp-ms': moment,
        'manifest-list': `${root}${list}`,
        summary: { operation: 'append', ...counts },
        'schema-id': 0,
      },
    ],
    'snapshot-log': [{ 'snapshot-id': SNAPSHOT, 'timestamp-ms': moment }],
    'metadata-log': [],
  }
}

import type { PublishedTable, PublishedVersion } from '../../core/catalog.ts'
import { StarliftError } from '../../core/error.ts'

type TableInput = import('@aws-sdk/client-glue').TableInput

/** Which lake and version a table of the catalog shows. */
export const LAKE = 'starlift.lake'
export const VERSION = 'starlift.version'

const PARQUET = {
  InputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
  OutputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
  SerdeInfo: { SerializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe' },
}

/** A published table as Glue describes it; `root` is the lake's address, `s3://bucket/prefix/`. */
export function tableInput(table: PublishedTable, version: PublishedVersion, root: string): TableInput {
  const { name, kind, columns, rows, bytes } = table
  checkNames(table)
  return {
    Name: name.toLowerCase(),
    Description: `${kind === 'fact' ? 'Fact' : 'Dimension'} of version ${version.version}, ${version.published}. Proven equal to ${version.witness}.`,
    TableType: 'EXTERNAL_TABLE',
    Parameters: {
      EXTERNAL: 'TRUE',
      classification: 'parquet',
      'parquet.compression': 'ZSTD',
      numRows: String(rows),
      totalSize: String(bytes),
      [LAKE]: version.lake,
      [VERSION]: String(version.version),
    },
    StorageDescriptor: {
      ...PARQUET,
      Location: `${root}${folderOf(table)}`,
      Columns: columns.map(({ name: column, type, comment }) => ({
        Name: column.toLowerCase(),
        Type: hiveType(type, `${name}.${column}`),
        ...(comment ? { Comment: comment.slice(0, 255) } : {}),
      })),
    },
  }
}

/** The one folder that holds a table's files and no others. */
function folderOf({ name, paths }: PublishedTable): string {
  const folders = new Set(paths.map((path) => path.slice(0, path.lastIndexOf('/') + 1)))
  if (folders.size === 1) return [...folders][0]!
  throw new Error(`${name} lies in ${folders.size} folders`)
}

/** Glue knows names in lower case only. */
function checkNames({ name, columns }: PublishedTable): void {
  const twice = columns.find((column, i) =>
    columns.slice(0, i).some((other) => other.name.toLowerCase() === column.name.toLowerCase()),
  )
  if (!twice) return
  throw new StarliftError('MODEL_NAME', {
    operation: 'announce',
    subject: `${name}.${twice.name}`,
    what: `Two columns of ${name} are called ${twice.name.toLowerCase()} in the Glue catalog, which knows no capitals`,
    next: 'Give one of them another name in star.ts.',
  })
}

/** Types as Glue writes them, by how people write them; decimals are written alike. */
export const HIVE: Readonly<Record<string, string>> = {
  boolean: 'boolean',
  date: 'date',
  text: 'string',
  bytes: 'binary',
  tinyint: 'tinyint',
  smallint: 'smallint',
  integer: 'int',
  bigint: 'bigint',
  float: 'float',
  double: 'double',
  timestamp: 'timestamp',
  'timestamp with time zone': 'timestamp',
}

function hiveType(type: string, subject: string): string {
  const known = /^decimal\(\d+,\d+\)$/.test(type) ? type : HIVE[type]
  if (known) return known
  throw new Error(`${subject} has the type ${type}, which Glue has not`)
}

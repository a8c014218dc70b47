import type { Engine } from '../../../core/engine.ts'
import type { Context } from '../../service.ts'
import { notSupported, QueryFault } from '../sql/fault.ts'
import { dataColumns, partitionColumns, type Table, type TableColumn } from './glue-table.ts'
import { parquetScan } from './parquet-scan.ts'
import { CUT, plainFiles, type Quoting } from './plain-lines.ts'
import { emptyScan, type ScanOf } from './scan.ts'
import type { TableFile } from './table-file.ts'
import { asTexts, delimitedScan, jsonScan } from './text-scan.ts'

/** How a table's files are read. */
export type Format = 'parquet' | 'json' | 'delimited' | 'quoted'

/** What stands in a query for a table, and the files that it reads. */
export interface OpenTable {
  readonly select: string
  readonly files: readonly TableFile[]
  readonly format: Format
}

const SERDES: Readonly<Record<string, Format>> = {
  'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe': 'parquet',
  'org.openx.data.jsonserde.JsonSerDe': 'json',
  'org.apache.hive.hcatalog.data.JsonSerDe': 'json',
  'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe': 'delimited',
  'org.apache.hadoop.hive.serde2.OpenCSVSerde': 'quoted',
}

/** By the serde; what has none that is read here is refused. */
export function formatOf({ StorageDescriptor, Name, Parameters }: Table): Format {
  const { SerializationLibrary: library } = StorageDescriptor?.SerdeInfo ?? {}
  const known = library === undefined ? undefined : SERDES[library]
  if (known) return known
  if (Parameters?.table_type?.toUpperCase() === 'ICEBERG') throw notSupported(`the Iceberg table ${Name}`)
  throw new QueryFault(
    'HIVE_UNSUPPORTED_FORMAT',
    `Table ${Name} has the serde ${library ?? '(none)'}, which this endpoint does not read`,
  )
}

/** The rows of a table as a SELECT with exactly its columns. */
export async function openTable(
  { context, engine }: { readonly context: Context; readonly engine: Engine },
  table: Table,
  files: readonly TableFile[],
): Promise<OpenTable> {
  const [columns, keys] = [dataColumns(table), partitionColumns(table)]
  const format = formatOf(table)
  if (files.length === 0) return { select: emptyScan([...columns, ...keys]), files, format }
  if (format === 'parquet') return { select: await parquetScan({ engine, files, columns, keys }), files, format }
  const quoting = quotingOf(table, format, columns)
  const plain = await plainFiles(context, files, quoting)
  return { select: textSelect(table, format, { engine, files: plain, columns, keys }), files: plain, format }
}

function textSelect(table: Table, format: Format, scan: ScanOf): string {
  if (format === 'json') return jsonScan(scan)
  const parameters = table.StorageDescriptor?.SerdeInfo?.Parameters ?? {}
  const skip = Number(table.Parameters?.['skip.header.line.count'] ?? parameters['skip.header.line.count'] ?? 0)
  const mark = quotingOf(table, format, scan.columns) ? CUT : separatorOf(parameters)
  // What opencsv reads is never NULL.
  const nullText = format === 'quoted' ? CUT : (parameters['serialization.null.format'] ?? '\\N')
  return delimitedScan(scan, { mark, skip, nullText })
}

const separatorOf = (parameters: Readonly<Record<string, string>>): string =>
  unescaped(parameters['field.delim'] ?? parameters['serialization.format'] ?? '\u0001')

/** `\t`, `\001` and `1` as the character they stand for. */
function unescaped(mark: string): string {
  if (/^\\?\d{1,3}$/.test(mark))
    return String.fromCharCode(Number.parseInt(mark.replace('\\', ''), mark.startsWith('\\') ? 8 : 10))
  return { '\\t': '\t', '\\n': '\n', '\\\\': '\\' }[mark] ?? mark
}

function quotingOf(table: Table, format: Format, columns: readonly TableColumn[]): Quoting | null {
  const parameters = table.StorageDescriptor?.SerdeInfo?.Parameters ?? {}
  if (format === 'quoted') {
    if (!asTexts(columns)) throw notSupported('a column of OpenCSVSerde that is not of type string')
    const { separatorChar = ',', quoteChar = '"', escapeChar = '\\' } = parameters
    return { separator: unescaped(separatorChar), quote: unescaped(quoteChar), escape: unescaped(escapeChar) }
  }
  const mark = parameters['escape.delim']
  return format === 'delimited' && mark
    ? { separator: separatorOf(parameters), quote: '', escape: unescaped(mark) }
    : null
}

import { id, text } from '../../../core/sql.ts'
import { notSupported } from '../sql/fault.ts'
import { type DataType, duckdbText } from '../type/data-type.ts'
import type { TableColumn } from './glue-table.ts'
import { partitionValues, type ScanOf } from './scan.ts'

/** Rows of text files, one a line, whose fields stand between a mark. A field that does not read as its type is NULL, as Hive has it. */
export function delimitedScan(scan: ScanOf, { mark, skip, nullText }: Delimited): string {
  const fields = `string_split(line, ${text(mark)})`
  const list = scan.columns.map(
    ({ name, type }, i) => `${delimitedValue(`nullif(fields[${i + 1}], ${text(nullText)})`, type)} as ${id(name)}`,
  )
  return `select ${[...list, ...partitionValues(scan.keys, scan.files)].join(', ')} from (select filename, ${fields} as fields from (${linesOf(scan, skip)}))`
}

export interface Delimited {
  readonly mark: string
  /** Lines at the head of each file that hold no row. */
  readonly skip: number
  readonly nullText: string
}

/** Rows of files of one JSON object a line; names of fields in any case. */
export function jsonScan(scan: ScanOf): string {
  const bad = `error('HIVE_BAD_DATA: Row is not a valid JSON Object - ' || left(line, 200))`
  const object = `case when json_valid(line) and json_type(line) = 'OBJECT' then cast(line as JSON) else ${bad} end`
  const entry = `struct_pack(k := lower(k), v := json_extract(object, '$."' || k || '"'))`
  const rows = `select filename, map_from_entries(list_transform(json_keys(object), lambda k: ${entry})) as fields
    from (select filename, ${object} as object from (${linesOf(scan, 0)}) where trim(line) <> '')`
  const list = scan.columns.map(({ name, type }) => `${jsonValue(`fields[${text(name)}]`, type)} as ${id(name)}`)
  return `select ${[...list, ...partitionValues(scan.keys, scan.files)].join(', ')} from (${rows})`
}

function linesOf({ files }: ScanOf, skip: number): string {
  const paths = files.map(({ object }) => text(object.file)).join(', ')
  const lines = `(string_split(regexp_replace(content, '\\n$', ''), chr(10)))[${skip + 1}:]`
  const line = `case when suffix(line, chr(13)) then left(line, length(line) - 1) else line end as line`
  return `select filename, ${line} from (select filename, unnest(${lines}) as line from read_text([${paths}]))`
}

const WHOLE = /^(tinyint|smallint|integer|bigint)$/

/** Texts that Hive reads as a type; others are NULL. */
function guardOf(type: DataType): string | null {
  if (type.kind === 'decimal') return '[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?'
  if (type.kind !== 'simple') return null
  if (WHOLE.test(type.name)) return '[+-]?\\d+'
  if (type.name === 'date') return '\\d{4}-\\d{2}-\\d{2}'
  if (type.name === 'timestamp') return '\\d{4}-\\d{2}-\\d{2}( \\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?)?'
  return /^(double|real)$/.test(type.name) ? '[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?|NaN|-?Infinity' : null
}

function delimitedValue(value: string, type: DataType): string {
  if (type.kind === 'text') return type.length === undefined ? value : `left(${value}, ${type.length})`
  if (type.kind === 'simple' && type.name === 'boolean')
    return `case lower(${value}) when 'true' then true when 'false' then false end`
  const guard = guardOf(type)
  if (guard === null) throw notSupported(`a column of type ${duckdbText(type).toLowerCase()} in a text file`)
  const cast = `try_cast(${value} as ${duckdbText(type)})`
  return `case when regexp_full_match(${value}, ${text(guard)}) then ${cast} end`
}

function jsonValue(value: string, type: DataType): string {
  const plain = `case when json_type(${value}) = 'NULL' then null when json_type(${value}) in ('OBJECT', 'ARRAY') then cast(${value} as VARCHAR) else json_extract_string(${value}, '$') end`
  if (type.kind === 'array' || type.kind === 'map' || type.kind === 'row')
    return `json_transform_strict(nullif(${value}, 'null'), ${text(JSON.stringify(structure(type)))})`
  return delimitedValue(`(${plain})`, type)
}

function structure(type: DataType): unknown {
  if (type.kind === 'array') return [structure(type.element)]
  if (type.kind === 'row') return Object.fromEntries(type.fields.map((field) => [field.name, structure(field.type)]))
  if (type.kind === 'map') return `MAP(${duckdbText(type.key)}, ${duckdbText(type.value)})`
  return duckdbText(type)
}

/** As text serdes take columns that are all text. */
export const asTexts = (columns: readonly TableColumn[]): boolean => columns.every(({ type }) => type.kind === 'text')

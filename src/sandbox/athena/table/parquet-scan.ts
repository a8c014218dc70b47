import type { Engine } from '../../../core/engine.ts'
import { id, parquet, text } from '../../../core/sql.ts'
import { QueryFault } from '../sql/fault.ts'
import { type DataType, duckdbText, trinoText } from '../type/data-type.ts'
import { readDuckdbType } from '../type/read-type.ts'
import type { TableColumn } from './glue-table.ts'
import { partitionValues, type ScanOf, typed } from './scan.ts'
import type { TableFile } from './table-file.ts'

/** Rows of Parquet files, their columns by name: one SELECT for each shape that the files have. */
export async function parquetScan({ engine, files, columns, keys }: ScanOf): Promise<string> {
  const selects: string[] = []
  for (const group of await byShape(engine, files)) {
    const held = await heldColumns(engine, group[0]!)
    const list = columns.map((column) => `${value(column, held, group[0]!)} as ${id(column.name)}`)
    const paths = parquet(...group.map(({ object }) => object.file)).replace(/\)$/, ', filename = true)')
    selects.push(`select ${[...list, ...partitionValues(keys, group)].join(', ')} from ${paths}`)
  }
  return selects.join(' union all ')
}

/** Files whose columns have the same names and types. */
async function byShape(engine: Engine, files: readonly TableFile[]): Promise<readonly (readonly TableFile[])[]> {
  if (files.length === 1) return [files]
  const { rows } = await engine.query(
    `select file_name, md5(string_agg(concat_ws(':', name, type, converted_type, logical_type, precision, scale, num_children), ',' order by column_id))
     from parquet_schema([${files.map(({ object }) => text(object.file)).join(', ')}]) group by all`,
  )
  const shapes = new Map(rows.map(([file, shape]) => [file, shape]))
  return [...Map.groupBy(files, ({ object }) => shapes.get(object.file)).values()]
}

interface Held {
  readonly name: string
  readonly type: DataType
}

async function heldColumns(engine: Engine, file: TableFile): Promise<ReadonlyMap<string, Held>> {
  const { rows } = await engine.query(`describe select * from ${parquet(file.object.file)}`)
  return new Map(
    rows.map(([name, type]) => [name!.toLowerCase(), { name: name!, type: readDuckdbType(physical(type!)) }]),
  )
}

/** Moments finer or coarser than a microsecond are moments all the same. */
const physical = (type: string): string =>
  type.replaceAll(/TIMESTAMP_(?:NS|MS|S)\b/g, 'TIMESTAMP').replaceAll('TIME WITH TIME ZONE', 'TIME')

function value({ name, type }: TableColumn, held: ReadonlyMap<string, Held>, file: TableFile): string {
  const found = held.get(name)
  if (!found) return `cast(null as ${duckdbText(type)})`
  if (!fits(found.type, type))
    throw new QueryFault(
      'HIVE_BAD_DATA',
      `Field ${name}'s type ${trinoText(found.type)} in parquet file ${file.uri} is incompatible with type ${trinoText(type)} defined in table schema`,
    )
  return read(id(found.name), found.type, type)
}

const WIDTH: Readonly<Record<string, number>> = { tinyint: 1, smallint: 2, integer: 4, bigint: 8 }

/** Whether Athena reads what a file holds as what the table says. */
function fits(held: DataType, wanted: DataType): boolean {
  if (held.kind === 'array' && wanted.kind === 'array') return fits(held.element, wanted.element)
  if (held.kind === 'map' && wanted.kind === 'map') return fits(held.key, wanted.key) && fits(held.value, wanted.value)
  if (held.kind === 'row' && wanted.kind === 'row')
    return wanted.fields.every(({ name, type }) => {
      const field = held.fields.find((one) => one.name.toLowerCase() === name)
      return !field || fits(field.type, type)
    })
  if (wanted.kind === 'text') return held.kind === 'text' || isNamed(held, 'varbinary', 'json')
  if (wanted.kind === 'decimal') return held.kind === 'decimal' || (held.kind === 'simple' && held.name in WIDTH)
  if (wanted.kind !== 'simple' || held.kind === 'decimal') return false
  return fitsSimple(held, wanted.name)
}

function fitsSimple(held: DataType, wanted: string): boolean {
  if (held.kind === 'text') return wanted === 'varbinary'
  if (held.kind !== 'simple') return false
  if (wanted in WIDTH) return held.name in WIDTH && !(held.name === 'bigint' && wanted !== 'bigint')
  if (wanted === 'double') return isNamed(held, 'double', 'real')
  if (wanted === 'timestamp') return isNamed(held, 'timestamp', 'timestamp with time zone')
  return held.name === wanted
}

const isNamed = (type: DataType, ...names: readonly string[]): boolean =>
  type.kind === 'simple' && names.includes(type.name)

/** A held value as the table's type. Moments keep milliseconds, as Athena's do. */
function read(column: string, held: DataType, wanted: DataType): string {
  if (wanted.kind === 'text' && isNamed(held, 'varbinary')) return cut(`decode(${column})`, wanted)
  if (wanted.kind === 'text') return cut(column, wanted)
  if (isNamed(wanted, 'varbinary') && held.kind === 'text') return `encode(${column})`
  if (isNamed(wanted, 'timestamp'))
    return `date_trunc('millisecond', ${typed(column, wanted)} + interval 500 microsecond)`
  return typed(column, wanted)
}

const cut = (column: string, type: DataType): string =>
  type.kind === 'text' && type.length !== undefined ? `left(${column}, ${type.length})` : `cast(${column} as VARCHAR)`

import type { Engine } from '../../../core/engine.ts'
import { parquet, text } from '../../../core/sql.ts'
import { hiveText } from '../../athena/type/data-type.ts'
import { readDuckdbType } from '../../athena/type/read-type.ts'
import { CrawlError } from './crawl-error.ts'

export interface Column {
  readonly Name: string
  readonly Type: string
}

/** What the footers of Parquet files say. */
export interface Footers {
  readonly columns: readonly Column[]
  readonly rows: bigint
}

const listed = (files: readonly string[]): string => `[${files.map(text).join(', ')}]`

/** Columns of all files, in the order in which they are first met. Fails where two files have one column with two types. */
export async function readFooters(engine: Engine, files: readonly string[], name: string): Promise<Footers> {
  const columns = new Map<string, string>()
  for (const file of await differing(engine, files)) {
    for (const { Name, Type } of await columnsOf(engine, file, name)) {
      const known = columns.get(Name) ?? Type
      if (known !== Type)
        throw new CrawlError(`${name}: the column ${Name} is ${known} in one file and ${Type} in another`)
      columns.set(Name, Type)
    }
  }
  const counted = await engine.query(`select sum(num_rows) from parquet_file_metadata(${listed(files)})`)
  return { columns: [...columns].map(([Name, Type]) => ({ Name, Type })), rows: BigInt(counted.rows[0]?.[0] ?? '0') }
}

/** One file of each schema that there is. */
async function differing(engine: Engine, files: readonly string[]): Promise<readonly string[]> {
  const parts = [
    'name',
    'type',
    'type_length',
    'repetition_type',
    'num_children',
    'converted_type',
    'scale',
    'precision',
  ]
  const shape = `string_agg(concat_ws(' ', ${[...parts, 'logical_type'].map((part) => `coalesce(${part}::varchar, '')`).join(', ')}), ',')`
  const { rows } = await engine.query(
    `select min(file_name) from (select file_name, ${shape} as shape from parquet_schema(${listed(files)}) group by file_name) group by shape order by 1`,
  )
  return rows.map(([file]) => file!)
}

async function columnsOf(engine: Engine, file: string, name: string): Promise<readonly Column[]> {
  const { rows } = await engine.query(`describe select * from ${parquet(file)}`)
  return rows.map(([column, type]) => ({ Name: column!.toLowerCase(), Type: hiveType(type!, `${name}.${column}`) }))
}

/** Types that no table can hold are the bytes or the numbers as which Parquet keeps them. */
const PHYSICAL: Readonly<Record<string, string>> = {
  UTINYINT: 'int',
  USMALLINT: 'int',
  UINTEGER: 'bigint',
  UBIGINT: 'bigint',
  'TIMESTAMP WITH TIME ZONE': 'timestamp',
  TIMESTAMP_NS: 'timestamp',
  TIMESTAMP_S: 'timestamp',
  TIMESTAMP_MS: 'timestamp',
  TIME: 'bigint',
  UUID: 'binary',
  JSON: 'string',
}

function hiveType(type: string, column: string): string {
  const known = PHYSICAL[type]
  if (known !== undefined) return known
  try {
    const hive = hiveText(readDuckdbType(type))
    if (hive !== null) return hive
  } catch {
    // Told below.
  }
  throw new CrawlError(`${column} is ${type}, which no table can hold`)
}

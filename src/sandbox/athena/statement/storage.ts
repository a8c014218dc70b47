import { notSupported, QueryFault } from '../sql/fault.ts'
import type { Storage } from './statement.ts'
import type { StatementReader } from './statement-reader.ts'

const HIVE = 'org.apache.hadoop.hive'
const TEXT_INPUT = 'org.apache.hadoop.mapred.TextInputFormat'
const TEXT_OUTPUT = `${HIVE}.ql.io.HiveIgnoreKeyTextOutputFormat`

export const PARQUET: Storage = {
  library: `${HIVE}.ql.io.parquet.serde.ParquetHiveSerDe`,
  inputFormat: `${HIVE}.ql.io.parquet.MapredParquetInputFormat`,
  outputFormat: `${HIVE}.ql.io.parquet.MapredParquetOutputFormat`,
  parameters: { 'serialization.format': '1' },
}

export const TEXT: Storage = {
  library: `${HIVE}.serde2.lazy.LazySimpleSerDe`,
  inputFormat: TEXT_INPUT,
  outputFormat: TEXT_OUTPUT,
  parameters: {},
}

export const JSON_LINES: Storage = { ...TEXT, library: 'org.openx.data.jsonserde.JsonSerDe' }

/** ROW FORMAT and STORED AS, where they come next. */
export function readStorage(reader: StatementReader): Storage {
  const row = reader.take('ROW', 'FORMAT') ? readRowFormat(reader) : null
  const stored = reader.take('STORED', 'AS') ? readStoredAs(reader, row !== null) : null
  const base = stored ?? TEXT
  return row ? { ...base, ...row } : base
}

function readRowFormat(reader: StatementReader): Pick<Storage, 'library' | 'parameters'> {
  if (reader.take('SERDE')) {
    const library = reader.string()
    return { library, parameters: reader.take('WITH', 'SERDEPROPERTIES') ? readProperties(reader) : {} }
  }
  reader.need('DELIMITED')
  const parameters: Record<string, string> = {}
  for (;;) {
    if (reader.take('FIELDS', 'TERMINATED', 'BY')) {
      const mark = reader.string()
      Object.assign(parameters, { 'field.delim': mark, 'serialization.format': mark })
      if (reader.take('ESCAPED', 'BY')) parameters['escape.delim'] = reader.string()
    } else if (reader.take('LINES', 'TERMINATED', 'BY')) parameters['line.delim'] = reader.string()
    else if (reader.take('NULL', 'DEFINED', 'AS')) parameters['serialization.null.format'] = reader.string()
    else if (reader.take('COLLECTION', 'ITEMS', 'TERMINATED', 'BY')) parameters['collection.delim'] = reader.string()
    else if (reader.take('MAP', 'KEYS', 'TERMINATED', 'BY')) parameters['mapkey.delim'] = reader.string()
    else return { library: TEXT.library, parameters }
  }
}

function readStoredAs(reader: StatementReader, hasRow: boolean): Storage {
  if (reader.take('INPUTFORMAT')) {
    const inputFormat = reader.string()
    reader.need('OUTPUTFORMAT')
    return { library: TEXT.library, inputFormat, outputFormat: reader.string(), parameters: {} }
  }
  const name = reader.identifier().toUpperCase()
  if (name === 'PARQUET') return hasRow ? { ...PARQUET, parameters: {} } : PARQUET
  if (name === 'TEXTFILE') return TEXT
  if (name === 'JSON') return JSON_LINES
  if (/^(ORC|AVRO|RCFILE|SEQUENCEFILE|ION)$/.test(name)) throw notSupported(`STORED AS ${name}`)
  throw new QueryFault('SYNTAX_ERROR', `Unrecognized file format in STORED AS clause: '${name}'`)
}

/** `('a' = 'b', 'c' = 'd')` */
export function readProperties(reader: StatementReader): Record<string, string> {
  return Object.fromEntries(
    reader.list(() => {
      const name = reader.string()
      reader.need('=')
      return [name, reader.string()]
    }),
  )
}

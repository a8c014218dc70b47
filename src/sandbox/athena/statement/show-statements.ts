import { notSupported } from '../sql/fault.ts'
import type { Statement } from './statement.ts'
import type { StatementReader } from './statement-reader.ts'

/** What follows SHOW. */
export function readShow(reader: StatementReader): Statement {
  if (reader.take('DATABASES') || reader.take('SCHEMAS'))
    return reader.end({ kind: 'show databases', ...readPattern(reader) })
  if (reader.take('TABLES')) return reader.end({ kind: 'show tables', ...readDatabase(reader), ...readPattern(reader) })
  if (reader.take('VIEWS')) return reader.end({ kind: 'show views', ...readDatabase(reader), ...readPattern(reader) })
  if (reader.take('COLUMNS')) return reader.end({ kind: 'show columns', name: readColumnsTable(reader) })
  if (reader.take('PARTITIONS')) return reader.end({ kind: 'show partitions', name: reader.qualified() })
  if (reader.take('CREATE', 'TABLE')) return reader.end({ kind: 'show create table', name: reader.qualified() })
  if (reader.take('CREATE', 'VIEW')) return reader.end({ kind: 'show create view', name: reader.qualified() })
  if (reader.take('TBLPROPERTIES')) {
    const name = reader.qualified()
    return reader.end({ kind: 'show properties', name, ...readProperty(reader) })
  }
  throw notSupported(`SHOW ${reader.ended ? '' : reader.identifier().toUpperCase()}`)
}

const inDatabase = (reader: StatementReader): boolean => reader.take('IN') || reader.take('FROM')

const readDatabase = (reader: StatementReader) => (inDatabase(reader) ? { database: reader.qualified().name } : {})

function readPattern(reader: StatementReader): { readonly pattern?: string } {
  reader.take('LIKE')
  return reader.token?.kind === 'string' ? { pattern: reader.string() } : {}
}

/** `IN t IN db`, or `IN db.t`. */
function readColumnsTable(reader: StatementReader) {
  if (!inDatabase(reader)) throw reader.fault('IN')
  const name = reader.qualified()
  return inDatabase(reader) ? { name: name.name, database: reader.qualified().name } : name
}

function readProperty(reader: StatementReader): { readonly property?: string } {
  if (!reader.take('(')) return {}
  const property = reader.string()
  reader.need(')')
  return { property }
}

import { notSupported } from '../sql/fault.ts'
import type { PartitionPlace, Statement } from './statement.ts'
import type { StatementReader } from './statement-reader.ts'
import { readProperties } from './storage.ts'
import { readColumn } from './table-statements.ts'

/** What follows ALTER. */
export function readAlter(reader: StatementReader): Statement {
  if (!reader.take('TABLE')) throw notSupported(`ALTER ${reader.identifier().toUpperCase()}`)
  const name = reader.qualified()
  if (reader.take('ADD', 'COLUMNS'))
    return reader.end({ kind: 'add columns', name, columns: reader.list(() => readColumn(reader)) })
  if (reader.take('SET', 'TBLPROPERTIES'))
    return reader.end({ kind: 'set properties', name, properties: readProperties(reader) })
  if (reader.take('SET', 'LOCATION')) return reader.end({ kind: 'set location', name, location: reader.string() })
  if (reader.take('ADD')) {
    const ifNotExists = reader.take('IF', 'NOT', 'EXISTS')
    return reader.end({ kind: 'add partitions', name, ifNotExists, partitions: readPlaces(reader) })
  }
  if (reader.take('DROP', 'COLUMN')) throw notSupported('ALTER TABLE … DROP COLUMN')
  if (reader.take('DROP')) {
    const ifExists = reader.take('IF', 'EXISTS')
    return reader.end({ kind: 'drop partitions', name, ifExists, partitions: readPlaces(reader) })
  }
  if (reader.take('PARTITION')) {
    const partition = readValues(reader)
    if (!reader.take('SET', 'LOCATION')) throw notSupported('such an ALTER TABLE … PARTITION')
    return reader.end({ kind: 'set location', name, partition, location: reader.string() })
  }
  throw notSupported(`ALTER TABLE … ${reader.identifier().toUpperCase()}`)
}

function readPlaces(reader: StatementReader): readonly PartitionPlace[] {
  const places: PartitionPlace[] = []
  do {
    reader.need('PARTITION')
    const values = readValues(reader)
    places.push({ values, ...(reader.take('LOCATION') ? { location: reader.string() } : {}) })
    reader.take(',')
  } while (!reader.ended)
  return places
}

/** `(year = 2024, month = '01')` */
function readValues(reader: StatementReader): Readonly<Record<string, string>> {
  return Object.fromEntries(
    reader.list(() => {
      const name = reader.identifier().toLowerCase()
      reader.need('=')
      return [name, reader.next('string', 'number')]
    }),
  )
}

/** A type of Athena's, whoever spells it. */
export type DataType =
  | { readonly kind: 'simple'; readonly name: SimpleName }
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'text'; readonly name: 'varchar' | 'char'; readonly length?: number }
  | { readonly kind: 'array'; readonly element: DataType }
  | { readonly kind: 'map'; readonly key: DataType; readonly value: DataType }
  | { readonly kind: 'row'; readonly fields: readonly RowField[] }

export interface RowField {
  /** Empty where the field has none. */
  readonly name: string
  readonly type: DataType
}

/** As Trino calls it. */
export type SimpleName = keyof typeof SIMPLE

/** Trino's name: Hive's, DuckDB's, what ColumnInfo says, digits there. Hive has none for what no table can hold. */
const SIMPLE = {
  boolean: ['boolean', 'BOOLEAN', 'boolean', 0],
  tinyint: ['tinyint', 'TINYINT', 'tinyint', 3],
  smallint: ['smallint', 'SMALLINT', 'smallint', 5],
  integer: ['int', 'INTEGER', 'integer', 10],
  bigint: ['bigint', 'BIGINT', 'bigint', 19],
  real: ['float', 'FLOAT', 'float', 17],
  double: ['double', 'DOUBLE', 'double', 17],
  date: ['date', 'DATE', 'date', 0],
  timestamp: ['timestamp', 'TIMESTAMP', 'timestamp', 3],
  varbinary: ['binary', 'BLOB', 'varbinary', 1073741824],
  'timestamp with time zone': [null, 'TIMESTAMP WITH TIME ZONE', 'timestamp with time zone', 3],
  json: [null, 'JSON', 'json', 0],
  uuid: [null, 'UUID', 'uuid', 0],
  interval: [null, 'INTERVAL', 'interval day to second', 0],
} as const

/** The longest text. */
const UNBOUNDED = 2147483647

export const simple = (name: SimpleName): DataType => ({ kind: 'simple', name })

export const simpleOfHive = (name: string): SimpleName | undefined => found(name, 0)
export const simpleOfDuckdb = (name: string): SimpleName | undefined => found(name, 1)

const found = (name: string, place: 0 | 1): SimpleName | undefined =>
  (Object.keys(SIMPLE) as SimpleName[]).find((one) => SIMPLE[one][place] === name)

/** As Glue keeps it; null where a table cannot hold it. */
export function hiveText(type: DataType): string | null {
  switch (type.kind) {
    case 'simple':
      return SIMPLE[type.name][0]
    case 'decimal':
      return `decimal(${type.precision},${type.scale})`
    case 'text':
      return type.length === undefined ? 'string' : `${type.name}(${type.length})`
    case 'array':
      return nested((element) => `array<${element}>`, type.element)
    case 'map':
      return nested((key, value) => `map<${key},${value}>`, type.key, type.value)
    case 'row':
      return nested(
        (...fields) => `struct<${fields.map((text, i) => `${type.fields[i]!.name || `field${i}`}:${text}`).join(',')}>`,
        ...type.fields.map((field) => field.type),
      )
  }
}

function nested(write: (...texts: readonly string[]) => string, ...parts: readonly DataType[]): string | null {
  const texts = parts.map(hiveText)
  return texts.some((text) => text === null) ? null : write(...(texts as string[]))
}

/** As DuckDB reads it. */
export function duckdbText(type: DataType): string {
  switch (type.kind) {
    case 'simple':
      return SIMPLE[type.name][1]
    case 'decimal':
      return `DECIMAL(${type.precision},${type.scale})`
    case 'text':
      return 'VARCHAR'
    case 'array':
      return `${duckdbText(type.element)}[]`
    case 'map':
      return `MAP(${duckdbText(type.key)}, ${duckdbText(type.value)})`
    case 'row':
      return `STRUCT(${type.fields.map(({ name, type: of }) => `"${name.replaceAll('"', '""')}" ${duckdbText(of)}`).join(', ')})`
  }
}

/** As Trino writes it, in information_schema and DESCRIBE of queries. */
export function trinoText(type: DataType): string {
  switch (type.kind) {
    case 'simple':
      return type.name === 'timestamp' ? 'timestamp(3)' : type.name
    case 'decimal':
      return `decimal(${type.precision},${type.scale})`
    case 'text':
      return type.length === undefined ? type.name : `${type.name}(${type.length})`
    case 'array':
      return `array(${trinoText(type.element)})`
    case 'map':
      return `map(${trinoText(type.key)}, ${trinoText(type.value)})`
    case 'row':
      return `row(${type.fields.map(({ name, type: of }) => `${name}${name && ' '}${trinoText(of)}`).join(', ')})`
  }
}

/** Type, precision and scale as GetQueryResults says them. */
export function columnFacts(type: DataType): {
  readonly Type: string
  readonly Precision: number
  readonly Scale: number
} {
  if (type.kind === 'simple') return { Type: SIMPLE[type.name][2], Precision: SIMPLE[type.name][3], Scale: 0 }
  if (type.kind === 'decimal') return { Type: 'decimal', Precision: type.precision, Scale: type.scale }
  if (type.kind === 'text') return { Type: type.name, Precision: type.length ?? UNBOUNDED, Scale: 0 }
  return { Type: type.kind, Precision: 0, Scale: 0 }
}

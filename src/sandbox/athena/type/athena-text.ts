import type { DataType, RowField } from './data-type.ts'

/** SQL that writes a value as Athena's result files do; NULL stays NULL. */
export const athenaText = (value: string, type: DataType): string => write(value, type, 0)

function write(value: string, type: DataType, depth: number): string {
  switch (type.kind) {
    case 'text':
      return value
    case 'decimal':
      return `cast(${value} as VARCHAR)`
    case 'simple':
      return (SIMPLE[type.name] ?? ((text: string) => `cast(${text} as VARCHAR)`))(value)
    case 'array':
      return `('[' || array_to_string(list_transform(${value}, lambda v${depth}: ${inside(`v${depth}`, type.element, depth)}), ', ') || ']')`
    case 'map': {
      const entry = `v${depth}`
      const pair = `${inside(`${entry}.key`, type.key, depth)} || '=' || ${inside(`${entry}.value`, type.value, depth)}`
      return `('{' || array_to_string(list_transform(map_entries(${value}), lambda ${entry}: ${pair}), ', ') || '}')`
    }
    case 'row':
      return `(case when ${value} is not null then '{' || ${type.fields.map((field, i) => writeField(value, field, { i, depth })).join(` || ', ' || `)} || '}' end)`
  }
}

const inside = (value: string, type: DataType, depth: number): string =>
  `coalesce(${write(value, type, depth + 1)}, 'null')`

const writeField = (
  row: string,
  { name, type }: RowField,
  { i, depth }: { readonly i: number; readonly depth: number },
): string =>
  `'${(name || `field${i}`).replaceAll("'", "''")}=' || ${inside(`struct_extract_at(${row}, ${i + 1})`, type, depth)}`

const SIMPLE: Readonly<Partial<Record<string, (value: string) => string>>> = {
  double: (value) => `java_double_text(${value})`,
  real: (value) => `java_double_text(${value})`,
  timestamp: (value) => `athena_timestamp_text(${value})`,
  'timestamp with time zone': (value) => `(athena_timestamp_text(cast(${value} as TIMESTAMP)) || ' UTC')`,
  varbinary: (value) => `rtrim(regexp_replace(lower(hex(${value})), '(..)', '\\1 ', 'g'), ' ')`,
  interval: (value) => `athena_interval_text(${value})`,
}

import type { TypedColumn } from '../../src/core/schema.ts'
import type { TableColumns } from '../../src/core/source.ts'
import type { Cell } from '../conformance/canonical-rows.ts'

/** The rows of a table in the server's own words, made to look as `cellsOf` shows them. */
export async function serverCells(
  server: { sql(text: string, database?: string): Promise<string> },
  database: string,
  { table, columns }: TableColumns,
): Promise<Cell[][]> {
  const list = columns.map((column) => expression(column)).join(', ')
  const answer = await server.sql(`set time_zone = '+00:00'; select ${list} from ${quoted(table)}`, database)
  return answer
    .split('\n')
    .slice(0, -1)
    .map((line) => line.split('\t').map((text, i) => cell(text, columns[i]!)))
}

const quoted = (name: string): string => `\`${name.replaceAll('`', '``')}\``

/** Hex of the text, so that no value can look like the end of a line; `-` is NULL. */
function expression({ name, declared, type }: TypedColumn): string {
  const column = quoted(name)
  const text = /^bit/.test(declared) ? `${column} + 0` : /^float/.test(declared) ? `cast(${column} as double)` : column
  const zero = /^(date|datetime|timestamp)\b/.test(declared)
    ? `if(${column} = 0 or day(${column}) > day(last_day(${column})), null, ${column})`
    : text
  const hex = type.kind === 'bytes' ? `hex(${column})` : `hex(convert(cast(${zero} as char) using utf8mb4))`
  return `ifnull(${type.kind === 'text' && /char|text|enum|set/.test(declared) ? `hex(convert(${column} using utf8mb4))` : hex}, '-')`
}

function cell(hex: string, { type, declared }: TypedColumn): Cell {
  if (hex === '-') return null
  if (type.kind === 'bytes') return hex
  const text = Buffer.from(hex, 'hex').toString('utf8')
  if (type.kind === 'boolean') return text === '1' ? 'true' : 'false'
  if (type.kind === 'float') return String(type.bits === 32 ? Math.fround(Number(text)) : Number(text))
  if (type.kind === 'timestamp') return text.length === 19 ? `${text}.000000` : text.padEnd(26, '0')
  if (type.kind === 'integer') return declared.startsWith('time') ? micros(text) : String(BigInt(text))
  return text
}

function micros(text: string): string {
  const [, sign, hours, minutes, seconds, fraction = ''] = /^(-?)(\d+):(\d+):(\d+)(?:\.(\d+))?$/.exec(text)!
  const whole = (BigInt(hours!) * 60n + BigInt(minutes!)) * 60n + BigInt(seconds!)
  return String((sign === '-' ? -1n : 1n) * (whole * 1_000_000n + BigInt(fraction.padEnd(6, '0'))))
}

import { arithmetic, asFloat, type Typed } from './arithmetic.ts'
import { asDay } from './cast.ts'
import { javaPattern, strftimePattern } from './date-pattern.ts'
import { notSupported, QueryFault } from './fault.ts'

/** The arguments of a call: translated, and with their types and literals for those who ask. */
export interface Arguments {
  readonly texts: readonly string[]
  types(): Promise<readonly Typed[]>
  /** The text of an argument that has to be a literal. */
  literal(index: number): string
}

type Write = (given: Arguments) => string | Promise<string>

/** Functions whose translation depends on types or on literals. */
export const TYPED: Readonly<Record<string, Write>> = {
  mod: async ({ types }) => {
    const [a, b] = await types()
    return arithmetic('%', a!, b!)
  },
  length: async ({ texts: [text], types }) => {
    const [value] = await types()
    return 'name' in value!.type && value!.type.name === 'BLOB' ? `octet_length(${text})` : `length(${text})`
  },
  round: (given) => rounded(given, 'round'),
  truncate: (given) => rounded(given, 'trunc'),
  sign,
  floor: (given) => whole(given, 'floor'),
  ceil: (given) => whole(given, 'ceil'),
  element_at: async ({ texts: [a, b], types }) => {
    const [list] = await types()
    return 'name' in list!.type && list!.type.name.startsWith('MAP(') ? `(${a})[${b}]` : `trino_element_at(${a}, ${b})`
  },
  date: async ({ types }) => asDay((await types())[0]!),
  from_iso8601_date: async ({ types }) => asDay((await types())[0]!),
  date_add: async ({ texts: [, n, d], types, literal }) => {
    const moved = `${d} + ${interval(literal(0), n!)}`
    const [, , type] = await types()
    return type!.type.family === 'date' ? `cast(${moved} as DATE)` : `(${moved})`
  },
  date_diff: ({ texts: [, a, b], literal }) => `datesub('${unit(literal(0))}', ${a}, ${b})`,
  date_trunc: async ({ texts: [, d], types, literal }) => {
    const [, type] = await types()
    const cut = `date_trunc('${unit(literal(0))}', ${d})`
    return type!.type.family === 'date' ? `cast(${cut} as DATE)` : cut
  },
  date_format: ({ texts: [d], literal }) => `strftime(${d}, ${quoted(strftimePattern(literal(1)))})`,
  date_parse: ({ texts: [s], literal }) => `strptime(${s}, ${quoted(strftimePattern(literal(1)))})`,
  format_datetime: ({ texts: [d], literal }) => `strftime(${d}, ${quoted(javaPattern(literal(1)))})`,
  regexp_replace: ({ texts: [s, r], literal, texts }) =>
    `regexp_replace(${s}, ${r}, ${texts.length === 3 ? quoted(replacement(literal(2))) : "''"}, 'g')`,
  at_timezone: ({ texts: [d], literal }) => atUtc(d!, literal(1)),
  sequence: async ({ texts, types }) => {
    const [first] = await types()
    const list = `generate_series(${texts.join(', ')})`
    if (first!.type.family !== 'date') return list
    const step = texts.length === 3 ? texts[2] : 'interval 1 day'
    return `list_transform(generate_series(${texts[0]}, ${texts[1]}, ${step}), lambda x: cast(x as DATE))`
  },
}

export const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`

const UNITS = /^(millisecond|second|minute|hour|day|week|month|quarter|year)$/

function unit(text: string): string {
  if (UNITS.test(text.toLowerCase())) return text.toLowerCase()
  throw new QueryFault('SYNTAX_ERROR', `'${text}' is not a valid time unit`)
}

function interval(text: string, n: string): string {
  const name = unit(text)
  if (name === 'quarter') return `to_months(cast(3 * ${n} as INTEGER))`
  return `to_${name}s(cast(${n} as ${/second|minute|hour/.test(name) ? 'BIGINT' : 'INTEGER'}))`
}

/** `$1` and `${name}` of Java are `\1` here; names are not kept. */
function replacement(text: string): string {
  if (/\$\{/.test(text)) throw notSupported('a named group in regexp_replace')
  return text
    .replaceAll('\\$', '\u0000')
    .replaceAll('\\', '\\\\')
    .replace(/\$(\d)/g, '\\$1')
    .replaceAll('\u0000', '$')
}

function atUtc(d: string, zone: string): string {
  if (zone === 'UTC') return d
  throw notSupported(`the time zone ${zone}: values keep no zone here but UTC`)
}

async function rounded({ texts, types }: Arguments, name: string): Promise<string> {
  const number = (await types())[0]!
  const { type } = number
  const places = texts[1]
  if (type.family === 'integer' && places === undefined) return number.text
  if (type.family !== 'decimal') return `${name}(${[asFloat(number, 'DOUBLE'), ...texts.slice(1)].join(', ')})`
  if (places === undefined) return `cast(${name}(${number.text}) as ${wholeType(type)})`
  return `cast(${name}(${number.text}, ${places}) as DECIMAL(${Math.min(38, type.precision + 1)},${type.scale}))`
}

async function whole({ types }: Arguments, name: string): Promise<string> {
  const number = (await types())[0]!
  if (number.type.family === 'integer') return number.text
  const { text, type } = number
  return type.family === 'decimal' ? `cast(${name}(${text}) as ${wholeType(type)})` : `${name}(${text})`
}

const wholeType = ({ precision, scale }: { readonly precision: number; readonly scale: number }): string =>
  `DECIMAL(${precision - scale + Math.min(scale, 1)},0)`

async function sign({ types }: Arguments): Promise<string> {
  const { text, type } = (await types())[0]!
  if (type.family === 'decimal') return `cast(sign(${text}) as DECIMAL(1,0))`
  return `cast(sign(${text}) as ${type.family === 'integer' ? 'INTEGER' : 'DOUBLE'})`
}

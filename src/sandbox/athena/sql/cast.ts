import { text as quoted } from '../../../core/sql.ts'
import { asFloat, type Typed } from './arithmetic.ts'
import { type Context, writeTyped } from './context.ts'
import { notSupported, QueryFault } from './fault.ts'
import { BLANKS } from './plain-functions.ts'
import { kindOf, type Node, open, type Reader } from './tree.ts'
import { isApproximate, textLength, timestampDigits, typeName, writtenType } from './value-type.ts'

type How = 'cast' | 'try_cast'

/** A cast of Trino. */
export async function writeCast(node: Reader, context: Context, how: How): Promise<string> {
  const [from, to] = [node.node('this'), node.node('to')]
  const [value] = await writeTyped([from], context)
  const target = writtenType(to)
  const text = target === 'VARCHAR' ? asText(value!, secondDigits(from)) : asOther(value!, target, how)
  const digits = timestampDigits(to)
  const length = textLength(to)
  if (length !== null) return `left(${text}, ${length})`
  return digits !== null && digits < 6 && target === 'TIMESTAMP' ? roundedTo(text, digits) : text
}

/** A timestamp with fewer digits of a second is rounded to them. */
function roundedTo(text: string, digits: number): string {
  if (digits !== 0 && digits !== 3) throw notSupported(`timestamp(${digits})`)
  const [unit, half] = digits === 0 ? ['second', '500 millisecond'] : ['millisecond', '500 microsecond']
  return `date_trunc('${unit}', ${text} + interval ${half})`
}

/** Digits of a second that the type of a timestamp says; null where nothing written says them. */
function secondDigits(node: Node): number | null {
  const reader = open(node)
  switch (kindOf(node)) {
    case 'cast':
    case 'try_cast':
      return timestampDigits(reader.node('to'))
    case 'paren':
      return secondDigits(reader.node('this'))
    case 'literal':
      return /\.(\d+)/.exec(reader.word('value') ?? '')?.[1]?.length ?? 0
    default:
      return null
  }
}

function asText({ text, type }: Typed, digits: number | null): string {
  if (isApproximate(type)) return `trino_double_text(${text})`
  if (type.family === 'timestamp') return momentText({ text, type }, digits)
  if (type.family === 'interval') return `athena_interval_text(${text})`
  const name = 'name' in type ? type.name : ''
  if (name === 'JSON') return `trino_json_text(${text})`
  if (name === 'BLOB' || /\[\]$|^(STRUCT|MAP)\(/.test(name)) throw notCast(type, 'varchar')
  return type.family === 'text' ? text : `cast(${text} as VARCHAR)`
}

function momentText({ text, type }: Typed, digits: number | null): string {
  const zoned = 'name' in type && type.name !== 'TIMESTAMP'
  const plain = zoned ? `cast(${text} as TIMESTAMP)` : text
  const written =
    digits === null
      ? `athena_timestamp_text(${plain})`
      : `left(strftime(${plain}, '%Y-%m-%d %H:%M:%S.%f'), ${digits === 0 ? 19 : 20 + digits})`
  return zoned ? `(${written} || ' UTC')` : written
}

const notCast = (type: Typed['type'], target: string): QueryFault =>
  new QueryFault('TYPE_MISMATCH', `Cannot cast ${typeName(type)} to ${target}`)

/** A value as a day, as `cast` makes it. */
export const asDay = (value: Typed): string => asOther(value, 'DATE', 'cast')

/** Trino rounds a double half away from zero where DuckDB rounds half to even. */
function asOther(value: Typed, target: string, how: How): string {
  const { text, type } = value
  if (type.family === 'text') return fromText(value, target, how)
  if (target === 'JSON') return 'name' in type && type.name === 'JSON' ? text : `to_json(${text})`
  if (isApproximate(type) && /INT|^INTEGER/.test(target)) return `${how}(round(${text}) as ${target})`
  if (type.family === 'decimal' && /^(DOUBLE|FLOAT)$/.test(target)) return asFloat(value, target)
  return `${how}(${text} as ${target})`
}

const DIGITS = '([0-9]+([.][0-9]*)?|[.][0-9]+)'
const EXPONENT = '([eE][+-]?[0-9]{1,9})?'
const DAY = '[0-9]{1,9}-[0-9]{1,2}-[0-9]{1,2}'
const TIME = '( [0-9]{1,2}:[0-9]{1,2}(:[0-9]{1,2}([.][0-9]+)?)?)?'

/** The forms of text that Trino takes; DuckDB alone takes more, `0x1A` and `2024/01/02` among them. */
const FORMS: readonly (readonly [target: RegExp, form: string, blanks: boolean])[] = [
  [/INT|^INTEGER/, '[+-]?[0-9]+', false],
  [/^DECIMAL/, `[+-]?${DIGITS}${EXPONENT}`, false],
  [/^(DOUBLE|FLOAT)$/, `[+-]?(NaN|Infinity|${DIGITS}${EXPONENT})`, true],
  [/^DATE$/, DAY, true],
  [/^TIMESTAMP$/, `${DAY}${TIME}`, true],
  [/^TIMESTAMP WITH/, `${DAY}${TIME}( UTC)?`, true],
  [/^BOOLEAN$/, '(?i)(t|true|1|f|false|0)', false],
  [/^UUID$/, '[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}', false],
]

function fromText({ text, type }: Typed, target: string, how: How): string {
  if (target === 'JSON') return `to_json(${text})`
  const [, form, blanks] = FORMS.find(([known]) => known.test(target)) ?? []
  if (form === undefined) throw notCast(type, target.toLowerCase())
  const said = blanks ? `trim(${text}, ${BLANKS})` : text
  const fit =
    how === 'try_cast'
      ? `trino_fit_or_null(${said}, ${quoted(form)})`
      : `trino_fit(${said}, ${quoted(form)}, ${refusal(target).map(quoted).join(', ')})`
  if (target === 'BOOLEAN') return `trino_boolean(${fit})`
  if (target.startsWith('TIMESTAMP WITH')) return `${how}(regexp_replace(${fit}, ' UTC$', '') || '+00' as ${target})`
  return `${how}(${target.startsWith('DECIMAL') ? `trino_plain(${fit})` : fit} as ${target})`
}

/** What stands before and after the text that cannot be cast. */
const refusal = (target: string): readonly [before: string, after: string] =>
  /^(DATE|TIMESTAMP)/.test(target)
    ? [`Value cannot be cast to ${target.toLowerCase()}: `, '']
    : ["Cannot cast '", `' to ${target}`]

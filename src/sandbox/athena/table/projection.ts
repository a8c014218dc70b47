import type { Context } from '../../service.ts'
import { notSupported, QueryFault } from '../sql/fault.ts'
import type { Table, TableColumn } from './glue-table.ts'
import { filesBelow, type TableFile } from './table-file.ts'

/**
 * Files of a table whose partitions are projected (`projection.*` among its properties). What is there is matched with the template, so no
 * partition has to be enumerated; values outside of a column's range are of no partition.
 */
export function projectedFiles(context: Context, table: Table, keys: readonly TableColumn[]): readonly TableFile[] {
  const properties = table.Parameters ?? {}
  const template = templateOf(table, keys)
  const inRange = keys.map(({ name }) => rangeOf(properties, name, context.now()))
  const { prefix, pattern, order } = patternOf(template, properties)
  const places = keys.map(({ name }) => order.indexOf(name))
  if (places.includes(-1)) throw invalid(`the template ${template} does not name every partition column`)
  return filesBelow(context, prefix).flatMap((file) => {
    const match = pattern.exec(file.uri)
    const values = places.map((place) => match?.[place + 1] ?? '')
    return match && values.every((value, i) => inRange[i]!(value)) ? [{ ...file, values }] : []
  })
}

/** Columns that take their values from the query itself. */
export const injectedColumns = ({ Parameters = {} }: Table): readonly string[] =>
  Parameters['projection.enabled']?.toLowerCase() === 'true'
    ? Object.entries(Parameters).flatMap(([property, value]) => {
        const name = /^projection\.(.+)\.type$/.exec(property)?.[1]
        return name && value === 'injected' ? [name.toLowerCase()] : []
      })
    : []

const invalid = (what: string): QueryFault => new QueryFault('INVALID_TABLE_PROPERTY', `Partition projection: ${what}`)

function templateOf({ Parameters, StorageDescriptor }: Table, keys: readonly TableColumn[]): string {
  const location = (StorageDescriptor?.Location ?? '').replace(/\/*$/, '/')
  const template = Parameters?.['storage.location.template']
  return (template ?? location + keys.map(({ name }) => `${name}=\${${name}}`).join('/')).replace(/\/*$/, '/')
}

interface Pattern {
  /** The folder that holds everything. */
  readonly prefix: string
  readonly pattern: RegExp
  /** Names in the order in which they stand. */
  readonly order: readonly string[]
}

function patternOf(template: string, properties: Readonly<Record<string, string>>): Pattern {
  const pieces = template.split(/\$\{([^}]+)\}/)
  /** A date may be written over several folders: `yyyy/MM/dd`. */
  const folders = (name: string): number => properties[`projection.${name}.format`]?.split('/').length ?? 1
  const order = pieces.filter((_, i) => i % 2 === 1).map((name) => name.toLowerCase())
  const source = pieces
    .map((piece, i) =>
      i % 2 === 1 ? `(${Array(folders(piece.toLowerCase())).fill('[^/]+').join('/')})` : literally(piece),
    )
    .join('')
  const first = pieces[0]!
  return { prefix: first.slice(0, first.lastIndexOf('/') + 1), pattern: new RegExp(`^${source}`), order }
}

const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

function rangeOf(properties: Readonly<Record<string, string>>, name: string, now: Date): (value: string) => boolean {
  const property = (what: string): string => properties[`projection.${name}.${what}`] ?? ''
  switch (property('type').toLowerCase()) {
    case 'enum': {
      const values = new Set(
        property('values')
          .split(',')
          .map((value) => value.trim()),
      )
      return (value) => values.has(value)
    }
    case 'integer':
      return integers(property('range'), Number(property('interval') || 1), Number(property('digits') || 0))
    case 'date':
      return dates(property('range'), property('format'), now)
    case 'injected':
      return () => true
    default:
      throw invalid(`column ${name} has no type of enum, integer, date or injected`)
  }
}

function integers(range: string, step: number, digits: number): (value: string) => boolean {
  const [from, to] = range.split(',').map(Number)
  if (!Number.isInteger(from) || !Number.isInteger(to)) throw invalid(`the range ${range} is not of two integers`)
  return (value) => {
    const number = Number(value)
    const written = digits > 0 ? String(number).padStart(digits, '0') : String(number)
    return value === written && number >= from! && number <= to! && (number - from!) % step === 0
  }
}

/** Letters of a date format, and the digits each stands for. Formats whose texts sort as their days do. */
const SORTABLE = /^y{4}(?:[^A-Za-z]*MM(?:[^A-Za-z]*dd(?:[^A-Za-z]*HH(?:[^A-Za-z]*mm(?:[^A-Za-z]*ss)?)?)?)?)?$/

function dates(range: string, format: string, now: Date): (value: string) => boolean {
  if (!SORTABLE.test(format))
    throw notSupported(`the date format ${format || 'that is missing'} of partition projection`)
  const [from, to] = range.split(',').map((end) => endOf(end.trim(), format, now))
  if (!from || !to) throw invalid(`the range ${range} is not of two dates`)
  const shape = new RegExp(`^${literally(format).replace(/[A-Za-z]+/g, (letters) => `\\d{${letters.length}}`)}$`)
  return (value) => shape.test(value) && value >= from && value <= to
}

const UNITS = {
  YEARS: 'FullYear',
  MONTHS: 'Month',
  WEEKS: 'Date',
  DAYS: 'Date',
  HOURS: 'Hours',
  MINUTES: 'Minutes',
  SECONDS: 'Seconds',
} as const

function endOf(end: string, format: string, now: Date): string {
  const moved = /^NOW(?:([+-]\d+)(YEAR|MONTH|WEEK|DAY|HOUR|MINUTE|SECOND)S?)?$/.exec(
    end.replaceAll(' ', '').toUpperCase(),
  )
  if (!moved) return end
  const at = new Date(now)
  const [, count, unit] = moved
  if (count && unit) {
    const field = UNITS[`${unit}S` as keyof typeof UNITS]
    at[`setUTC${field}`](at[`getUTC${field}`]() + Number(count) * (unit === 'WEEK' ? 7 : 1))
  }
  return written(format, at)
}

function written(format: string, at: Date): string {
  const [year, month, day, hour, minute, second] = at.toISOString().split(/[-T:.]/)
  const parts: Readonly<Record<string, string>> = {
    yyyy: year!,
    MM: month!,
    dd: day!,
    HH: hour!,
    mm: minute!,
    ss: second!,
  }
  return format.replace(/[A-Za-z]+/g, (letters) => parts[letters] ?? letters)
}

import type { FactPlan, LinkPlan, StarPlan } from '../../src/model/plan.ts'
import type { AnswerRow, Asked, Wanted } from '../../src/serve/asked.ts'
import { isRange, valuesOf } from '../../src/serve/asked.ts'

export type TableRow = Readonly<Record<string, string | null>>
/** The published tables, row by row. */
export type TableRows = Readonly<Record<string, readonly TableRow[]>>

const snake = (label: string): string => label.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

const known = new Map<readonly TableRow[], Map<string | null, TableRow[]>>()

function membersBy(rows: readonly TableRow[], key: string): Map<string | null, TableRow[]> {
  const found = known.get(rows) ?? Map.groupBy(rows, (row) => row[key] ?? null)
  known.set(rows, found)
  return found
}

/** The value of a path in one row of a fact, looked up by hand. */
export function pathValue(
  name: string,
  row: TableRow,
  fact: FactPlan,
  plan: StarPlan,
  tables: TableRows,
): string | null {
  const [label, attribute] = name.split('.')
  if (attribute === undefined) return row[fact.columns.find((column) => column.label === label)!.name] ?? null
  const link = fact.links.find((one) => one.label === (label === 'date' ? fact.on : label))!
  const dimension = plan.dimensions.find((one) => one.name === link.dimension)
  const [table, key] = dimension ? [dimension.table, dimension.key] : [plan.calendar!.table, plan.calendar!.key]
  const column = dimension ? dimension.columns.find((one) => one.label === attribute)!.name : snake(attribute)
  const found = membersBy(tables[table]!, key).get(row[link.name] ?? '') ?? []
  if (found.length !== 1) throw new Error(`${found.length} rows for ${link.name}`)
  return found[0]![column] ?? null
}

const units = (text: string): bigint => {
  const [whole = '', part = ''] = text.replace('-', '').split('.')
  return (text.startsWith('-') ? -1n : 1n) * BigInt(whole + part.padEnd(12, '0'))
}
/** All arithmetic here is in units of 10^-12. */
const SCALE = 10n ** 12n

const written = (value: bigint, scale: number): string => {
  const text = String(value < 0n ? -value : value).padStart(13, '0')
  const digits = `${text.slice(0, -12)}.${text.slice(-12)}`
  const cut = digits.slice(0, digits.length - 12 + scale).replace(/\.$/, '')
  return value < 0n ? `-${cut}` : cut
}

/** a / b in whole steps of 10^-scale, half away from zero, then back in units of 10^-12. */
function divided(a: bigint, b: bigint, scale: number): bigint | null {
  if (b === 0n) return null
  const steps = 10n ** BigInt(scale)
  const [n, d] = [(a < 0n ? -a : a) * steps, b < 0n ? -b : b]
  const rounded = n / d + (2n * (n % d) >= d ? 1n : 0n)
  return (a < 0n !== b < 0n ? -rounded : rounded) * (SCALE / steps)
}

function measure(name: string, rows: readonly TableRow[], fact: FactPlan): string | null {
  const { definition, column } = fact.measures.find((one) => one.name === name)!
  const scaleOf = (published: string | null): number => {
    const type = fact.columns.find((one) => one.name === published)?.expression.type
    return type?.kind === 'decimal' ? type.scale : 0
  }
  const present = rows.map((row) => row[column ?? ''] ?? null).filter((value) => value !== null)
  const total = present.reduce(
    (sum, value) => sum + (definition.kind === 'sum' || definition.kind === 'average' ? units(value) : 0n),
    0n,
  )
  switch (definition.kind) {
    case 'count':
      return String(rows.length)
    case 'countDistinct': {
      const link = fact.links.some((one: LinkPlan) => one.name === column)
      return String(new Set(link ? present.filter((key) => Number(key) > 0) : present).size)
    }
    case 'ratio': {
      const [over, under] = definition.over.map((part) => measure(part, rows, fact))
      const result = over == null || under == null ? null : divided(units(over), units(under), 6)
      return result === null ? null : written(result, 6)
    }
    case 'average': {
      const result = divided(total, BigInt(present.length) * SCALE, scaleOf(column) + 4)
      return result === null ? null : written(result, scaleOf(column) + 4)
    }
    case 'sum':
      return present.length === 0 ? null : written(total, scaleOf(column))
    default:
      throw new Error(`${definition.kind} is not computed here`)
  }
}

const fits = (value: string | null, wanted: Wanted, numeric: boolean): boolean => {
  const less = (a: string, b: string): boolean =>
    numeric ? units(a) < units(b) : Buffer.compare(Buffer.from(a), Buffer.from(b)) < 0
  if (!isRange(wanted))
    return valuesOf(wanted).some((one) =>
      value === null || one === null
        ? value === one
        : numeric
          ? units(value) === units(String(one))
          : value === String(one),
    )
  if (value === null) return wanted.from === undefined && wanted.to === undefined
  return !(
    (wanted.from !== undefined && less(value, String(wanted.from))) ||
    (wanted.to !== undefined && less(String(wanted.to), value))
  )
}

/** The same question of one fact, answered row by row. */
export function naiveAnswer(
  asked: Asked,
  fact: FactPlan,
  plan: StarPlan,
  tables: TableRows,
  numeric: (path: string) => boolean,
): AnswerRow['values'][] {
  const by = [...new Set(asked.by ?? [])]
  const wanted = Object.entries(asked.where ?? {})
  const rows = tables[fact.table]!.filter((row) =>
    wanted.every(([path, one]) => fits(pathValue(path, row, fact, plan, tables), one, numeric(path))),
  )
  const groups = Map.groupBy(rows, (row) => JSON.stringify(by.map((path) => pathValue(path, row, fact, plan, tables))))
  if (by.length === 0 && groups.size === 0) groups.set('[]', [])
  return [...groups].map(([id, own]) => {
    const values = JSON.parse(id) as (string | null)[]
    return {
      ...Object.fromEntries(by.map((path, i) => [path, values[i]!])),
      ...Object.fromEntries([...new Set(asked.measures)].map((name) => [name, measure(name, own, fact)])),
    }
  })
}

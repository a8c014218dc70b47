import type { ColumnType } from '../core/schema.ts'
import { id } from '../core/sql.ts'
import type { Place } from './place.ts'
import type { FrequentValue } from './spellings.ts'

/** How numbers are spread. Values are exact text. */
export interface NumberProfile {
  /** Values of which a quarter, a half, three quarters of the rows have less or as much. */
  readonly quartiles: readonly [string, string, string]
  /** Values further than three times the distance of the quartiles beyond them; null where those are one value. */
  readonly outliers: Outliers | null
  /** Rows from a value to below the next, in steps of equal width, outliers left out; none for floats and for a single value. */
  readonly steps: readonly { readonly from: string; readonly rows: number }[]
}

export interface Outliers {
  readonly rows: number
  /** The bounds: what is below `low` or above `high`. */
  readonly low: string
  readonly high: string
  /** Up to three of the least and of the greatest. */
  readonly least: readonly FrequentValue[]
  readonly greatest: readonly FrequentValue[]
}

const FENCE = 3
const EXAMPLES = 3

export async function profileNumbers(place: Place): Promise<NumberProfile | null> {
  const { engine, from, column } = place
  const value = id(column.name)
  const parts = [0.25, 0.5, 0.75].map((part) => `quantile_disc(${value}, ${part})`)
  const { rows } = await engine.query(`select ${parts.join(', ')} from ${from}`)
  const quartiles = rows[0] as readonly (string | null)[]
  if (quartiles.some((quartile) => quartile === null)) return null
  const found = quartiles as readonly [string, string, string]
  const outliers = found[0] === found[2] ? null : await outliersOf(place, found)
  return { quartiles: found, outliers, steps: outliers === null ? [] : await stepsOf(place, outliers) }
}

async function stepsOf(place: Place, { low, high }: Outliers): Promise<NumberProfile['steps']> {
  const { engine, from, column } = place
  if (column.type.kind === 'float') return []
  const value = id(column.name)
  const outside = `${beyond(column.type, value, '<', low)} or ${beyond(column.type, value, '>', high)}`
  const { rows: ends } = await engine.query(`select min(${value}), max(${value}) from ${from} where not (${outside})`)
  const [least, greatest] = ends[0]!.map((end) => unscaled(end!)) as [bigint, bigint]
  const scale = scaleOf(column.type)
  const edges = edgesOf(least, greatest).map((edge) => scaled(edge, scale))
  const counts = edges.slice(1).map((to, i) => {
    const [within, beneath] = [beyond(column.type, value, '<', to), beyond(column.type, value, '<', edges[i]!)]
    return `count(*) filter (${within} and not ${beneath})`
  })
  const { rows } = await engine.query(`select ${counts.join(', ')} from ${from}`)
  return rows[0]!.map((count, i) => ({ from: edges[i]!, rows: Number(count) }))
}

/** Round steps (1, 2 or 5 and zeros), about ten of them, from at most the least value to above the greatest. */
function edgesOf(least: bigint, greatest: bigint): readonly bigint[] {
  const step = roundStep((greatest - least) / 10n + 1n)
  const start = floorTo(least, step)
  const edges = [start]
  while (edges.at(-1)! <= greatest) edges.push(edges.at(-1)! + step)
  return edges
}

function roundStep(least: bigint): bigint {
  const unit = 10n ** BigInt(String(least).length - 1)
  return [1n, 2n, 5n, 10n].map((factor) => factor * unit).find((step) => step >= least)!
}

const floorTo = (value: bigint, step: bigint): bigint => value - (((value % step) + step) % step)

async function outliersOf(place: Place, [first, , third]: readonly [string, string, string]): Promise<Outliers> {
  const { engine, from, column } = place
  const [low, high] = fences(column.type, first, third)
  const value = id(column.name)
  const [below, above] = [beyond(column.type, value, '<', low), beyond(column.type, value, '>', high)]
  const examples = async (where: string, order: string): Promise<readonly FrequentValue[]> => {
    const { rows } = await engine.query(
      `select ${value}, count(*) from ${from} where ${where} group by 1 order by 1 ${order} limit ${EXAMPLES}`,
    )
    return rows.map(([text, count]) => ({ value: text ?? null, rows: Number(count) }))
  }
  const { rows } = await engine.query(`select count(*) from ${from} where ${below} or ${above}`)
  return {
    rows: Number(rows[0]![0]),
    low,
    high,
    least: await examples(below, 'asc'),
    greatest: await examples(above, 'desc'),
  }
}

/** Compared in a type that is wide enough; a bound that it cannot hold has all values on one side. */
function beyond(type: ColumnType, value: string, side: '<' | '>', bound: string): string {
  if (type.kind === 'float') return `${value} ${side} ${bound}::double`
  const tooWide = bound.replace(/\D/g, '').replace(/^0+/, '').length > 38
  if (tooWide) return String(bound.startsWith('-') === (side === '>'))
  const wide = `decimal(38, ${scaleOf(type)})`
  return `${value}::${wide} ${side} '${bound}'::${wide}`
}

function fences(type: ColumnType, first: string, third: string): readonly [string, string] {
  if (type.kind === 'float') {
    const far = FENCE * (Number(third) - Number(first))
    return [String(Number(first) - far), String(Number(third) + far)]
  }
  const scale = scaleOf(type)
  const [low, high] = [unscaled(first), unscaled(third)]
  const far = BigInt(FENCE) * (high - low)
  return [scaled(low - far, scale), scaled(high + far, scale)]
}

const scaleOf = (type: ColumnType): number => (type.kind === 'decimal' ? type.scale : 0)

/** 12.50 → 1250; the engine writes all digits of the scale. */
const unscaled = (text: string): bigint => BigInt(text.replace('.', ''))

function scaled(value: bigint, scale: number): string {
  const digits = String(value < 0n ? -value : value).padStart(scale + 1, '0')
  const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`
  return value < 0n ? `-${text}` : text
}

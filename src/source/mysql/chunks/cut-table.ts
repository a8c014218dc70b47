import type { Link } from '../link.ts'
import { type Sql, sql } from '../sql-of-column.ts'
import type { Axis } from './axis.ts'

/** Rows of a table by a condition; `rows` is how many the server thinks there are. */
export interface Range {
  readonly where: Sql
  readonly rows: number
}

export interface CutOptions {
  readonly link: Pick<Link, 'record'>
  /** The table with its database, quoted. */
  readonly from: string
  /** The columns of its key, as far as they have an order here. */
  readonly axes: readonly Axis[]
  readonly targetRows: number
}

/** Questions to the server, at most, for each range that is wanted and in all. */
const ASKED_EACH = 6
const ASKED_FEW = 200

/**
 * Cuts a table into ranges of about `targetRows` rows by halving, as the server estimates them: no rows are read. Together the ranges hold
 * every row once, whatever the estimates are worth.
 */
export async function cutTable(options: CutOptions): Promise<readonly Range[]> {
  const whole: Region = { axis: 0, before: [], from: null, to: null }
  const cutter = new Cutter(options)
  const rows = await cutter.estimate(whole)
  if (rows <= options.targetRows || options.axes.length === 0) return [{ where: sql('true'), rows }]
  cutter.budget = ASKED_FEW + ASKED_EACH * Math.ceil(rows / options.targetRows)
  const leaves = await cutter.cutAlong(whole, rows)
  return merged(leaves, options.targetRows).map((leaf) => ({ where: conditionOf(leaf, options.axes), rows: leaf.rows }))
}

/** Rows between two points of an axis, the first included; null is without end. */
interface Region {
  readonly axis: number
  /** Conditions on the axes before. */
  readonly before: readonly Sql[]
  readonly from: bigint | null
  readonly to: bigint | null
}

type Leaf = Region & { readonly rows: number }

class Cutter {
  budget = ASKED_FEW
  readonly #options: CutOptions

  constructor(options: CutOptions) {
    this.#options = options
  }

  /** How many rows the server thinks are there. */
  async estimate(region: Region): Promise<number> {
    this.budget--
    const { link, from, axes } = this.#options
    const { text, parameters } = conditionOf(region, axes)
    const answer = await link.record(`explain format=traditional select 1 from ${from} where ${text}`, parameters)
    return Number(answer?.rows ?? 0)
  }

  /** Halves a region between the least and the greatest value that it has on its axis. */
  async cutAlong(region: Region, rows: number): Promise<readonly Leaf[]> {
    const { link, from, axes } = this.#options
    const axis = axes[region.axis]!
    const { text, parameters } = conditionOf(region, axes)
    const ends = await link.record(
      `select min(${axis.column}) as low, max(${axis.column}) as high from ${from} where ${text}`,
      parameters,
    )
    if (!ends || ends.low == null || ends.high == null) return [{ ...region, rows }]
    return this.#halve({ ...region, rows }, axis.pointOf(ends.low), axis.pointOf(ends.high))
  }

  async #halve(leaf: Leaf, low: bigint, high: bigint): Promise<readonly Leaf[]> {
    if (leaf.rows <= this.#options.targetRows || this.budget <= 0) return [leaf]
    if (low >= high) return this.#cutPoint(leaf, low)
    const middle = low + (high - low + 1n) / 2n
    const [left, right] = [
      { ...leaf, to: middle },
      { ...leaf, from: middle },
    ]
    const [fewer, more] = [await this.estimate(left), await this.estimate(right)]
    return [
      ...(await this.#halve({ ...left, rows: fewer }, low, middle - 1n)),
      ...(await this.#halve({ ...right, rows: more }, middle, high)),
    ]
  }

  /** Many rows have one value: they are cut along the next axis, and what is beside that value stays apart. */
  async #cutPoint(leaf: Leaf, point: bigint): Promise<readonly Leaf[]> {
    const axis = this.#options.axes[leaf.axis]!
    const next = leaf.axis + 1
    if (!axis.exact || next >= this.#options.axes.length) return [leaf]
    const value = axis.valueAt(point)
    const same = sql(`${axis.column} = ${value.text}`, value.parameters)
    const within = { axis: next, before: [...leaf.before, same], from: null, to: null }
    return [
      { ...leaf, to: point, rows: 0 },
      ...(await this.cutAlong(within, leaf.rows)),
      { ...leaf, from: point + 1n, rows: 0 },
    ].filter(({ from, to }) => from === null || to === null || from < to)
  }
}

function conditionOf({ axis, before, from, to }: Region, axes: readonly Axis[]): Sql {
  const along = axes[axis]
  const parts = [...before]
  for (const [point, sign] of [
    [from, '>='],
    [to, '<'],
  ] as const) {
    if (point === null || !along) continue
    const value = along.valueAt(point)
    parts.push(sql(`${along.column} ${sign} ${value.text}`, value.parameters))
  }
  if (parts.length === 0) return sql('true')
  return sql(
    parts.map(({ text }) => text).join(' and '),
    parts.flatMap(({ parameters }) => parameters),
  )
}

/** Neighbours on one axis that are small together become one. */
function merged(leaves: readonly Leaf[], targetRows: number): readonly Leaf[] {
  const ranges: Leaf[] = []
  for (const leaf of leaves) {
    const last = ranges.at(-1)
    const joins = last && last.axis === leaf.axis && last.before.length === leaf.before.length && last.to === leaf.from
    if (joins && last.rows + leaf.rows <= targetRows && sameBefore(last, leaf))
      ranges[ranges.length - 1] = { ...last, to: leaf.to, rows: last.rows + leaf.rows }
    else ranges.push(leaf)
  }
  return ranges
}

const sameBefore = (one: Leaf, other: Leaf): boolean =>
  JSON.stringify(one.before.map((each) => [each.text, each.parameters])) ===
  JSON.stringify(other.before.map((each) => [each.text, each.parameters]))

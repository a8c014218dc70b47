import type { AnswerRow } from '../asked.ts'
import { compareDecimals, type Decimal, decimalOf, decimalText, divided } from '../decimal.ts'
import { compareTexts } from '../text-order.ts'
import type { Cube, CubeFigure, CubeMeasure, Formula } from './cube.ts'

/** A cube with its columns by name. */
export interface Reading {
  readonly cube: Cube
  readonly columns: ReadonlyMap<
    string,
    { readonly type: string; readonly values: readonly (string | null)[]; readonly at: readonly number[] }
  >
}

/** Days of the period before stand for the days that they are compared with. */
interface Moved {
  readonly path: string
  readonly move: (day: string) => string
}

interface Group {
  readonly by: readonly (string | null)[]
  readonly cells: number[]
}

/** Cells gathered by the values of paths. */
export class Groups {
  readonly #reading: Reading
  readonly #by: readonly string[]
  readonly #moved: Moved | undefined
  readonly #groups = new Map<string, Group>()

  constructor(reading: Reading, by: readonly string[], moved?: Moved) {
    this.#reading = reading
    this.#by = by
    this.#moved = moved
    // The whole is a group, even of nothing.
    if (by.length === 0) this.#groups.set('[]', { by: [], cells: [] })
  }

  put(cell: number): void {
    const by = this.#by.map((path) => this.#value(path, cell))
    const id = JSON.stringify(by)
    const group = this.#groups.get(id)
    if (group) group.cells.push(cell)
    else this.#groups.set(id, { by, cells: [cell] })
  }

  rows(measures: readonly CubeMeasure[]): readonly AnswerRow[] {
    return [...this.#groups.values()].map(({ by, cells }) => ({
      values: Object.fromEntries([
        ...this.#by.map((name, i) => [name, by[i]!] as const),
        ...measures.map(({ name, formula }) => [name, this.#valueOf(formula, cells, by)] as const),
      ]),
    }))
  }

  /** A path's value in a cell; of a moved day, what the calendar says of the day that it stands for. */
  #value(path: string, cell: number): string | null {
    const { cube, columns } = this.#reading
    const moved = this.#moved
    const part = cube.parts.find(({ name }) => name === path)
    const column = columns.get(part?.of ?? path)!
    const value = column.values[column.at[cell]!]!
    const day = moved && value !== null && (part?.of ?? path) === moved.path ? moved.move(value) : value
    if (!part || day === null) return day
    const [year, month] = day.split('-').map(Number) as [number, number]
    return String({ year, quarter: Math.ceil(month / 3), month }[part.part])
  }

  #valueOf(formula: Formula, cells: readonly number[], by: Group['by']): string | null {
    const { cube, columns } = this.#reading
    switch (formula.kind) {
      case 'figure':
        return together(cube.figures[formula.figure]!, cells) ?? formula.least
      case 'divided':
        return divided(this.#valueOf(formula.over, cells, by), this.#valueOf(formula.under, cells, by), formula.scale)
      case 'distinct': {
        const { values, at } = columns.get(formula.path)!
        return String(new Set(cells.map((cell) => at[cell]!).filter((place) => values[place] !== null)).size)
      }
      default:
        return together(cube.figures[formula.figure]!, this.#lastDay(formula.along, cells, by))
    }
  }

  /** Cells of the last day of a group's time, over everything else. */
  #lastDay(along: string, cells: readonly number[], by: Group['by']): readonly number[] {
    const { cube } = this.#reading
    const isTime = (path: string) => path === along || cube.parts.some(({ name, of }) => name === path && of === along)
    const time = this.#by.map((path, i) => (isTime(path) ? i : -1)).filter((i) => i >= 0)
    const same = [...this.#groups.values()].filter((group) => time.every((i) => group.by[i] === by[i]))
    const days = same
      .flatMap((group) => group.cells.map((cell) => this.#value(along, cell)))
      .filter((day) => day !== null)
    const last = days.reduce<string | null>((latest, day) => (latest === null || day > latest ? day : latest), null)
    return cells.filter((cell) => last !== null && this.#value(along, cell) === last)
  }
}

const read = new WeakMap<CubeFigure, readonly (Decimal | null)[]>()

function decimalsOf(figure: CubeFigure): readonly (Decimal | null)[] {
  const known = read.get(figure)
  if (known) return known
  const made = figure.cells.map((cell) => (cell === null ? null : decimalOf(cell)))
  read.set(figure, made)
  return made
}

/** One figure of many cells; null of none. */
function together(figure: CubeFigure, cells: readonly number[]): string | null {
  if (!figure.isNumber) return extreme(figure, cells)
  const decimals = decimalsOf(figure)
  let all: Decimal | null = null
  for (const cell of cells) {
    const one = decimals[cell]
    if (one) all = all === null ? one : joined(figure.kind, all, one)
  }
  return all && decimalText(all)
}

function joined(kind: CubeFigure['kind'], a: Decimal, b: Decimal): Decimal {
  if (kind === 'sum') {
    const scale = Math.max(a.scale, b.scale)
    const wide = ({ units, scale: own }: Decimal) => (own === scale ? units : units * 10n ** BigInt(scale - own))
    return { units: wide(a) + wide(b), scale }
  }
  const difference = compareDecimals(a, b)
  return (kind === 'min' ? difference <= 0 : difference >= 0) ? a : b
}

function extreme({ kind, cells: values }: CubeFigure, cells: readonly number[]): string | null {
  const present = cells.map((cell) => values[cell]!).filter((value) => value !== null)
  const sorted = present.toSorted(compareTexts)
  return (kind === 'min' ? sorted[0] : sorted.at(-1)) ?? null
}

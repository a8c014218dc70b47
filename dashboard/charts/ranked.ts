import * as Plot from '@observablehq/plot'
import { ACCENT, BAR, cut, INK, QUIET, shared, widthOf } from './theme.ts'

export interface RankedRow {
  readonly label: string
  readonly value: number
  /** What stands behind the bar, in columns. */
  readonly texts: readonly string[]
}

export interface Ranked {
  readonly shape: 'bar' | 'lollipop'
  readonly rows: readonly RankedRow[]
  /** Heads of the columns of text. The first is always shown, the last ones where there is room. */
  readonly heads: readonly string[]
}

const ROW = 27
const LEAST_BAR = 90
const MOST_LABEL = 0.36

/** Groups ranked by a figure, with what is to be said of each in columns to the right. */
export function drawRanked({ rows, heads, shape }: Ranked, width: number): SVGElement | HTMLElement {
  const left = Math.min(width * MOST_LABEL, Math.max(60, ...rows.map(({ label }) => widthOf(label) + 12)))
  const columns = columnsOf({ rows, heads }, width - left)
  const right = columns.reduce((sum, column) => sum + column.width, 0) + 8
  const y = rows.map((_, i) => i)
  const least = Math.min(0, ...rows.map(({ value }) => value))
  return Plot.plot({
    ...shared(width),
    height: rows.length * ROW + 26,
    marginLeft: left,
    marginRight: right,
    marginTop: 24,
    marginBottom: 2,
    x: { axis: null, domain: [least, Math.max(1e-9, ...rows.map(({ value }) => value))] },
    y: { type: 'band', axis: null, domain: y, padding: 0.28 },
    marks: [
      ...(shape === 'bar' ? bars(rows, y) : lollipops(rows, y)),
      Plot.text(rows, {
        y,
        text: (row: RankedRow) => cut(row.label, left - 10),
        frameAnchor: 'left',
        textAnchor: 'end',
        dx: -8,
        fill: INK,
      }),
      ...columns.flatMap(({ at, end }) => [
        Plot.text(rows, {
          y,
          text: (row: RankedRow) => row.texts[at] ?? '',
          frameAnchor: 'right',
          textAnchor: 'end',
          dx: end,
          fill: at === 0 ? INK : QUIET,
        }),
        Plot.text([heads[at]], {
          text: (head: string) => head,
          frameAnchor: 'top-right',
          textAnchor: 'end',
          dx: end,
          dy: -14,
          fill: QUIET,
          fontSize: 12,
        }),
      ]),
    ],
  })
}

const bars = (rows: readonly RankedRow[], y: number[]): Plot.Markish[] => [
  Plot.barX(rows, { x: 'value', y, fill: BAR, rx: 2, className: 'mark' }),
]

const lollipops = (rows: readonly RankedRow[], y: number[]): Plot.Markish[] => [
  Plot.ruleY(rows, { x1: 0, x2: 'value', y, stroke: BAR, strokeWidth: 2 }),
  Plot.dot(rows, { x: 'value', y, r: 6, fill: ACCENT, className: 'mark' }),
]

interface Column {
  readonly at: number
  readonly width: number
  /** Where it ends, from the frame's right. */
  readonly end: number
}

/** As many columns as leave room for bars. */
function columnsOf({ rows, heads }: Pick<Ranked, 'rows' | 'heads'>, room: number): readonly Column[] {
  const columns: Column[] = []
  let end = 0
  for (const [at, head] of heads.entries()) {
    const width = Math.max(widthOf(head) * 0.92, ...rows.map(({ texts }) => widthOf(texts[at] ?? ''))) + 14
    if (at > 0 && end + width > room - LEAST_BAR) break
    end += width
    columns.push({ at, width, end })
  }
  return columns
}

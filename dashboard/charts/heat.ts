import * as Plot from '@observablehq/plot'
import { cut, INK, QUIET, rampColour, rampInk, shared, widthOf } from './theme.ts'

export interface Cell {
  readonly x: string
  readonly y: string
  /** 0 to 1: how dark it is. */
  readonly part: number
  readonly text: string
}

export interface Heat {
  readonly cells: readonly Cell[]
  readonly xs: readonly string[]
  readonly ys: readonly string[]
  /** What stands at the end of each row. */
  readonly ends?: readonly string[]
  readonly endHead?: string
}

const ROW = 27
const SLANTED = 44
/** How long a slanted head may be: as high as its place. */
const SLANTED_LENGTH = 95
/** The figures in cells are smaller than other texts. */
const SMALL = 12 / 13

/** Cells whose darkness is a figure; the figure stands in them where there is room. */
export function drawHeat({ cells, xs, ys, ends, endHead }: Heat, width: number): SVGElement | HTMLElement {
  const left = Math.min(width * 0.28, Math.max(40, ...ys.map((y) => widthOf(y) + 12)))
  const room = ends && width > 560 ? Math.max(...ends.map((end) => widthOf(end))) + 18 : 4
  const crowded = xs.some((x) => widthOf(x) > (width - left - room) / Math.max(1, xs.length))
  const isMonths = xs.length === 12 && xs.every((x) => x.length === 3)
  // A slanted head reaches beyond its column.
  const right = crowded && !isMonths ? Math.max(room, SLANTED) : room
  const column = (width - left - right) / Math.max(1, xs.length)
  const initials = isMonths && column < 34
  const slanted = !initials && crowded
  const top = slanted ? 86 : 26
  return Plot.plot({
    ...shared(width),
    height: ys.length * ROW + top + 4,
    marginLeft: left,
    marginRight: right,
    marginTop: top,
    marginBottom: 4,
    x: { axis: null, domain: [...xs], padding: 0.04 },
    y: { axis: null, domain: [...ys], padding: 0.08 },
    marks: [
      Plot.cell(cells, { x: 'x', y: 'y', fill: (cell: Cell) => rampColour(cell.part), rx: 2, className: 'mark' }),
      Plot.text(fitting(cells, column), {
        x: 'x',
        y: 'y',
        text: 'text',
        fill: (cell: Cell) => rampInk(cell.part),
        fontSize: 12,
        pointerEvents: 'none',
      }),
      Plot.text(ys, {
        y: (y: string) => y,
        text: (y: string) => cut(y, left - 10),
        frameAnchor: 'left',
        textAnchor: 'end',
        dx: -8,
        fill: INK,
      }),
      Plot.text(xs, {
        x: (x: string) => x,
        text: (x: string) => (initials ? x.charAt(0) : cut(x, slanted ? SLANTED_LENGTH : column)),
        frameAnchor: 'top',
        textAnchor: slanted ? 'start' : 'middle',
        rotate: slanted ? -50 : 0,
        dy: slanted ? -8 : -14,
        fill: INK,
      }),
      ...(ends && room > 10
        ? [
            Plot.text(ys, {
              y: (y: string) => y,
              text: (_: string, i: number) => ends[i] ?? '',
              frameAnchor: 'right',
              textAnchor: 'end',
              dx: right - 2,
              fill: QUIET,
            }),
            Plot.text([endHead ?? ''], {
              text: (head: string) => head,
              frameAnchor: 'top-right',
              textAnchor: 'end',
              dx: right - 2,
              dy: -14,
              fill: QUIET,
              fontSize: 12,
            }),
          ]
        : []),
    ],
  })
}

/** Cells whose figure has room; where it has none with its sign, all go without. */
function fitting(cells: readonly Cell[], column: number): readonly Cell[] {
  const fits = (text: string): boolean => widthOf(text) * SMALL + 4 <= column
  const isTight = cells.some(({ text }) => text.endsWith('%') && !fits(text))
  const shown = isTight ? cells.map((cell) => ({ ...cell, text: cell.text.replace('%', '') })) : cells
  return shown.filter(({ text }) => fits(text))
}

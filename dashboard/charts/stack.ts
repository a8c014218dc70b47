import * as Plot from '@observablehq/plot'
import { shared } from './theme.ts'

export interface Segment {
  readonly label: string
  readonly value: number
  readonly fill: string
}

/** One bar of all parts, one after the other. */
export const drawStack = (segments: readonly Segment[], width: number): SVGElement | HTMLElement =>
  Plot.plot({
    ...shared(width),
    height: 44,
    margin: 0,
    x: { axis: null },
    marks: [
      Plot.barX(
        segments,
        Plot.stackX({
          x: 'value',
          fill: 'fill',
          z: null,
          insetLeft: 1,
          insetRight: 1,
          insetTop: 4,
          insetBottom: 4,
          className: 'mark',
        }),
      ),
    ],
    color: { type: 'identity' },
  })

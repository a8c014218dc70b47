import * as Plot from '@observablehq/plot'
import type { Format } from '../../src/serve/dashboard/board.ts'
import type { Grain } from '../../src/serve/dashboard/page-state.ts'
import { monthName, short } from '../format.ts'
import { ACCENT, GREY, INK, QUIET, shared } from './theme.ts'

export interface TimePoint {
  readonly start: Date
  readonly end: Date
  readonly value: number | null
  readonly before: number | null
  /** Whether only a part of its days counts. */
  readonly partial: boolean
}

export interface TimeLine {
  readonly points: readonly TimePoint[]
  readonly format: Format
  readonly grain: Grain
  /** What the ghost is; null where nothing is compared. */
  readonly ghost: string | null
}

const HEIGHT = 280

/** A line over time, the period before as its ghost, and what is not complete yet drawn as such. */
export function drawTime({ points, format, grain, ghost }: TimeLine, width: number): SVGElement | HTMLElement {
  const whole = points.filter(({ partial }) => !partial)
  const partial = points.filter((point) => point.partial)
  const [head, tail] = [points[0]?.partial ? points.slice(0, 2) : [], points.at(-1)?.partial ? points.slice(-2) : []]
  return Plot.plot({
    ...shared(width),
    height: HEIGHT,
    marginLeft: 48,
    marginRight: 16,
    marginTop: 16,
    marginBottom: 40,
    x: { type: 'utc', label: null, ...ticksOf(points, grain, width), tickSize: 0, tickPadding: 8 },
    y: {
      label: null,
      zero: true,
      ticks: 5,
      tickSize: 0,
      tickFormat: (value: number) => short(value, format),
      nice: true,
    },
    marks: [
      Plot.gridY({ ticks: 5, stroke: 'var(--line)', strokeOpacity: 1 }),
      Plot.rect(partial, { x1: 'start', x2: 'end', fill: 'url(#hatch)', className: 'partial' }),
      ...(ghost
        ? [Plot.lineY(points, { x: 'start', y: 'before', stroke: GREY, strokeWidth: 1.75, strokeDasharray: '2 3' })]
        : []),
      Plot.lineY(whole, { x: 'start', y: 'value', stroke: ACCENT, strokeWidth: 2.25 }),
      ...[head, tail].map((ends) =>
        Plot.lineY(ends, { x: 'start', y: 'value', stroke: ACCENT, strokeWidth: 2.25, strokeDasharray: '4 3' }),
      ),
      Plot.dot(points, {
        x: 'start',
        y: (point: TimePoint) => point.value ?? 0,
        r: 9,
        fill: 'transparent',
        className: 'mark',
        filter: (point: TimePoint) => point.value !== null,
      }),
      Plot.dot(points, {
        x: 'start',
        y: 'value',
        r: points.length > 60 ? 1.5 : 2.75,
        fill: ACCENT,
        pointerEvents: 'none',
      }),
      Plot.ruleY([0], { stroke: INK, strokeOpacity: 0.5 }),
      ...legend(ghost, partial.length > 0),
    ],
  })
}

/** Every so many buckets are named, as there is room; the year stands under the first, and under each first of a year. */
function ticksOf(points: readonly TimePoint[], grain: Grain, width: number) {
  const step = Math.ceil(points.length / Math.max(2, Math.floor(width / 64)))
  const ticks = points.filter((_, i) => i % step === 0).map(({ start }) => start)
  const years = new Set<number>()
  const yearly = new Map(
    ticks.map((tick) => {
      const isNew = !years.has(tick.getUTCFullYear())
      years.add(tick.getUTCFullYear())
      return [tick.getTime(), isNew]
    }),
  )
  const tickFormat = (tick: Date): string => {
    const [year, month] = [tick.getUTCFullYear(), tick.getUTCMonth() + 1]
    if (grain === 'year') return String(year)
    const own = {
      quarter: `Q${Math.ceil(month / 3)}`,
      month: monthName(month),
      day: `${tick.getUTCDate()} ${monthName(month)}`,
    }
    return yearly.get(tick.getTime()) ? `${own[grain]}\n${year}` : own[grain]
  }
  return { ticks, tickFormat }
}

function legend(ghost: string | null, isPartial: boolean): Plot.Markish[] {
  const text = [ghost ? `┄ ${ghost}` : '', isPartial ? '▨ not complete' : ''].filter(Boolean).join('     ')
  if (text === '') return []
  return [
    Plot.text([text], { frameAnchor: 'top-right', text: (one: string) => one, fill: QUIET, dy: -14, fontSize: 12 }),
  ]
}

/** Adds the pattern that hatches what is not complete. */
export function addHatch(svg: SVGSVGElement): void {
  const defs = document.createElementNS('http://www.w3.org/2000/svg', 'defs')
  const pattern = document.createElementNS('http://www.w3.org/2000/svg', 'pattern')
  for (const [name, value] of Object.entries({
    id: 'hatch',
    width: '6',
    height: '6',
    patternUnits: 'userSpaceOnUse',
    patternTransform: 'rotate(45)',
  }))
    pattern.setAttribute(name, value)
  const line = document.createElementNS('http://www.w3.org/2000/svg', 'line')
  for (const [name, value] of Object.entries({
    y2: '6',
    stroke: 'var(--ghost)',
    'stroke-width': '1.5',
    'stroke-opacity': '0.45',
  }))
    line.setAttribute(name, value)
  pattern.append(line)
  defs.append(pattern)
  svg.prepend(defs)
}

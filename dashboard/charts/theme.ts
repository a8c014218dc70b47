import type { PlotOptions } from '@observablehq/plot'

/** Colours follow the page, which follows the reader: nothing is drawn again for the dark. */
export const INK = 'var(--ink)'
export const QUIET = 'var(--quiet)'
export const GREY = 'var(--ghost)'
export const ACCENT = 'var(--accent)'
export const BAR = 'var(--bar)'

const RAMP_STEPS = 7

/** The step of the ramp for a part of the greatest, 0 to 1. */
const rampStep = (part: number): number =>
  Math.max(0, Math.min(RAMP_STEPS - 1, Math.floor(part * (RAMP_STEPS - 0.001))))
export const rampColour = (part: number): string => `var(--ramp-${rampStep(part)})`
export const rampInk = (part: number): string => `var(--ramp-ink-${rampStep(part) < 4 ? 'low' : 'high'})`

/** What all charts share. */
export const shared = (width: number): PlotOptions => ({
  width,
  style: { background: 'none', color: 'inherit', fontSize: '13px', fontFamily: 'inherit', overflow: 'visible' },
})

let measure: CanvasRenderingContext2D | null = null

/** Pixels that a text of a chart takes, in the font that the reader has. */
export function widthOf(text: string): number {
  if (!measure) {
    measure = document.createElement('canvas').getContext('2d')!
    measure.font = `13px ${getComputedStyle(document.body).fontFamily}`
  }
  return measure.measureText(text).width
}

/** Cuts a text that is too long for so many pixels. */
export function cut(text: string, pixels: number): string {
  if (widthOf(text) <= pixels) return text
  let most = text.length - 1
  const shown = () => `${text.slice(0, most).trimEnd()}…`
  while (most > 1 && widthOf(shown()) > pixels) most -= 1
  return shown()
}

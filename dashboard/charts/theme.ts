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

/** Cuts a text that is too long for its place. */
export const cut = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 1).trimEnd()}…` : text

/** Pixels that a text of this size takes, roughly: digits are as wide as each other, letters nearly so. */
export const widthOf = (text: string): number => text.length * 7.3

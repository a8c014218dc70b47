import type { ZoneOffset } from './plan.ts'
import { misfit } from './typing.ts'

const FIRST = Date.UTC(1900, 0, 1)
const LAST = Date.UTC(2100, 0, 1)
const HALF_MONTH = 15 * 86_400_000

/** Every change of a zone's offset between 1900 and 2100, so that no engine needs its own table of zones. */
export function zoneOffsets(zone: string, at: string): readonly ZoneOffset[] {
  const offsetAt = offsetReader(zone, at)
  const offsets: { from: number | null; seconds: number }[] = [{ from: null, seconds: offsetAt(FIRST) }]
  for (let time = FIRST; time < LAST; time += HALF_MONTH) {
    const next = time + HALF_MONTH
    if (offsetAt(next) !== offsetAt(time))
      offsets.push({ from: change(offsetAt, time, next) / 1000, seconds: offsetAt(next) })
  }
  return offsets
}

/** The first moment, to the second, at which the offset is no longer what it was at `low`. */
function change(offsetAt: (time: number) => number, low: number, high: number): number {
  const before = offsetAt(low)
  let [from, to] = [low, high]
  while (to - from > 1000) {
    const middle = Math.floor((from + to) / 2000) * 1000
    if (offsetAt(middle) === before) from = middle
    else to = middle
  }
  return to
}

/** Reads the offset, in seconds, that a zone has at a moment in milliseconds. */
function offsetReader(zone: string, at: string): (time: number) => number {
  const format = formatter(zone, at)
  return (time) => {
    const parts = Object.fromEntries(format.formatToParts(time).map(({ type, value }) => [type, Number(value)]))
    const { year, month, day, hour, minute, second } = parts as Record<string, number>
    return (Date.UTC(year!, month! - 1, day, hour, minute, second) - time) / 1000
  }
}

function formatter(zone: string, at: string): Intl.DateTimeFormat {
  const numeric = {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  } as const
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', ...numeric })
  } catch {
    throw misfit(`There is no time zone ${zone}`, at)
  }
}

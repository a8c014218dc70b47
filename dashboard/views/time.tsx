import { useMemo } from 'preact/hooks'
import { GRAINS } from '../../src/serve/dashboard/page-state.ts'
import { bucketOf, daysOf, grainOf } from '../../src/serve/dashboard/presets.ts'
import { Chart, type Marks } from '../chart.tsx'
import { addBrush } from '../charts/brush.ts'
import { addHatch, drawTime, type TimePoint } from '../charts/time.ts'
import { bucketText, delta, drawn, figure } from '../format.ts'
import { chosen, chosenFor, go } from '../store.ts'
import { type Bucket, bucketsShown, comparisonText } from '../time-axis.ts'
import { View } from '../view.tsx'

const utc = (day: string): Date => new Date(`${day}T00:00:00Z`)
const DAY = 86_400_000

export function Time() {
  const now = chosenFor('time')
  const { measure, grain } = now
  const { state } = chosen.value!
  const buckets = bucketsShown.value
  const ghost = comparisonText(now) || null
  const name = measure.name
  const points = useMemo<readonly TimePoint[]>(
    () =>
      buckets.map(({ start, end, values, previous, partial }) => ({
        start: utc(start),
        end: new Date(utc(end).getTime() + DAY),
        value: values?.[name] == null ? null : drawn(values[name]),
        before: previous?.[name] == null ? null : drawn(previous[name]),
        partial,
      })),
    [buckets, name],
  )
  const draw = useMemo(
    () => (width: number) => drawTime({ points, format: measure.format, grain, ghost }, width),
    [points, ghost],
  )
  const finding = findingOf(buckets)
  const marks: Marks = {
    selector: '.mark circle',
    label: (i) => pointText(buckets[i]!),
    act: (i) => zoom(buckets[i]!.start),
  }
  return (
    <View
      id="time"
      title={`${measure.label} over time`}
      finding={finding}
      isEmpty={buckets.every(({ values }) => values === null)}
      wide
      tools={
        <label class="choice">
          <span>by</span>
          <select
            value={state.grain ?? ''}
            onChange={({ currentTarget }) => go({ grain: (currentTarget.value || null) as typeof grain | null })}
            aria-label="Grain of time"
          >
            <option value="">{state.grain ? 'auto' : `${grain} (auto)`}</option>
            {GRAINS.map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </select>
        </label>
      }
      table={{
        head: ['Period', measure.label, ...(ghost ? [ghost, 'change'] : [])],
        figures: [false, true, true, true],
        rows: buckets.map(({ start, values, previous, partial }) => [
          `${bucketText(start, grain)}${partial ? ' (not complete)' : ''}`,
          figure(values?.[name], measure.format),
          ...(ghost
            ? [figure(previous?.[name], measure.format), delta(measure, values?.[name], previous?.[name])]
            : []),
        ]),
      }}
    >
      <Chart
        label={finding}
        draw={draw}
        marks={marks}
        after={(svg) => {
          addHatch(svg)
          addBrush(svg, (from, to) => brushed(buckets, from, to))
        }}
      />
      <p class="hint">Draw over a stretch, or choose a point, to look closer.</p>
    </View>
  )
}

function pointText({ start, values, previous, partial }: Bucket): string {
  const { measure, grain } = chosenFor('time')
  const change = delta(measure, values?.[measure.name], previous?.[measure.name])
  const rest = [change && `${change} vs ${comparisonText(chosenFor('time'))}`, partial && 'not complete']
    .filter(Boolean)
    .join(', ')
  return `${bucketText(start, grain)}: ${figure(values?.[measure.name], measure.format)}${rest ? `, ${rest}` : ''}`
}

function findingOf(buckets: readonly Bucket[]): string {
  const { measure, grain } = chosenFor('time')
  const whole = buckets.filter(({ values, partial }) => values?.[measure.name] != null && !partial)
  if (whole.length < 2) return whole[0] ? pointText(whole[0]) : ''
  const best = whole.reduce((a, b) => (drawn(b.values![measure.name]) > drawn(a.values![measure.name]) ? b : a))
  return `Highest in ${bucketText(best.start, grain)}, at ${figure(best.values![measure.name], measure.format)}.`
}

/** Down to one bucket, shown by the next finer grain. */
function zoom(start: string): void {
  const { grain, fact } = chosenFor('time')
  const range = bucketOf(start, grain)
  const finer = GRAINS[GRAINS.indexOf(grain) + 1] ?? 'day'
  go({ period: `${range.from}..${range.to}`, grain: grainOf(range, fact.days) === finer ? null : finer })
}

/** From the first bucket that the stretch touches to the last. */
function brushed(buckets: readonly Bucket[], from: Date, to: Date): void {
  const touched = buckets.filter(({ start, end }) => utc(start) <= to && utc(end).getTime() + DAY > from.getTime())
  const [first, last] = [touched[0], touched.at(-1)]
  if (!first || !last) return
  const range = { from: first.start, to: last.end }
  const isLong = daysOf(range) > 62 || chosenFor('time').grain === 'day'
  go({ period: `${range.from}..${range.to}`, grain: isLong ? chosen.value!.state.grain : null })
}

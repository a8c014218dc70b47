import { useMemo } from 'preact/hooks'
import { bucketOf } from '../../src/serve/dashboard/presets.ts'
import { Chart, type Marks } from '../chart.tsx'
import { drawHeat } from '../charts/heat.ts'
import { bucketText, drawn, figure, monthName, short } from '../format.ts'
import { answers, chosenFor, go } from '../store.ts'
import { View } from '../view.tsx'

const MONTHS = Array.from({ length: 12 }, (_, i) => monthName(i + 1))

/** Months beside each other, years below each other: what comes again each year is a column. */
export function Season() {
  const { fact, measure } = chosenFor('season')
  const answer = answers.value.season
  const months = useMemo(() => {
    const rows = answer?.rows ?? []
    return rows.flatMap(({ values }) => {
      const [year, month, value] = [
        values[`${fact.date}.year`],
        values[`${fact.date}.month`],
        values[measure.name] ?? null,
      ]
      return year && month && value !== null
        ? [{ start: `${year.padStart(4, '0')}-${month.padStart(2, '0')}-01`, value }]
        : []
    })
  }, [answer, measure.name])
  const most = Math.max(...months.map(({ value }) => drawn(value)))
  const years = [...new Set(months.map(({ start }) => start.slice(0, 4)))].toSorted()
  const draw = useMemo(() => {
    const cells = months.map(({ start, value }) => ({
      x: monthName(Number(start.slice(5, 7))),
      y: start.slice(0, 4),
      part: most > 0 ? drawn(value) / most : 0,
      text: short(drawn(value), measure.format),
    }))
    return (width: number) => drawHeat({ cells, xs: MONTHS, ys: years }, width)
  }, [months])
  const best = months.toSorted((a, b) => drawn(b.value) - drawn(a.value))[0]
  const finding = best
    ? `Stronger is more; ${bucketText(best.start, 'month')} is highest, at ${figure(best.value, measure.format)}.`
    : ''
  const marks: Marks = {
    selector: '.mark rect',
    label: (i) => `${bucketText(months[i]!.start, 'month')}: ${figure(months[i]!.value, measure.format)}`,
    act: (i) => {
      const { from, to } = bucketOf(months[i]!.start, 'month')
      go({ period: `${from}..${to}`, grain: null })
    },
  }
  return (
    <View
      id="season"
      title={`${measure.label} by season`}
      finding={finding}
      isEmpty={months.length === 0}
      table={{
        head: ['Month', measure.label],
        figures: [false, true],
        rows: months.map(({ start, value }) => [bucketText(start, 'month'), figure(value, measure.format)]),
      }}
    >
      <Chart label={finding} draw={draw} marks={marks} />
    </View>
  )
}

import { useMemo } from 'preact/hooks'
import { Chart, type Marks } from '../chart.tsx'
import { drawHeat } from '../charts/heat.ts'
import { drawn, figure, groupText, share } from '../format.ts'
import { answers, chosenFor, go, state } from '../store.ts'
import { View } from '../view.tsx'

const MOST_ROWS = 25
const MOST_COLUMNS = 16

interface CrossCell {
  readonly what: string | null
  readonly where: string | null
  readonly x: string
  readonly y: string
  readonly value: string | null
  readonly part: number
  readonly text: string
}

/** What by where: how each place's whole divides. */
export function Cross() {
  const now = chosenFor('cross')
  const { measure } = now
  const [what, where] = [now.what!, now.where!]
  const answer = answers.value.cross
  const grid = useMemo(() => gridOf(answer, what.path, where.path), [answer, what.path, where.path, measure.name])
  const { cells, xs, ys, totals } = grid
  const draw = useMemo(() => {
    const ends = measure.additive
      ? ys.map((y) => figure(String(totals.get(y) ?? ''), { kind: 'number', digits: 0 }))
      : undefined
    return (width: number) => drawHeat({ cells, xs, ys, ...(ends ? { ends, endHead: measure.label } : {}) }, width)
  }, [grid])
  const marks: Marks = {
    selector: '.mark rect',
    label: (i) =>
      `${cells[i]!.x} in ${cells[i]!.y}: ${figure(cells[i]!.value, measure.format)}${measure.additive ? `, ${cells[i]!.text || 'under 1%'} of the row` : ''}`,
    act: (i) =>
      go({ filters: { ...state.value.filters, [what.path]: [cells[i]!.what], [where.path]: [cells[i]!.where] } }),
  }
  const cutOff = grid.hidden > 0 ? ` The ${ys.length} largest of ${ys.length + grid.hidden} are shown.` : ''
  const finding = `${measure.additive ? `Stronger is a larger share of the ${where.label.toLowerCase()}’s own ${measure.label.toLowerCase()}.` : `Stronger is a higher ${measure.label.toLowerCase()}.`}${cutOff}`
  return (
    <View
      id="cross"
      title={`${what.label} by ${where.label.toLowerCase()}`}
      finding={finding}
      isEmpty={cells.length === 0}
      wide
      table={{
        head: [where.label, what.label, measure.label, ...(measure.additive ? ['share of row'] : [])],
        figures: [false, false, true, true],
        rows: cells.map((cell) => [
          cell.y,
          cell.x,
          figure(cell.value, measure.format),
          ...(measure.additive ? [cell.text || '<1%'] : []),
        ]),
      }}
    >
      <Chart label={finding} draw={draw} marks={marks} />
    </View>
  )
}

function gridOf(answer: typeof answers.value.cross, what: string, where: string) {
  const { measure } = chosenFor('cross')
  const ours = answer?.columns[0]?.name === what && answer.columns[1]?.name === where
  const rows = (ours ? answer.rows : []).filter(({ values }) => values[measure.name] !== null)
  const sum = (path: string) => {
    const sums = new Map<string, number>()
    for (const { values } of rows) {
      const key = groupText(values[path])
      sums.set(key, (sums.get(key) ?? 0) + drawn(values[measure.name]))
    }
    return sums
  }
  const ranked = (sums: Map<string, number>) => [...sums.keys()].toSorted((a, b) => sums.get(b)! - sums.get(a)!)
  const [totals, columns] = [sum(where), sum(what)]
  const [allY, allX] = [ranked(totals), ranked(columns)]
  const [ys, xs] = [allY.slice(0, MOST_ROWS), allX.slice(0, MOST_COLUMNS)]
  const most = Math.max(...rows.map(({ values }) => drawn(values[measure.name])))
  const cells = rows.flatMap(({ values }): CrossCell[] => {
    const [x, y, value] = [groupText(values[what]), groupText(values[where]), values[measure.name] ?? null]
    if (!xs.includes(x) || !ys.includes(y)) return []
    const part = drawn(value) / (measure.additive ? (totals.get(y) ?? 1) : most || 1)
    const text = measure.additive
      ? share(value, String(Math.round((totals.get(y) ?? 0) * 100) / 100)).replace(/\.\d%/, '%')
      : figure(value, measure.format)
    return [
      {
        what: values[what] ?? null,
        where: values[where] ?? null,
        x,
        y,
        value,
        part: Number.isFinite(part) ? part : 0,
        text,
      },
    ]
  })
  const order = (cell: CrossCell) => ys.indexOf(cell.y) * 1000 + xs.indexOf(cell.x)
  return { cells: cells.toSorted((a, b) => order(a) - order(b)), xs, ys, totals, hidden: allY.length - ys.length }
}

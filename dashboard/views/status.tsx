import { useMemo } from 'preact/hooks'
import type { Level } from '../../src/serve/dashboard/board.ts'
import { Chart } from '../chart.tsx'
import { drawStack } from '../charts/stack.ts'
import { rampColour } from '../charts/theme.ts'
import { drawn, figure, groupText, share } from '../format.ts'
import { answers, chooseOnly, chosenFor, state } from '../store.ts'
import { View } from '../view.tsx'

/** How far rows have come: all of them in one bar, and those that came to nothing in a colour of their own. */
export function Status({ level }: { readonly level: Level }) {
  const { measure } = chosenFor('status')
  const answer = answers.value.status
  const total = answers.value.tiles?.rows[0]?.values[measure.name]
  const parts = useMemo(() => {
    const rows = (answer?.rows ?? []).filter(({ values }) => values[measure.name] !== null)
    const sorted = rows.toSorted((a, b) => drawn(b.values[measure.name]) - drawn(a.values[measure.name]))
    return sorted.map(({ values }, i) => {
      const label = groupText(values[level.path])
      const isLost = /cancel|reject|fail|return|lost|refus|void/i.test(label)
      const fill = isLost ? 'var(--bad)' : rampColour(sorted.length > 1 ? 0.62 - (0.5 * i) / (sorted.length - 1) : 0.62)
      return { path: values[level.path] ?? null, label, value: values[measure.name]!, fill }
    })
  }, [answer, measure.name, level.path])
  const draw = useMemo(
    () => (width: number) =>
      drawStack(
        parts.map(({ label, value, fill }) => ({ label, fill, value: drawn(value) })),
        width,
      ),
    [parts],
  )
  const [first] = parts
  const lost = parts.find(({ fill }) => fill === 'var(--bad)')
  const shareOf = (value: string) => (measure.additive ? share(value, total) : '')
  const finding = first
    ? [
        `${first.label}: ${shareOf(first.value) || figure(first.value, measure.format)}`,
        lost && `${lost.label.toLowerCase()}: ${shareOf(lost.value) || figure(lost.value, measure.format)}`,
      ]
        .filter(Boolean)
        .join('; ')
    : ''
  return (
    <View
      id="status"
      title={`${measure.label} by ${level.label.toLowerCase()}`}
      finding={finding && `${finding}.`}
      isEmpty={parts.length === 0}
      table={{
        head: [level.label, measure.label, ...(measure.additive ? ['share'] : [])],
        figures: [false, true, true],
        rows: parts.map(({ label, value }) => [
          label,
          figure(value, measure.format),
          ...(measure.additive ? [shareOf(value)] : []),
        ]),
      }}
    >
      <Chart label={finding} draw={draw} />
      <ul class="legend">
        {parts.map(({ path, label, value, fill }) => (
          <li key={label}>
            <button
              type="button"
              aria-pressed={state.value.filters[level.path]?.includes(path) ?? false}
              onClick={() => chooseOnly(level.path, path)}
            >
              <svg class="swatch" viewBox="0 0 1 1" aria-hidden="true">
                <rect width="1" height="1" fill={fill} />
              </svg>
              <span class="label">{label}</span>
              <span class="figure">{figure(value, measure.format)}</span>
              <span class="figure quiet">{shareOf(value)}</span>
            </button>
          </li>
        ))}
      </ul>
    </View>
  )
}

import { sparkPath } from '../charts/spark.ts'
import { delta, drawn, figure } from '../format.ts'
import { answers, chosen, go, state } from '../store.ts'
import { bucketsShown } from '../time-axis.ts'

/** The figures of the whole; one of them is shown in all views below. */
export function Tiles() {
  const now = chosen.value!
  const [row] = answers.value.tiles?.rows ?? []
  const points = bucketsShown.value
  const ghost = state.value.compare === 'previousPeriod' ? 'before' : 'last year'
  return (
    <section id="tiles" class={`tiles of-${now.fact.tiles.length}`} aria-label="Figures of the whole">
      {now.fact.tiles.map((name) => {
        const measure = now.fact.measures.find((one) => one.name === name)!
        const value = row?.values[name]
        const change = delta(measure, value, row?.previous?.[name])
        const path = sparkPath(points.map(({ values }) => (values?.[name] == null ? null : drawn(values[name]))))
        return (
          <button
            type="button"
            key={name}
            class="tile"
            aria-pressed={name === now.measure.name}
            onClick={() => go({ measure: name === now.fact.measures[0]!.name ? null : name })}
          >
            <span class="tile-label">{measure.label}</span>
            <span class="tile-value">{row ? figure(value, measure.format) : '…'}</span>
            <span class="tile-delta">{change === '' ? ' ' : `${change} vs ${ghost}`}</span>
            <svg class="spark" viewBox="0 0 100 24" preserveAspectRatio="none" aria-hidden="true">
              <path d={path} />
            </svg>
          </button>
        )
      })}
    </section>
  )
}

import type { Comparison } from '../src/serve/asked.ts'
import type { Level } from '../src/serve/dashboard/board.ts'
import { presetsOf } from '../src/serve/dashboard/presets.ts'
import { Choices } from './choices.tsx'
import { dayText, groupText } from './format.ts'
import { chosen, go, source, state } from './store.ts'
import { daysShown, periodsText } from './time-axis.ts'

/** What counts: a period, what it is compared with, and values of attributes. */
export function FilterBar() {
  const { fact } = chosen.value!
  const count = Object.values(state.value.filters).filter((values) => values.length > 0).length
  const isChosen = count > 0 || state.value.period !== 'all'
  return (
    <search class="filters" aria-label="What counts">
      {source.value?.fixed && (
        <p class="quiet">This file holds this one view: the star is too large to take along whole.</p>
      )}
      <fieldset class="bar" disabled={source.value?.fixed ?? false}>
        <legend class="hidden">What counts</legend>
        {fact.days && <Period />}
        <div class="choosers">
          {!source.value?.fixed && fact.filters.map((level) => <Choices key={level.path} level={level} />)}
          {isChosen && (
            <button type="button" class="tool" onClick={() => go({ filters: {}, period: 'all', grain: null })}>
              Show everything
            </button>
          )}
        </div>
        <Chosen levels={fact.filters} />
      </fieldset>
      <p class="periods" aria-live="polite">
        {periodsText()}
      </p>
    </search>
  )
}

function Period() {
  const { fact, range } = chosen.value!
  const { period, compare } = state.value
  const presets = presetsOf(fact.days!)
  const shown = daysShown(chosen.value!)
  const isOwn = !presets.some(({ name }) => name === period)
  const ends = range ?? { from: fact.days!.first, to: fact.days!.last }
  const own = (change: Partial<typeof ends>) => {
    const next = { ...ends, ...change }
    if (next.from && next.to && next.from <= next.to) go({ period: `${next.from}..${next.to}`, grain: null })
  }
  return (
    <>
      <label class="choice">
        <span>Period</span>
        <select
          value={isOwn ? '' : period}
          onChange={({ currentTarget: { value } }) => value && go({ period: value, grain: null })}
        >
          {isOwn && <option value="">{shown ? `${dayText(ends.from)} – ${dayText(ends.to)}` : 'none'}</option>}
          {presets.map(({ name, label }) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <label class="choice">
        <span>from</span>
        <input
          type="date"
          value={ends.from}
          max={ends.to}
          onChange={({ currentTarget }) => own({ from: currentTarget.value })}
        />
      </label>
      <label class="choice">
        <span>to</span>
        <input
          type="date"
          value={ends.to}
          min={ends.from}
          onChange={({ currentTarget }) => own({ to: currentTarget.value })}
        />
      </label>
      <label class="choice">
        <span>Compare</span>
        <select
          value={compare ?? ''}
          disabled={range === null}
          title={range === null ? 'Choose a period to compare it' : undefined}
          onChange={({ currentTarget: { value } }) => go({ compare: (value || null) as Comparison | null })}
        >
          <option value="sameDaysLastYear">same days last year</option>
          <option value="previousPeriod">period before</option>
          <option value="">nothing</option>
        </select>
      </label>
    </>
  )
}

/** Every filter that holds, each with a way to take it off; also those that came by drilling. */
function Chosen({ levels }: { readonly levels: readonly Level[] }) {
  const { filters } = state.value
  const { what, where } = chosen.value!.fact
  const known = [...levels, ...(what?.levels ?? []), ...(where?.levels ?? [])]
  const entries = Object.entries(filters).flatMap(([path, values]) => values.map((value) => ({ path, value, values })))
  if (entries.length === 0) return null
  return (
    <ul class="chips" aria-label="Filters that hold">
      {entries.map(({ path, value, values }) => {
        const label = known.find((level) => level.path === path)?.label ?? path
        const rest = values.filter((one) => one !== value)
        return (
          <li key={`${path} ${value}`}>
            <button
              type="button"
              class="chip"
              aria-label={`Take off ${label}: ${groupText(value as string | null)}`}
              onClick={() => go({ filters: { ...filters, [path]: rest } })}
            >
              {label}: <strong>{groupText(value as string | null)}</strong> <span aria-hidden="true">×</span>
            </button>
          </li>
        )
      })}
    </ul>
  )
}

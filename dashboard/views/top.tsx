import { signal } from '@preact/signals'
import { useEffect, useMemo } from 'preact/hooks'
import type { AnswerToAsk } from '../../src/serve/ask.ts'
import type { Level } from '../../src/serve/dashboard/board.ts'
import { MOST_TOP } from '../../src/serve/dashboard/page-state.ts'
import { plural } from '../../src/serve/dashboard/words.ts'
import { Chart, type Marks } from '../chart.tsx'
import { drawRanked } from '../charts/ranked.ts'
import { drawn, figure, groupText } from '../format.ts'
import { answers, chooseOnly, chosenFor, fail, go, source, star, state } from '../store.ts'
import { View } from '../view.tsx'

/** Members of which no row tells, of the version that is shown. */
const never = signal<{ readonly key: string; readonly members: readonly string[] } | null>(null)
const MOST_NAMED = 5

/** The members with the most, as many as asked; and those that have nothing at all. */
export function Top() {
  const { fact, measure } = chosenFor('top')
  const { level, price } = fact.top!
  const answer = answers.value.top
  const rows = useMemo(() => (answer?.columns[0]?.name === level.path ? answer.rows : []), [answer, level.path])
  const extra = (price ? [price.paid, price.list] : []).filter((name) => name !== measure.name)
  const measures = [measure, ...extra.map((name) => fact.measures.find((one) => one.name === name)!)]
  const heads = measures.map(({ label }) => label)
  const textsOf = (values: Readonly<Record<string, string | null>>) =>
    measures.map(({ name, format }) => figure(values[name], format))
  const draw = useMemo(() => {
    const ranked = rows.map(({ values }) => ({
      label: groupText(values[level.path]),
      value: drawn(values[measure.name]),
      texts: textsOf(values),
    }))
    return (width: number) => drawRanked({ shape: 'lollipop', rows: ranked, heads }, width)
  }, [rows, measure.name])
  const marks: Marks = {
    selector: '.mark > *',
    label: (i) =>
      `${groupText(rows[i]!.values[level.path])}: ${textsOf(rows[i]!.values)
        .map((text, at) => (at === 0 ? text : `${heads[at]} ${text}`))
        .join(', ')}`,
    act: (i) => chooseOnly(level.path, rows[i]!.values[level.path] ?? null),
  }
  const finding = rows[0]
    ? `${groupText(rows[0].values[level.path])} is first, with ${figure(rows[0].values[measure.name], measure.format)}.`
    : ''
  return (
    <View
      id="top"
      title={`Top ${state.value.top} ${plural(level.label)}`}
      finding={finding}
      isEmpty={rows.length === 0}
      tools={
        <label class="range">
          first
          <input
            type="range"
            min={1}
            max={MOST_TOP}
            value={state.value.top}
            aria-label={`How many ${plural(level.label)}`}
            onInput={({ currentTarget }) => go({ top: Number(currentTarget.value) }, { replace: true })}
          />
          <output>{state.value.top}</output>
        </label>
      }
      table={{
        head: [level.label, ...heads],
        figures: [false, true, true, true],
        rows: rows.map(({ values }) => [groupText(values[level.path]), ...textsOf(values)]),
      }}
      below={<Never level={level} />}
    >
      <Chart label={finding} draw={draw} marks={marks} />
    </View>
  )
}

/** What is in the dimension and in no row of the fact, whatever is chosen. */
function Never({ level }: { readonly level: Level }) {
  const { fact } = chosenFor('top')
  const key = `${star.value!.version} ${fact.name} ${level.path}`
  useEffect(() => {
    if (never.value?.key !== key) void neverOf(key, fact.measures[0]!.name, level.path).catch(fail)
  }, [key])
  const members = never.value?.key === key ? never.value.members : []
  if (members.length === 0) return null
  const named = members.slice(0, MOST_NAMED).join(', ')
  const rest = members.length - MOST_NAMED
  return (
    <p class="hint kept">
      Never in any row: {named}
      {rest > 0 && `, and ${rest} more`}.
    </p>
  )
}

async function neverOf(key: string, measure: string, path: string): Promise<void> {
  const [from, version] = [source.value!, star.value!.version]
  const [members, [answer]] = await Promise.all([
    from.members(version, path),
    from.ask(version, [{ measures: [measure], by: [path] }]),
  ])
  if (!answer || 'failure' in answer) return
  const present = new Set((answer as AnswerToAsk).rows.map(({ values }) => values[path]))
  never.value = { key, members: members.filter((member): member is string => member !== null && !present.has(member)) }
}

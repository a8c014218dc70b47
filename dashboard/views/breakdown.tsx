import { useMemo, useState } from 'preact/hooks'
import type { BoardMeasure, Drill, Level } from '../../src/serve/dashboard/board.ts'
import { plural } from '../../src/serve/dashboard/words.ts'
import { decimalOf, decimalText } from '../../src/serve/decimal.ts'
import { Chart, type Marks } from '../chart.tsx'
import { drawRanked } from '../charts/ranked.ts'
import { delta, drawn, figure, groupText, share } from '../format.ts'
import { answers, chooseOnly, chosenFor, dropFilters, state } from '../store.ts'
import { comparisonText } from '../time-axis.ts'
import { View } from '../view.tsx'

interface BreakdownProps {
  readonly id: 'what' | 'where'
  readonly drill: Drill
  /** Whether the running share of the whole is told. */
  readonly cumulative?: boolean
}

const MOST_BARS = 25

/** Ranked groups; choosing one goes a level down. */
export function Breakdown({ id, drill, cumulative = false }: BreakdownProps) {
  const now = chosenFor(id)
  const { measure } = now
  const level = now[id] ?? drill.levels[0]!
  const [isLong, setLong] = useState(false)
  const answer = answers.value[id]
  const total = answers.value.tiles?.rows[0]?.values[measure.name] ?? null
  const ghost = comparisonText(now)
  const all = useMemo(
    () => groupsOf({ answer, name: measure.name, path: level.path, total }),
    [answer, total, measure.name, level.path],
  )
  const rows = isLong ? all : all.slice(0, MOST_BARS)
  const columns = useMemo(() => {
    const heads = [measure.label]
    if (ghost) heads.push('change')
    if (measure.additive) heads.push('share')
    if (measure.additive && cumulative) heads.push('running')
    return heads
  }, [measure, ghost, cumulative])
  const textsOf = (group: Group): readonly string[] => {
    const texts = [figure(group.now, measure.format)]
    if (ghost) texts.push(delta(measure, group.now, group.before) || '–')
    if (measure.additive) texts.push(group.share)
    if (measure.additive && cumulative) texts.push(group.running)
    return texts
  }
  const draw = useMemo(() => {
    const bars = rows.map((group) => ({
      label: groupText(group.value),
      value: drawn(group.now),
      texts: textsOf(group),
    }))
    return (width: number) => drawRanked({ shape: 'bar', rows: bars, heads: columns }, width)
  }, [rows.length, all, columns])
  const marks: Marks = {
    selector: '.mark rect',
    label: (i) =>
      `${groupText(rows[i]!.value)}: ${textsOf(rows[i]!)
        .map((text, at) => (at === 0 ? text : `${columns[at]} ${text}`))
        .join(', ')}`,
    act: (i) => chooseOnly(level.path, rows[i]!.value),
  }
  const finding = findingOf(all, level, measure)
  return (
    <View
      id={id}
      title={`${measure.label} by ${level.label.toLowerCase()}`}
      finding={finding}
      isEmpty={all.length === 0}
      table={{
        head: [level.label, ...columns],
        figures: [false, true, true, true, true],
        rows: all.map((group) => [groupText(group.value), ...textsOf(group)]),
      }}
      below={
        all.length > MOST_BARS && (
          <button type="button" class="tool more" aria-expanded={isLong} onClick={() => setLong(!isLong)}>
            {isLong ? `Show the first ${MOST_BARS}` : `Show all ${all.length} ${plural(level.label)}`}
          </button>
        )
      }
    >
      <Crumbs drill={drill} />
      <Chart label={finding} draw={draw} marks={marks} />
    </View>
  )
}

/** The way down to where a breakdown stands, each step a way back. */
function Crumbs({ drill }: { readonly drill: Drill }) {
  const { filters } = state.value
  const steps = drill.levels.filter(({ path }) => filters[path]?.length === 1)
  if (steps.length === 0) return null
  const first = drill.levels[0]!
  return (
    <nav class="crumbs" aria-label={`Way down: ${first.label}`}>
      <button type="button" onClick={() => dropFilters(...drill.levels.map(({ path }) => path))}>
        All {plural(first.label)}
      </button>
      {steps.map(({ path }, i) => (
        <button
          type="button"
          key={path}
          aria-current={i === steps.length - 1 ? 'true' : undefined}
          onClick={() => dropFilters(...steps.slice(i + 1).map((step) => step.path))}
        >
          {groupText(filters[path]![0] as string | null)}
        </button>
      ))}
    </nav>
  )
}

interface Group {
  readonly value: string | null
  readonly now: string | null
  readonly before: string | null
  readonly share: string
  readonly running: string
}

interface Asked {
  readonly answer: typeof answers.value.what
  readonly name: string
  readonly path: string
  readonly total: string | null
}

function groupsOf({ answer, name, path, total }: Asked): readonly Group[] {
  let sum = { units: 0n, scale: 0 }
  // While the next level is asked, the answer is still that of the one before.
  const rows = answer?.columns[0]?.name === path ? answer.rows : []
  return rows.map(({ values, previous }) => {
    const now = values[name] ?? null
    if (now !== null && /^-?\d+(\.\d+)?$/.test(now)) sum = added(sum, now)
    return {
      value: values[path] ?? null,
      now,
      before: previous?.[name] ?? null,
      share: share(now, total),
      running: now === null ? '' : share(decimalText(sum), total),
    }
  })
}

function added(sum: { readonly units: bigint; readonly scale: number }, text: string) {
  const one = decimalOf(text)
  const scale = Math.max(sum.scale, one.scale)
  const wide = ({ units, scale: own }: typeof sum) => units * 10n ** BigInt(scale - own)
  return { units: wide(sum) + wide(one), scale }
}

function findingOf(groups: readonly Group[], level: Level, measure: BoardMeasure): string {
  const present = groups.filter(({ now }) => now !== null)
  const [first, second] = present
  if (!first) return ''
  const name = groupText(first.value)
  if (!second) return `${name}: ${figure(first.now, measure.format)}.`
  if (!measure.additive) return `${name} is highest, at ${figure(first.now, measure.format)}.`
  const three = present.length > 4 ? `; the first three make ${present[2]!.running}` : ''
  return `${name} leads ${present.length} ${plural(level.label)} with ${first.share}${three}.`
}

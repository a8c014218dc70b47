import { fold, mayFold } from '../core/collation.ts'
import { id } from '../core/sql.ts'
import type { Place } from './place.ts'

export interface FrequentValue {
  readonly value: string | null
  readonly rows: number
}

export interface TextProfile {
  /** Lengths in characters; null where there is no value. */
  readonly shortest: number | null
  readonly longest: number | null
  /** Rows of the empty text, and of blanks alone. */
  readonly empty: number
  readonly blank: number
  /** Rows with more than blanks, and blanks before or behind it. */
  readonly leading: number
  readonly trailing: number
}

/** Values that differ by nothing but case, accents and trailing blanks. */
export interface Twins {
  /** How many groups there are; the first twenty are listed. */
  readonly count: number
  readonly groups: readonly (readonly FrequentValue[])[]
}

const MOST_FREQUENT = 10
const MOST_TWINS = 20

export async function textProfile({ engine, from, column }: Place): Promise<TextProfile> {
  const value = id(column.name)
  const { rows } = await engine.query(
    `select min(length(${value})), max(length(${value})), count(*) filter (${value} = ''),
       count(*) filter (${value} <> '' and trim(${value}) = ''),
       count(*) filter (trim(${value}) <> '' and ltrim(${value}) <> ${value}),
       count(*) filter (trim(${value}) <> '' and rtrim(${value}) <> ${value}) from ${from}`,
  )
  const [shortest, longest, ...counts] = rows[0]!
  const [empty, blank, leading, trailing] = counts.map(Number) as [number, number, number, number]
  return { shortest: numberOf(shortest), longest: numberOf(longest), empty, blank, leading, trailing }
}

const numberOf = (text: string | null | undefined): number | null => (text == null ? null : Number(text))

/** The values that most rows have, NULL among them; equal ones in their own order. */
export async function frequentValues({ engine, from, column }: Place): Promise<readonly FrequentValue[]> {
  const value = id(column.name)
  const { rows } = await engine.query(
    `select ${value}, count(*) from ${from} group by 1 order by 2 desc, 1 nulls last limit ${MOST_FREQUENT}`,
  )
  return rows.map(([text, count]) => ({ value: text ?? null, rows: Number(count) }))
}

export async function twinsOf({ engine, from, column }: Place): Promise<Twins | null> {
  if (!mayFold(column.collation) || column.declared === 'json') return null
  const value = id(column.name)
  const { rows } = await engine.query(
    `with spelled as (select ${value} as v, count(*) as n, ${fold(value)} as f from ${from} where ${value} is not null group by 1),
     twin as (select * from spelled qualify count(*) over (partition by f) > 1)
     select dense_rank() over (order by f) as g, v, n, (select count(distinct f) from twin) from twin
     qualify g <= ${MOST_TWINS} order by g, n desc, v`,
  )
  const groups = Map.groupBy(rows, ([group]) => group)
  return {
    count: Number(rows[0]?.[3] ?? 0),
    groups: [...groups.values()].map((group) =>
      group.map(([, text, count]) => ({ value: text!, rows: Number(count) })),
    ),
  }
}

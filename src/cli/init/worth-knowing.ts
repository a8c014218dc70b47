import { isTyped, type Schema } from '../../core/schema.ts'
import type { ColumnProfile, TableProfile } from '../../explore/profile.ts'
import { listed, quoted } from '../../model/schema-tables.ts'
import type { Findings, Proposal } from '../../propose/proposal.ts'
import { counted, grouped } from '../text.ts'
import type { Look } from './look.ts'

interface Seen {
  readonly table: TableProfile
  readonly column: ColumnProfile
  readonly path: string
}

const seenIn = ({ profiles }: Look): readonly Seen[] =>
  profiles.flatMap((table) => table.columns.map((column) => ({ table, column, path: `${table.table}.${column.name}` })))

/** Columns with dates that the config must say something of before they can be read. */
export const zeroDatesIn = (look: Look): readonly string[] =>
  seenIn(look)
    .filter(({ column }) => (column.days?.zero ?? 0) > 0)
    .map(({ path }) => path)

/** What the proposal needs to know of the rows: texts that `trim` makes one. */
export const findingsIn = (look: Look): Findings => ({
  blanks: new Map(
    seenIn(look).flatMap(({ path, column }) => {
      const group = column.twins?.groups.find((values) => values.length > 1)
      const onlyBlanks = column.twins?.groups.every(
        (values) => new Set(values.map(({ value }) => value!.trim())).size === 1,
      )
      return group && onlyBlanks ? [[path, `${shown(group)} are one`] as const] : []
    }),
  ),
})

/** Blanks at the ends, so that they are seen. */
const seen = (text: string): string => text.replace(/^ +| +$/g, (blanks) => '␠'.repeat(blanks.length))

const shown = (group: readonly { readonly value: string | null }[]): string => {
  const [one, other] = group.map(({ value }) => quoted(seen((value ?? '').slice(0, 30))))
  return `${one} and ${other}`
}

export interface Told {
  readonly schema: Schema
  readonly proposal: Proposal
  readonly look: Look
  /** True where star.ts is people's already, and the proposal goes nowhere. */
  readonly kept: boolean
}

/** Sentences, those first without which a run would fail or a figure surprise. */
export function worthKnowing({ schema, proposal, look, kept }: Told): readonly string[] {
  const seen = seenIn(look)
  return [
    ...seen.flatMap(zeroDates),
    ...keyless(schema, look),
    ...seen.flatMap((each) => nullDates(each, proposal, kept)),
    ...seen.flatMap((each) => twins(each, proposal, kept)),
    ...seen.flatMap((each) => nearlyUnique(each, schema)),
    ...look.references.map(undeclared),
    ...refused(schema),
    ...look.unread.map(({ table, why }) => `${table} ${why}`),
  ]
}

const zeroDates = ({ path, column: { days, rows } }: Seen): readonly string[] =>
  days && days.zero > 0
    ? [
        `${path} holds 0000-00-00 or the like in ${grouped(days.zero)} of ${counted(rows, 'row')}: NULL, says the config; please confirm`,
      ]
    : []

const keyless = ({ tables }: Schema, { keys }: Look): readonly string[] =>
  tables
    .filter(({ key }) => key.length === 0)
    .map(({ name }) => {
      const found = keys.get(name)
      return found
        ? `${name} has no key; ${found.join(', ')} ${found.length > 1 ? 'are' : 'is'} unique today: pull: { keys: { ${quoted(name)}: ${listed(found)} } }`
        : `${name} has no key, so its rows are neither facts nor members`
    })

function nullDates({ table, column, path }: Seen, { facts }: Proposal, kept: boolean): readonly string[] {
  const used = facts.some((fact) =>
    fact.columns.some(
      ({ value }) =>
        value.kind === 'date' && value.column === column.name && isOf(fact.reaches, fact.table, table.table),
    ),
  )
  return used && column.nulls > 0
    ? [
        `${path} is NULL in ${counted(column.nulls, 'row')}: ${kept ? 'dates.at() gives them' : 'they will use'} the unknown date`,
      ]
    : []
}

const isOf = (reaches: readonly string[], fact: string, table: string): boolean =>
  table === fact || reaches.some((chain) => chain.split(' → ').includes(table))

function twins(
  { path, table, column: { name, distinct, twins: found } }: Seen,
  { dimensions }: Proposal,
  kept: boolean,
): readonly string[] {
  const group = found?.groups[0]
  if (!found || !group) return []
  const trimmed = dimensions.some(
    (dimension) =>
      dimension.table === table.table &&
      dimension.columns.some(({ value }) => value.kind === 'column' && value.mark === 'trim' && value.column === name),
  )
  const less = found.groups.reduce((sum, values) => sum + values.length - 1, 0)
  const counts =
    found.count === found.groups.length
      ? `${grouped(distinct)} values byte by byte, ${grouped(distinct - less)} if case, accents and blanks do not count`
      : `${grouped(found.count)} groups of values differ in case, accents or blanks alone`
  return [
    `${path}: ${counts} (${shown(group)})${trimmed ? (kept ? '; trim() makes them one' : '; star.ts trims it') : ''}`,
  ]
}

/** By their names people join by these. */
const JOINED_BY = /(code|number|no|id|e_?mail|sku|isbn|postal|zip)$/i

function nearlyUnique({ table, column, path }: Seen, { tables }: Schema): readonly string[] {
  const { key, uniques, references } = tables.find(({ name }) => name === table.table)!
  const isKey = [key, ...uniques, ...references.map(({ columns }) => columns)].some((each) =>
    each.includes(column.name),
  )
  const looksUnique = JOINED_BY.test(column.name) && table.rows >= 10 && column.distinct >= table.rows / 2
  if (isKey || !looksUnique || (column.nulls === 0 && column.distinct === table.rows)) return []
  const nulls = column.nulls > 0 ? ` and is NULL in ${counted(column.nulls, 'row')}` : ''
  const repeats = column.distinct < table.rows - column.nulls
  return [`${path} ${repeats ? `is not unique${nulls}` : nulls.slice(5)}: not usable as a key`]
}

const undeclared = ({ table, column, to, toColumn, name }: Look['references'][number]): string =>
  `${table}.${column} is always a ${to}.${toColumn}, and no foreign key says so: pull: { references: [{ table: ${quoted(table)}, columns: ${quoted(column)}, to: ${quoted(to)}, name: ${quoted(name)} }] }`

const refused = ({ tables }: Schema): readonly string[] =>
  tables.flatMap((table) =>
    table.columns
      .filter((column) => !isTyped(column) && column.type.kind === 'refused' && column.type.code !== 'POLICY')
      .map(({ name, type }) => `${table.name}.${name} is left out: ${type.kind === 'refused' ? type.reason : ''}`),
  )

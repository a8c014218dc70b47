import { type Column, isTyped, type Table, type TypedColumn, typeText } from '../core/schema.ts'
import type { ColumnProfile } from '../explore/profile.ts'
import type { FrequentValue } from '../explore/spellings.ts'
import { shown } from './explore-table.ts'
import { cut, oneLine, PAGE, wrapped } from './fit.ts'
import { bold, counted, dim, grouped, warn, width } from './text.ts'

const LABEL = 12
const VALUE = 40
const BAR = 40

/** All that is known of what a column holds. */
export function columnText(table: Table, column: TypedColumn, profile: ColumnProfile): string {
  const parts = [
    headText(table, column),
    figures(column, profile).join('\n'),
    textLines(profile).join('\n'),
    dayLines(profile).join('\n'),
    numberLines(profile).join('\n'),
    twinLines(profile).join('\n'),
    chart('most rows', frequent(profile)),
  ]
  return parts.filter((part) => part !== '').join('\n\n')
}

/** A column whose type has no home is not read. */
export function refusedText(table: Table, column: Column): string {
  const { type } = column
  const reason = type.kind === 'refused' ? `${type.reason}; ${type.remedy}` : ''
  return [headText(table, column), '', warn(wrapped('', `Its values are not read: ${reason}`))].join('\n')
}

function headText(table: Table, column: Column): string {
  const staged = isTyped(column) ? `staged as ${column.masked ? 'a mask' : typeText(column.type)}` : 'refused'
  const kinds = [column.generated ? 'generated' : '', column.invisible ? 'invisible' : ''].filter((kind) => kind !== '')
  const facts = [column.declared, column.nullable ? 'may be NULL' : 'never NULL', staged, ...kinds]
  const collation = column.collation === undefined ? [] : [column.collation]
  const head = `${bold(`${table.name}.${column.name}`)}   ${cut([...facts, ...collation].join(' · '), PAGE - 30)}`
  return [head, ...(column.comment === undefined ? [] : [dim(wrapped('', column.comment))])].join('\n')
}

const line = (label: string, text: string): string => wrapped(label.padEnd(LABEL), text)

function figures({ masked }: TypedColumn, { rows, nulls, distinct, min, max, days }: ColumnProfile): string[] {
  return [
    line('rows', grouped(rows)),
    line('NULL', share(nulls, rows)),
    ...(days ? [line('zero dates', days.zero > 0 ? warn(share(days.zero, rows)) : '0')] : []),
    line('distinct', `${grouped(distinct)}${distinct === rows && rows > 0 ? ', each row its own' : ''}`),
    ...(min === null ? [] : [line('least', cut(shown(min), PAGE - LABEL))]),
    ...(max === null ? [] : [line('greatest', cut(shown(max), PAGE - LABEL))]),
    ...(masked ? [line('masked', 'the config says that its values may not leave the source')] : []),
  ]
}

const share = (part: number, all: number): string =>
  part === 0 ? '0' : `${grouped(part)}   ${((100 * part) / all).toFixed(1)}%`

function textLines({ text, rows }: ColumnProfile): string[] {
  if (!text || text.longest === null) return []
  const blanks = [
    ['empty', text.empty],
    ['blank only', text.blank],
    ['blank first', text.leading],
    ['blank last', text.trailing],
  ] as const
  return [
    line(
      'length',
      text.shortest === text.longest ? `${text.longest}` : `${text.shortest} to ${grouped(text.longest)} characters`,
    ),
    ...blanks.filter(([, count]) => count > 0).map(([label, count]) => line(label, warn(share(count, rows)))),
  ]
}

function dayLines({ days, rows }: ColumnProfile): string[] {
  if (!days?.years) return []
  const far = days.far === 0 ? [] : [line('far away', warn(`${share(days.far, rows)}   ${days.farthest.join(', ')}`))]
  const years = days.rowsByYear.map(({ year, rows: count }) => ({ value: String(year), rows: count }))
  return [...far, ...(years.length > 1 ? [chart('by year', years)] : [])]
}

function numberLines({ numbers, rows, distinct }: ColumnProfile): string[] {
  if (!numbers) return []
  const { quartiles, outliers, steps } = numbers
  const spread = line('quartiles', quartiles.map(grouped).join('   '))
  const charted = distinct > 10 && steps.length > 1
  return [
    spread,
    ...(outliers && outliers.rows > 0 ? outlierLines(outliers, rows) : []),
    ...(charted
      ? [
          '',
          chart(
            'from',
            steps.map((step) => ({ value: grouped(step.from), rows: step.rows })),
          ),
        ]
      : []),
  ]
}

function outlierLines(
  { rows, low, high, least, greatest }: NonNullable<NonNullable<ColumnProfile['numbers']>['outliers']>,
  all: number,
): string[] {
  const examples = [...least, ...greatest.toReversed()].map(({ value }) => grouped(value!))
  return [
    line('outliers', warn(`${share(rows, all)}   below ${grouped(low)} or above ${grouped(high)}`)),
    line('', examples.join(', ')),
  ]
}

function twinLines({ twins }: ColumnProfile): string[] {
  if (!twins || twins.count === 0) return []
  const head = line(
    'twins',
    warn(`${counted(twins.count, 'group')} that MySQL may take for one value and that bytes tell apart`),
  )
  const spelled = ({ value, rows }: FrequentValue): string => `'${oneLine(value ?? '')}' × ${grouped(rows)}`
  const more = twins.count - twins.groups.length
  return [
    head,
    ...twins.groups.map((group) => line('', group.map(spelled).join('   '))),
    ...(more > 0 ? [line('', `and ${counted(more, 'group')} more`)] : []),
  ]
}

/** Keys and the like have no frequent value. */
function frequent({ frequent: values, distinct }: ColumnProfile): readonly FrequentValue[] {
  const telling = values.some(({ rows }) => rows > 1) || distinct <= values.length
  return telling ? values.map(({ value, rows }) => ({ value: value === null ? 'NULL' : shown(value), rows })) : []
}

/** A line a value, its rows as a bar beside it. */
function chart(label: string, values: readonly FrequentValue[]): string {
  if (values.length === 0) return ''
  const cells = values.map(({ value }) => cut(value ?? '', VALUE))
  const [names, figures] = [cells, values.map(({ rows }) => grouped(rows))].map((all) =>
    Math.max(...all.map(width)),
  ) as [number, number]
  const most = Math.max(...values.map(({ rows }) => rows), 1)
  const size = Math.min(BAR, PAGE - LABEL - names - figures - 4)
  return values
    .map(({ rows }, i) => {
      const bar = '█'.repeat(rows === 0 ? 0 : Math.max(1, Math.round((size * rows) / most)))
      const name = cells[i]! + ' '.repeat(names - width(cells[i]!))
      return `${(i === 0 ? label : '').padEnd(LABEL)}${name}  ${figures === 0 ? '' : grouped(rows).padStart(figures)}  ${dim(bar)}`.trimEnd()
    })
    .join('\n')
}

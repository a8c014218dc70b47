import { useState } from 'preact/hooks'
import type { BoardMeasure } from '../../src/serve/dashboard/board.ts'
import { MOST_DETAIL } from '../../src/serve/dashboard/questions.ts'
import { figure, groupText } from '../format.ts'
import { Scroll } from '../scroll.tsx'
import { answers, chosen, go, questions, said, state } from '../store.ts'
import { View } from '../view.tsx'

const PER_PAGE = 20

interface DetailColumn {
  readonly name: string
  readonly label: string
  readonly measure: BoardMeasure | null
}

/** The rows behind the figures, exact, with the key by which each is found in the source. */
export function Detail() {
  const { fact } = chosen.value!
  const answer = answers.value.detail
  const rows = answer?.rows ?? []
  const columns: readonly DetailColumn[] = [
    ...fact.detail.paths.map(({ path, label }) => ({ name: path, label, measure: null })),
    ...fact.detail.measures.map((name) => {
      const measure = fact.measures.find((one) => one.name === name)!
      return { name, label: measure.label, measure }
    }),
  ]
  const pages = Math.max(1, Math.ceil(rows.length / PER_PAGE))
  const page = Math.min(state.value.page, pages)
  const shown = rows.slice((page - 1) * PER_PAGE, page * PER_PAGE)
  const text = (column: DetailColumn, values: Readonly<Record<string, string | null>>): string =>
    column.measure ? figure(values[column.name], column.measure.format) : groupText(values[column.name])
  const isCut = rows.length === MOST_DETAIL
  const finding = isCut
    ? `The first ${MOST_DETAIL.toLocaleString('en')} rows in this order; a narrower choice or an export shows the rest.`
    : `${rows.length.toLocaleString('en')} ${rows.length === 1 ? 'row' : 'rows'} of ${fact.detail.table}.`
  return (
    <View
      id="detail"
      title="Rows"
      finding={finding}
      isEmpty={rows.length === 0}
      wide
      table={{
        head: columns.map(({ label }) => label),
        figures: columns.map(({ measure }) => measure !== null),
        rows: rows.map(({ values }) => columns.map((column) => text(column, values))),
      }}
    >
      <DetailTable columns={columns} rows={shown.map(({ values }) => values)} text={text} />
      {pages > 1 && <Pager page={page} pages={pages} />}
    </View>
  )
}

interface DetailTableProps {
  readonly columns: readonly DetailColumn[]
  readonly rows: readonly Readonly<Record<string, string | null>>[]
  readonly text: (column: DetailColumn, values: Readonly<Record<string, string | null>>) => string
}

function DetailTable({ columns, rows, text }: DetailTableProps) {
  const { detail } = chosen.value!.fact
  const [open, setOpen] = useState<string | null>(null)
  const idOf = (values: Readonly<Record<string, string | null>>) => detail.key.map(({ path }) => values[path]).join(' ')
  return (
    <Scroll label="Rows, table">
      <table>
        <thead>
          <tr>
            {columns.map((column) => (
              <SortHead key={column.name} {...column} />
            ))}
            <th scope="col">
              <span class="hidden">In the source</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((values) => [
            <tr key={idOf(values)}>
              {columns.map((column) => (
                <td
                  key={column.name}
                  class={column.measure ? 'figure' : text(column, values).length < 16 ? 'short' : ''}
                >
                  {text(column, values)}
                </td>
              ))}
              <td>
                <button
                  type="button"
                  class="tool small"
                  aria-expanded={open === idOf(values)}
                  aria-label={`SQL of ${idOf(values)}`}
                  onClick={() => setOpen(open === idOf(values) ? null : idOf(values))}
                >
                  SQL
                </button>
              </td>
            </tr>,
            open === idOf(values) && (
              <tr key={`${idOf(values)} sql`} class="source">
                <td colSpan={columns.length + 1}>
                  <SourceSql values={values} />
                </td>
              </tr>
            ),
          ])}
        </tbody>
      </table>
    </Scroll>
  )
}

/** How the row is found in MySQL. */
function SourceSql({ values }: { readonly values: Readonly<Record<string, string | null>> }) {
  const { table, key } = chosen.value!.fact.detail
  const quoted = (name: string) => `\`${name.replaceAll('`', '``')}\``
  const literal = (value: string | null) => `'${(value ?? '').replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
  const conditions = key.map(({ path, column }) => `${quoted(column)} = ${literal(values[path] ?? null)}`)
  const sql = `SELECT * FROM ${quoted(table)} WHERE ${conditions.join(' AND ')};`
  return (
    <>
      <code>{sql}</code>{' '}
      <button
        type="button"
        class="tool small"
        onClick={() =>
          void navigator.clipboard.writeText(sql).then(() => {
            said.value = 'The SQL is copied.'
          })
        }
      >
        Copy
      </button>
    </>
  )
}

function SortHead({ name, label, measure }: DetailColumn) {
  const asked = questions.value.detail?.order
  const order = typeof asked === 'string' ? asked : ''
  const direction = order === name ? 'ascending' : order === `-${name}` ? 'descending' : undefined
  const next = direction === 'descending' ? name : direction === 'ascending' ? `-${name}` : measure ? `-${name}` : name
  return (
    <th scope="col" class={measure ? 'figure' : ''} aria-sort={direction}>
      <button type="button" class="sort" onClick={() => go({ sort: next })}>
        {label}
        <span aria-hidden="true">{direction === 'ascending' ? ' ↑' : direction === 'descending' ? ' ↓' : ''}</span>
      </button>
    </th>
  )
}

function Pager({ page, pages }: { readonly page: number; readonly pages: number }) {
  const to = (next: number) => () => go({ page: next })
  return (
    <nav class="pager" aria-label="Pages of rows">
      <button type="button" class="tool" disabled={page === 1} onClick={to(page - 1)}>
        ← Before
      </button>
      <span aria-live="polite">
        {page} of {pages}
      </span>
      <button type="button" class="tool" disabled={page === pages} onClick={to(page + 1)}>
        Next →
      </button>
    </nav>
  )
}

import type { ComponentChildren } from 'preact'
import { useRef } from 'preact/hooks'
import type { ViewId } from '../src/serve/dashboard/questions.ts'
import { ExportMenu } from './export-menu.tsx'
import { Scroll } from './scroll.tsx'
import { answers, busy, failures, go, state } from './store.ts'

/** Rows as a table shows them: the twin of a chart, and what is exported of it. */
export interface TableTwin {
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** Columns that hold figures stand to the right. */
  readonly figures: readonly boolean[]
}

interface ViewProps {
  readonly id: ViewId
  readonly title: string
  /** One sentence: what is seen. */
  readonly finding: string
  readonly table: TableTwin
  /** Shown in the place of a chart of nothing. */
  readonly isEmpty: boolean
  readonly tools?: ComponentChildren
  readonly children: ComponentChildren
  readonly below?: ComponentChildren
  readonly wide?: boolean
}

/** A chart with its heading, its table and what can be taken away of it. */
export function View({ id, title, finding, table, isEmpty, tools, children, below, wide }: ViewProps) {
  const box = useRef<HTMLElement>(null)
  const isTable = state.value.tables.includes(id)
  const failure = failures.value[id]
  const toggle = () => {
    const others = state.value.tables.filter((one) => one !== id)
    go({ tables: isTable ? others : [...others, id] }, { replace: true })
  }
  const onKey = (event: KeyboardEvent) => {
    const isText = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement
    if (event.key === 't' && !isText && !event.ctrlKey && !event.metaKey && !event.altKey) toggle()
  }
  return (
    <section
      ref={box}
      id={id}
      class={wide ? 'view wide' : 'view'}
      aria-labelledby={`${id}-title`}
      onKeyDown={onKey}
      aria-busy={busy.value}
    >
      <header>
        <div>
          <h2 id={`${id}-title`}>{title}</h2>
          <p class="finding">{finding}</p>
        </div>
        <div class="tools">
          {tools}
          <button type="button" class="tool" aria-pressed={isTable} onClick={toggle} title="Show the table (t)">
            Table
          </button>
          <ExportMenu id={id} title={title} table={table} box={box} hasChart={!isTable && !isEmpty} />
        </div>
      </header>
      {failure ? (
        <p class="notice bad">
          {failure.what}. {failure.next}
        </p>
      ) : answers.value[id] === undefined ? (
        <p class="notice">…</p>
      ) : isEmpty ? (
        <Nothing />
      ) : isTable ? (
        <Table label={title} {...table} />
      ) : (
        children
      )}
      {below}
    </section>
  )
}

function Nothing() {
  const { filters, period } = state.value
  const isChosen = Object.keys(filters).length > 0 || period !== 'all'
  return (
    <div class="notice">
      <p>There is nothing here{isChosen ? ' for what is chosen' : ''}.</p>
      {isChosen && (
        <button type="button" class="tool" onClick={() => go({ filters: {}, period: 'all' })}>
          Show everything
        </button>
      )}
    </div>
  )
}

function Table({ label, head, rows, figures }: TableTwin & { readonly label: string }) {
  return (
    <Scroll label={`${label}, table`}>
      <table>
        <thead>
          <tr>
            {head.map((name, i) => (
              <th key={name} scope="col" class={figures[i] ? 'figure' : ''}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.join(' ')}>
              {row.map((cell, i) => (
                <td key={i} class={figures[i] ? 'figure' : ''}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}

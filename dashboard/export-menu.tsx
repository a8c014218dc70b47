import type { RefObject } from 'preact'
import { useRef, useState } from 'preact/hooks'
import type { ViewId } from '../src/serve/dashboard/questions.ts'
import { asCommand, asTypeScript } from './as-text.ts'
import { csvOf } from './csv.ts'
import { pngOf, svgOf } from './picture.ts'
import { save } from './save.ts'
import { answers, fail, questions, said, source, star } from './store.ts'
import type { TableTwin } from './view.tsx'

interface MenuProps {
  readonly id: ViewId
  readonly title: string
  readonly table: TableTwin
  readonly box: RefObject<HTMLElement | null>
  readonly hasChart: boolean
}

/** What can be taken away: the figures, the picture, and the question itself. */
export function ExportMenu({ id, title, box, hasChart }: MenuProps) {
  const menu = useRef<HTMLDetailsElement>(null)
  const [isOpen, setOpen] = useState(false)
  const close = () => menu.current?.removeAttribute('open')
  const done = (text: string) => {
    said.value = text
    close()
    menu.current?.querySelector('summary')?.focus()
  }
  const items = itemsOf(id, { box, hasChart, done })
  return (
    <details
      ref={menu}
      class="menu"
      onToggle={() => setOpen(menu.current?.open ?? false)}
      onKeyDown={(event) => event.key === 'Escape' && done('')}
      onFocusOut={(event) => !menu.current?.contains(event.relatedTarget as Node) && close()}
    >
      <summary class="tool">
        Export<span class="hidden"> {title}</span>
      </summary>
      {isOpen && (
        <ul>
          {items.map(([label, action]) => (
            <li key={label}>
              <button type="button" onClick={() => void Promise.resolve(action()).catch(fail)}>
                {label}
              </button>
            </li>
          ))}
        </ul>
      )}
    </details>
  )
}

type Item = readonly [label: string, action: () => void | Promise<void>]

interface Given {
  readonly box: RefObject<HTMLElement | null>
  readonly hasChart: boolean
  readonly done: (text: string) => void
}

function itemsOf(id: ViewId, { box, hasChart, done }: Given): readonly Item[] {
  const [question, answer, from, shown] = [questions.value[id], answers.value[id], source.value, star.value]
  if (!question || !answer || !from || !shown) return []
  const copy = (text: string, what: string): Promise<void> =>
    navigator.clipboard.writeText(text).then(
      () => done(`${what} is copied.`),
      () => done('The browser does not let this page copy.'),
    )
  const svg = () => box.current?.querySelector<SVGSVGElement>('.chart svg') ?? null
  const withoutLimit = { ...question, limit: undefined }
  const file = async () =>
    (await from.file('parquet', { version: shown.version, question: id === 'detail' ? withoutLimit : question }))!
  const keep = async (ending: string, type: string, content: string | Blob | Promise<Blob>): Promise<void> => {
    save(`${id}.${ending}`, type, await content)
    done(`The file ${id}.${ending} is saved.`)
  }
  const all: readonly (Item | false)[] = [
    ['CSV', () => keep('csv', 'text/csv', csvOf(answer, question, shown))],
    from.live && ['Parquet', () => keep('parquet', 'application/octet-stream', file())],
    hasChart && ['SVG', () => keep('svg', 'image/svg+xml', svgOf(svg()!))],
    hasChart && ['PNG', () => keep('png', 'image/png', pngOf(svg()!))],
    ['Copy as ask', () => copy(asCommand(question), 'The command')],
    ['Copy as TypeScript', () => copy(asTypeScript(question), 'The TypeScript')],
    answer.sql.length > 0 && ['Copy as SQL', () => copy(`${answer.sql.join(';\n')};`, 'The SQL')],
  ]
  return all.filter((item) => item !== false)
}

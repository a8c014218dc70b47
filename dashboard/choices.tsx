import { useEffect, useRef, useState } from 'preact/hooks'
import type { WantedValue } from '../src/serve/asked.ts'
import type { Level } from '../src/serve/dashboard/board.ts'
import { choicesQuestion } from '../src/serve/dashboard/questions.ts'
import { figure, groupText } from './format.ts'
import { chosen, fail, go, source, star, state } from './store.ts'

interface Choice {
  readonly value: string | null
  readonly figure: string
}

const MOST_SHOWN = 200

/** Values of an attribute to choose, each with what it comes to under all other filters. */
export function Choices({ level }: { readonly level: Level }) {
  const menu = useRef<HTMLDetailsElement>(null)
  const [choices, setChoices] = useState<readonly Choice[] | null>(null)
  const [text, setText] = useState('')
  const values = state.value.filters[level.path] ?? []
  const isOpen = useRef(false)
  const load = () => {
    isOpen.current = menu.current?.open ?? false
    if (isOpen.current) void choicesOf(level).then(setChoices, fail)
  }
  // What can be chosen depends on everything else that is.
  useEffect(() => {
    if (isOpen.current) load()
  }, [state.value, star.value])
  const set = (next: readonly WantedValue[]) => go({ filters: { ...state.value.filters, [level.path]: next } })
  const shown = (choices ?? []).filter(({ value }) => groupText(value).toLowerCase().includes(text.toLowerCase()))
  const close = () => {
    menu.current?.removeAttribute('open')
    menu.current?.querySelector('summary')?.focus()
  }
  return (
    <details
      ref={menu}
      class="menu filter"
      onToggle={load}
      onKeyDown={(event) => event.key === 'Escape' && close()}
      onFocusOut={(event) =>
        event.relatedTarget &&
        !menu.current?.contains(event.relatedTarget as Node) &&
        menu.current?.removeAttribute('open')
      }
    >
      <summary class="tool">
        {level.label}
        {values.length > 0 && <span class="count">{values.length}</span>}
      </summary>
      <div class="choices">
        {(choices?.length ?? 0) > 8 && (
          <input
            type="search"
            placeholder="Find"
            aria-label={`Find ${level.label.toLowerCase()}`}
            value={text}
            onInput={({ currentTarget }) => setText(currentTarget.value)}
          />
        )}
        <ul>
          {shown.slice(0, MOST_SHOWN).map(({ value, figure: own }) => (
            <li key={value ?? ' none'}>
              <label>
                <input
                  type="checkbox"
                  checked={values.includes(value)}
                  onChange={({ currentTarget }) =>
                    set(currentTarget.checked ? [...values, value] : values.filter((one) => one !== value))
                  }
                />
                <span>{groupText(value)}</span>
                <span class="quiet figure">{own}</span>
              </label>
            </li>
          ))}
        </ul>
        {choices !== null && shown.length === 0 && <p class="quiet">None.</p>}
        {shown.length > MOST_SHOWN && <p class="quiet">{shown.length - MOST_SHOWN} more: type to find them.</p>}
        <div class="row">
          <button type="button" class="tool" disabled={values.length === 0} onClick={() => set([])}>
            All
          </button>
          <button type="button" class="tool" onClick={close}>
            Close
          </button>
        </div>
      </div>
    </details>
  )
}

async function choicesOf({ path }: Level): Promise<readonly Choice[]> {
  const [now, from, version] = [chosen.value!, source.value!, star.value!.version]
  const [answer] = await from.ask(version, [choicesQuestion(now, path)])
  if (!answer || 'failure' in answer) return []
  const first = now.fact.measures[0]!
  return answer.rows.map(({ values }) => ({
    value: values[path] ?? null,
    figure: figure(values[first.name], first.format),
  }))
}

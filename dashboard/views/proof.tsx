import { signal } from '@preact/signals'
import { useEffect, useState } from 'preact/hooks'
import type { FigureLine, Receipt } from '../../src/prove/receipt.ts'
import type { RunLine } from '../../src/serve/dashboard/served-page.ts'
import { figure, momentText } from '../format.ts'
import { Scroll } from '../scroll.tsx'
import { fail, source, star } from '../store.ts'

type Told = { readonly receipt: Receipt | null; readonly runs: readonly RunLine[] }

/** The receipt of the version that is shown; asked once. */
const told = signal<{ readonly version: number; readonly of: Told } | null>(null)

const EXACT = { kind: 'number', digits: 0 } as const
const exact = (text: string | null): string =>
  text !== null && /^-?\d{1,18}(\.\d+)?$/.test(text)
    ? figure(text, { ...EXACT, digits: text.split('.')[1]?.length ?? 0 })
    : short(text)
/** Digests are long; their end is enough to compare by eye. */
const short = (text: string | null): string => (text === null ? '–' : text.length > 18 ? `…${text.slice(-10)}` : text)

/** What was compared with the source, line by line, and the runs that did it. */
export function Proof() {
  const version = star.value!.version
  useEffect(() => {
    if (told.value?.version === version) return
    source.value?.receipt(version).then((of) => {
      told.value = { version, of }
    }, fail)
  }, [version])
  const of = told.value?.of
  return (
    <section id="proof" class="view wide" aria-labelledby="proof-title">
      <header>
        <div>
          <h2 id="proof-title">Proof</h2>
          <p class="finding">
            Every figure here was compared with {star.value!.witness}, by SQL that shares nothing with the SQL that made
            it.
          </p>
        </div>
      </header>
      {of?.receipt ? <Lines receipt={of.receipt} /> : <p class="notice">…</p>}
      {of && of.runs.length > 0 && <Runs runs={of.runs} />}
    </section>
  )
}

function Lines({ receipt }: { readonly receipt: Receipt }) {
  const tables = receipt.star.tables.toSorted(
    (a, b) => b.groups.length - a.groups.length || b.lines.length - a.lines.length,
  )
  const star: readonly Line[] = tables.flatMap(({ table, lines, groups }) => [
    ...lines.map((line) => ({ ...line, figure: `${table} ${line.figure}` })),
    ...groups.map(({ path, groups: count, differing }) => ({
      figure: `${table} by ${path}`,
      source: `${count} groups`,
      star: `${count - differing} equal`,
      equal: differing === 0,
    })),
  ])
  return (
    <>
      <ProofTable title="The star against the source" heads={['source', 'star']} lines={star} isOpen />
      <ProofTable
        title="The rows that were read against the source"
        heads={['source', 'read']}
        lines={receipt.stage.lines}
      />
      <Checks receipt={receipt} />
    </>
  )
}

type Line = FigureLine

interface ProofTableProps {
  readonly title: string
  readonly heads: readonly [string, string]
  readonly lines: readonly Line[]
  readonly isOpen?: boolean
}

function ProofTable({ title, heads, lines, isOpen = false }: ProofTableProps) {
  const [open, setOpen] = useState(isOpen)
  return (
    <details open={open} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        {title} <span class="quiet">{lines.length} comparisons</span>
      </summary>
      <Scroll label={title}>
        <table>
          <thead>
            <tr>
              <th scope="col">figure</th>
              <th scope="col" class="figure">
                {heads[0]}
              </th>
              <th scope="col" class="figure">
                {heads[1]}
              </th>
              <th scope="col">equal</th>
            </tr>
          </thead>
          <tbody>
            {open &&
              lines.map((line) => (
                <tr key={line.figure}>
                  <td>{line.figure}</td>
                  <td class="figure">{exact(line.source)}</td>
                  <td class="figure">{exact(line.star)}</td>
                  <td>{line.equal ? '✓' : '✗ no'}</td>
                </tr>
              ))}
          </tbody>
        </table>
      </Scroll>
    </details>
  )
}

function Checks({ receipt }: { readonly receipt: Receipt }) {
  const said = [...receipt.warnings, ...receipt.notes]
  return (
    <details>
      <summary>
        Checks of keys, relations and the model <span class="quiet">{receipt.checks.length} checks</span>
      </summary>
      <ul class="plain">
        {receipt.checks.map(({ check, failing }) => (
          <li key={check}>
            {failing === 0 ? `✓ ${check}` : `${check}: ${failing} rows lead nowhere and get the missing member`}
          </li>
        ))}
        {said.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </details>
  )
}

function Runs({ runs }: { readonly runs: readonly RunLine[] }) {
  return (
    <details>
      <summary>
        Runs <span class="quiet">{runs.length}, newest first</span>
      </summary>
      <Scroll label="Runs">
        <table>
          <thead>
            <tr>
              <th scope="col">started</th>
              <th scope="col">state</th>
              <th scope="col" class="figure">
                version
              </th>
              <th scope="col">what failed</th>
            </tr>
          </thead>
          <tbody>
            {runs.map(({ run, started, state, version, failure }) => (
              <tr key={run}>
                <td>{momentText(started)}</td>
                <td>{state}</td>
                <td class="figure">{version ?? '–'}</td>
                <td>{failure ?? ''}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </details>
  )
}

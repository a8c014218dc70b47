import type { Listener, PlannedRun, RunEvent } from '../core/progress.ts'
import { bold, counted, dim, grouped, print, seconds } from './text.ts'

const VERBS: Readonly<Record<string, string>> = {
  stage: 'read',
  dimension: 'build',
  calendar: 'build',
  fact: 'build',
}

export function plannedText(
  { dimensions, facts, tables, tablesInSource, rows, source, view }: PlannedRun,
  target: string,
): string {
  const read = `reads ${grouped(tables)} of ${counted(tablesInSource, 'table')}${rows === null ? '' : `, ${counted(rows, 'row')}`}`
  return `plan     ${counted(dimensions, 'dimension')}, ${counted(facts, 'fact')} · ${read} of ${source} · target ${target}${view === undefined ? '' : `\nview     ${view}`}`
}

/** One line per finished thing; on a terminal, a live line below them while rows are read. */
export function showProgress(target: string): Listener {
  const live = process.stdout.isTTY ? new LiveLine() : null
  return (event) => {
    live?.clear()
    if (event.kind === 'planned') print(plannedText(event.planned, target))
    else if (event.kind === 'finished') printFinished(event)
    else live?.show(event)
  }
}

function printFinished({ step, subject, rows, ms }: Extract<RunEvent, { kind: 'finished' }>): void {
  const verb = VERBS[step]
  if (verb)
    print(`${verb.padEnd(9)}${bold(subject)}${rows === undefined ? '' : ` ${grouped(rows)}`}   ${dim(seconds(ms))}`)
}

/** What is being done now, with the rate at which rows come; rewritten at most ten times a second. */
class LiveLine {
  #begun = 0
  #drawn = 0
  #shown = false

  show(event: Extract<RunEvent, { kind: 'started' | 'rows' }>): void {
    const now = performance.now()
    if (event.kind === 'started') this.#begun = now
    else if (now - this.#drawn < 100) return
    this.#drawn = now
    this.#write(
      event.kind === 'started'
        ? `${VERBS[event.step] ?? event.step} ${event.subject} …`
        : this.#rate(event.subject, event.rows, now),
    )
  }

  clear(): void {
    if (this.#shown) process.stdout.write('\r\x1b[2K')
    this.#shown = false
  }

  #rate(subject: string, rows: number, now: number): string {
    const perSecond = Math.round((rows / Math.max(1, now - this.#begun)) * 1000)
    return `read ${subject} ${grouped(rows)} rows, ${grouped(perSecond)} a second`
  }

  #write(text: string): void {
    process.stdout.write(dim(text.slice(0, (process.stdout.columns ?? 80) - 1)))
    this.#shown = true
  }
}

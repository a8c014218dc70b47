import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'

export interface LogEvent {
  /** Milliseconds since 1970. */
  readonly timestamp: number
  readonly ingestionTime: number
  readonly message: string
}

/** The events of one stream: a line of JSON each, in the order in which they came. */
export interface EventFile {
  append(events: readonly LogEvent[]): void
  /** By their timestamps; those of one moment as they came. */
  events(): readonly LogEvent[]
  remove(): void
}

export function eventFile(folder: string, id: string): EventFile {
  const file = join(folder, 'logs', `${id}.jsonl`)
  return {
    append(events) {
      mkdirSync(dirname(file), { recursive: true })
      appendFileSync(file, events.map((event) => `${JSON.stringify(event)}\n`).join(''))
    },
    events: () => (existsSync(file) ? read(file) : []).sort((a, b) => a.timestamp - b.timestamp),
    remove: () => rmSync(file, { force: true }),
  }
}

// A process that was killed may have left half a line at the end.
const read = (file: string): LogEvent[] => readFileSync(file, 'utf8').split('\n').flatMap(parsed)

function parsed(line: string): readonly LogEvent[] {
  try {
    return line === '' ? [] : [JSON.parse(line) as LogEvent]
  } catch {
    return []
  }
}

import type { SchemaTables } from './definition.ts'

/** Where a file of people's says something. */
export interface Line {
  /** The file's path, or its URL. */
  readonly file: string
  readonly line: number
}

/** A table, column or relation that star.ts names. */
export interface Use {
  readonly table: string
  /** The column or relation; null for the table itself. */
  readonly name: string | null
  /** Whether the tables have it. */
  readonly found: boolean
  readonly at: Line
}

/** Somebody who wants to know what a model uses of other tables than those it was written over. */
export interface Observer {
  readonly tables: SchemaTables
  readonly used: (use: Use) => void
  /** Something that these tables make impossible. */
  readonly impossible: (what: string, at: Line) => void
}

let observer: Observer | null = null

/** Who observes the model that is being read; mostly nobody. */
export const observing = (): Observer | null => observer

/** Reads a model with other tables in the place of its own; what they lack is told, and no error. */
export async function observe<T>(by: Observer, read: () => Promise<T>): Promise<T> {
  observer = by
  try {
    return await read()
  } finally {
    observer = null
  }
}

const standIns = new WeakSet<object>()

/** True for what stands where the tables have nothing. */
export const isStandIn = (value: unknown): boolean => typeof value === 'object' && value !== null && standIns.has(value)

/** Stands for a column and a row at once, so that reading goes on: whatever is asked of it is another. */
export function standIn(column: string, at: string): object {
  const node = { op: 'column', path: [], column, at }
  const proxy: object = new Proxy(node, {
    get: (target, name) =>
      typeof name === 'symbol'
        ? undefined
        : Object.hasOwn(target, name)
          ? Reflect.get(target, name)
          : standIn(name, at),
  })
  standIns.add(proxy)
  return proxy
}

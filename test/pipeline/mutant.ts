import { rename } from 'node:fs/promises'
import type { Engine } from '../../src/core/engine.ts'
import { text } from '../../src/core/sql.ts'
import type { Project } from '../../src/pipeline/project.ts'
import type { Dialect } from '../../src/sql/dialect.ts'

/** Changes the SQL of one table; each change must find what it changes, or the test says so. */
export type Edit = (sql: string) => string

export const swap =
  (from: string, to: string): Edit =>
  (sql) => {
    if (!sql.includes(from)) throw new TypeError(`the mutation looks for ${from} and finds\n${sql}`)
    return sql.replaceAll(from, to)
  }

/** Another SELECT around the whole: `from it` is what the dialect wrote. */
export const around =
  (select: string): Edit =>
  (sql) =>
    `with it as (${sql}) ${select}`

export interface Edits {
  readonly members?: Edit
  readonly registry?: Edit
  readonly dimension?: Edit
  readonly calendar?: Edit
  readonly fact?: Edit
  /** Only this fact or dimension. */
  readonly of: string
}

const keep: Edit = (sql) => sql

/** The dialect with mistakes in it. */
export function mutated(dialect: Dialect, edits: Edits): Dialect {
  const edit = (which: keyof Edits, name: string): Edit =>
    name === edits.of ? ((edits[which] as Edit | undefined) ?? keep) : keep
  return {
    ...dialect,
    members: (plan) => edit('members', plan.name)(dialect.members(plan)),
    registry: (plan, mark) => edit('registry', plan.name)(dialect.registry(plan, mark)),
    dimension: (plan) => edit('dimension', plan.name)(dialect.dimension(plan)),
    calendar: (key, range) => edit('calendar', 'dates')(dialect.calendar(key, range)),
    fact: (plan, star) => edit('fact', plan.name)(dialect.fact(plan, star)),
  }
}

/** An engine that lands what it is given and then changes the file, once: a second reading gets the truth. */
export function mutatedStage(project: Project, column: string, select: string): Pick<Project, 'openEngine'> {
  let changed = false
  return {
    openEngine: async (scratch) => {
      const engine = await project.openEngine(scratch)
      const land: Engine['land'] = async (columns, batches, file) => {
        const rows = await engine.land(columns, batches, file)
        if (changed || !columns.some(({ name }) => name === column)) return rows
        changed = true
        return rewrite(engine, file, select)
      }
      return { ...engine, land }
    },
  }
}

async function rewrite(engine: Engine, file: string, select: string): Promise<number> {
  const { rows } = await engine.write(`with it as (from read_parquet(${text(file)})) ${select}`, `${file}.new`)
  await rename(`${file}.new`, file)
  return rows
}

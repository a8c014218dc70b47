import type { StarPlan } from '../model/plan.ts'

/** What a run does, as data: `plan` lists it, `run` executes it, the ledger stores it, the terminal prints it. */
export type Step =
  | { readonly kind: 'stage'; readonly table: string; readonly columns: readonly string[] }
  | { readonly kind: 'keys' }
  | { readonly kind: 'prove-stage'; readonly tables: readonly string[] }
  | { readonly kind: 'dimension'; readonly name: string; readonly table: string }
  | { readonly kind: 'calendar'; readonly table: string }
  | { readonly kind: 'fact'; readonly name: string; readonly table: string }
  | { readonly kind: 'check'; readonly fact: string; readonly table: string; readonly checks: readonly string[] }
  | { readonly kind: 'prove-star'; readonly tables: readonly string[] }
  | { readonly kind: 'publish' }
  | { readonly kind: 'announce'; readonly catalog: string }

/** The whole run, in order. Reads nothing and writes nothing. */
export function stepsOf(plan: StarPlan, catalogs: readonly string[]): readonly Step[] {
  return [
    ...plan.sources.map(({ table, columns }): Step => ({ kind: 'stage', table, columns })),
    { kind: 'keys' },
    ...plan.dimensions.map(({ name, table }): Step => ({ kind: 'dimension', name, table })),
    ...plan.facts.map(({ name, table }): Step => ({ kind: 'fact', name, table })),
    // After the facts: it holds the days that they point to.
    ...(plan.calendar ? [{ kind: 'calendar', table: plan.calendar.table } as const] : []),
    // The source has answered meanwhile: what it is asked costs it more than the reading.
    { kind: 'prove-stage', tables: plan.sources.map(({ table }) => table) },
    ...plan.facts.map(
      ({ name, table, checks }): Step => ({
        kind: 'check',
        fact: name,
        table,
        checks: checks.map(({ label }) => label),
      }),
    ),
    { kind: 'prove-star', tables: publishedTables(plan) },
    { kind: 'publish' },
    ...catalogs.map((catalog): Step => ({ kind: 'announce', catalog })),
  ]
}

/** Published tables: dimensions first, facts last. */
const publishedTables = (plan: StarPlan): readonly string[] => [
  ...plan.dimensions.map(({ table }) => table),
  ...(plan.calendar ? [plan.calendar.table] : []),
  ...plan.facts.map(({ table }) => table),
]

/** What a step is about, in a word. */
export function subjectOf(step: Step): string {
  switch (step.kind) {
    case 'announce':
      return step.catalog
    case 'keys':
    case 'prove-stage':
    case 'prove-star':
    case 'publish':
      return ''
    default:
      return step.table
  }
}

/** Steps that have to be done again when another run published first: everything that depends on the version it builds on. */
export const dependsOnBase = (step: Step): boolean => !['stage', 'keys', 'prove-stage'].includes(step.kind)

import { StarliftError } from '../core/error.ts'
import { here } from './capture.ts'
import type { FactDefinition, Node, SchemaTables, StarDefinition } from './definition.ts'
import { expressionOf } from './expression.ts'
import type { Condition, Fact, FactColumns, Paths, Value } from './value.ts'

type AnyFact = Fact<FactColumns, unknown>

type Own<C> = { readonly [K in keyof C as C[K] extends Value ? K : never]: C[K] }

export interface StarOptions<F> {
  /** Conditions that every row of a fact must meet, on its own columns; as in SQL's CHECK, one that is NULL is met. */
  readonly checks?: {
    readonly [K in keyof F]?: F[K] extends Fact<infer C, infer _M> ? (row: Own<C>) => readonly Condition[] : never
  }
  /** Groups that each run compares and shows; default: every attribute with up to 1,000 values. */
  readonly reconcile?: { readonly [K in keyof F]?: F[K] extends Fact<infer C, infer _M> ? readonly Paths<C>[] : never }
  /** Published names by names in the model: `{ orderLines: 'fact_orders' }`; default `fact_order_lines`, `dim_customers`. */
  readonly names?: Readonly<Record<string, string>>
  /** How names of columns are published; default snake_case. */
  readonly columns?: 'snake_case' | 'as_written'
}

/** A model: what star.ts exports by default. */
export interface Star<F> {
  readonly facts: F
}

/** Puts facts, and through them their dimensions, together. */
export function star<const F extends Readonly<Record<string, AnyFact>>>(
  facts: F,
  options: StarOptions<F> = {},
): Star<F> {
  const given = facts as unknown as Readonly<Record<string, FactDefinition>>
  for (const [name, fact] of Object.entries(given)) refuseUnmeasured(name, fact)
  const checks = Object.entries(options.checks ?? {}) as [string, (row: object) => readonly Condition[]][]
  const definition: StarDefinition = {
    tables: commonTables(given),
    facts: given,
    checks: named(checks.map(([name, check]) => [name, check(captureOwn(name, given[name])).map(expressionOf)])),
    reconcile: named(Object.entries(options.reconcile ?? {}) as [string, readonly string[]][]),
    names: named(Object.entries(options.names ?? {})),
    columns: options.columns ?? 'snake_case',
  }
  return definition as unknown as Star<F>
}

/** Entries by name, and nothing else: a fact may be called `constructor`. */
const named = <V>(entries: readonly (readonly [string, V])[]): Readonly<Record<string, V>> =>
  Object.assign(Object.create(null) as object, Object.fromEntries(entries))

function commonTables(facts: Readonly<Record<string, FactDefinition>>): SchemaTables {
  const [first, ...others] = Object.values(facts)
  if (!first) throw bad('a star needs at least one fact', 'Write a fact, and hand it to star().')
  if (others.some((fact) => fact.tables !== first.tables)) {
    throw bad(
      'the facts of one star must come from one schema.ts',
      'Call from() once, and write all facts over what it gives.',
    )
  }
  return first.tables
}

function refuseUnmeasured(name: string, { measures }: FactDefinition): void {
  if (typeof measures === 'function')
    throw bad(`the fact ${name} has no measures`, 'End it with  .measures({ rows: count() }) .')
}

/** A stand-in for a row of the fact: its plain columns, for checks. */
function captureOwn(name: string, fact: FactDefinition | undefined): object {
  if (!fact) throw bad(`checks name a fact ${name} that is not in the star`, 'Correct the name.')
  const own = Object.entries(fact.columns).filter(([, column]) => 'op' in column)
  return Object.fromEntries(own.map(([column]) => [column, { op: 'own', column, at: here() } satisfies Node]))
}

const bad = (what: string, next: string): StarliftError =>
  new StarliftError('MODEL_TYPE', { operation: 'read the model', subject: 'star', what: `${what} (${here()})`, next })

/** The definition behind what star.ts exports; undefined where it is something else. */
export function definitionOf(exported: unknown): StarDefinition | undefined {
  const definition = exported as StarDefinition | null
  return typeof definition === 'object' && definition?.facts && definition.tables ? definition : undefined
}

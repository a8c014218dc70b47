import { StarliftError } from '../core/error.ts'
import { captureRow, here, lineHere, reachedBy } from './capture.ts'
import type {
  DimensionDefinition,
  FactColumnDefinition,
  FactDefinition,
  LinkDefinition,
  MeasureDefinition,
  Node,
  SchemaTables,
} from './definition.ts'
import { expressionOf } from './expression.ts'
import { measureOf } from './measure.ts'
import { isStandIn, observing } from './observe.ts'
import { checkColumns } from './refuse-column.ts'
import type {
  Attributes,
  Calendar,
  Condition,
  Dates,
  Dimension,
  Fact,
  FactColumns,
  Link,
  Measure,
  Ratio,
  Row,
  Tables,
  Value,
} from './value.ts'

export interface DimensionOptions<S extends Tables<S>, T extends keyof S, D extends string, A> {
  /** The dimension's name; default: its table's. */
  readonly name?: D
  /** Members to keep; rows of facts that point to others get the missing member. */
  readonly where?: (row: Row<S, T>) => Condition
  /** Attributes in which values that differ only by case, accents or blanks are an error. */
  readonly clean?: readonly (keyof A & string)[]
}

export interface FactOptions<S extends Tables<S>, T extends keyof S> {
  /** Rows to keep. */
  readonly where?: (row: Row<S, T>) => Condition
}

type Measures<C, M> = Readonly<Record<string, Measure<C> | Ratio<keyof M & string, keyof M & string>>>

export interface FactBuilder<C> {
  measures<const M extends Measures<C, M>>(measures: M): Fact<C, M>
  /** The date that questions about time mean. */
  on<D extends Dates<C>>(
    date: D,
  ): { measures<const M extends Measures<C, M>>(measures: M): Fact<C & { readonly date: C[D] }, M> }
}

export interface Modelling<S extends Tables<S>> {
  /** One member per row of the table; looked up by its key. */
  dimension<T extends keyof S & string, A extends Attributes, const D extends string = T>(
    table: T,
    attributes: (row: Row<S, T>) => A,
    options?: DimensionOptions<S, T, D, A>,
  ): Dimension<T, A, D>
  /** One member per distinct combination of attributes, NULLs included; looked up by the whole tuple, never by one of its columns. */
  distinct<const D extends string, T extends keyof S & string, A extends Attributes>(
    name: D,
    table: T,
    attributes: (row: Row<S, T>) => A,
    options?: Omit<DimensionOptions<S, T, D, A>, 'name'>,
  ): Dimension<T, A, D>
  /** One row per row of the table: its primary key is the grain. */
  fact<T extends keyof S & string, C extends FactColumns>(
    table: T,
    columns: (row: Row<S, T>) => C,
    options?: FactOptions<S, T>,
  ): FactBuilder<C>
}

/** Everything a star is made of, over the tables that `starlift pull` wrote to schema.ts. */
export function from<const S extends Tables<S>>(schema: S): Modelling<S> {
  const tables = observing()?.tables ?? (schema as unknown as SchemaTables)
  const modelling = {
    dimension: (table: string, attributes: Capture, options: AnyOptions = {}) =>
      asDimension(
        captureDimension({ kind: 'dimension', name: options.name ?? table, table, tables }, attributes, options),
      ),
    distinct: (name: string, table: string, attributes: Capture, options: AnyOptions = {}) =>
      asDimension(captureDimension({ kind: 'distinct', name, table, tables }, attributes, options)),
    fact: (table: string, columns: Capture, options: AnyOptions = {}) =>
      factBuilder(captureFact(tables, table, columns, options)),
  }
  return modelling as unknown as Modelling<S>
}

type Capture = (row: object) => object
interface AnyOptions {
  readonly name?: string
  readonly where?: (row: object) => Condition
  readonly clean?: readonly string[]
}

interface DimensionHead {
  readonly kind: 'dimension' | 'distinct'
  readonly name: string
  readonly table: string
  readonly tables: SchemaTables
}

function captureDimension(
  { kind, name, table, tables }: DimensionHead,
  attributes: Capture,
  options: AnyOptions,
): DimensionDefinition {
  const at = here()
  const row = captureRow(tables, table, [])
  const written = attributes(row)
  checkColumns(name, written, 'no links')
  return {
    kind,
    name,
    table,
    at,
    attributes: written as Readonly<Record<string, Node>>,
    clean: options.clean ?? [],
    where: options.where ? expressionOf(options.where(row)) : null,
  }
}

function asDimension(dimension: DimensionDefinition): { at(row: unknown): LinkDefinition } {
  return {
    at(row) {
      const reached = reachedBy(row)
      if (reached?.table !== dimension.table && !isStandIn(row)) refuseRow(dimension, reached?.table)
      return { link: 'dimension', dimension, path: reached?.path ?? [], at: here() }
    },
  }
}

function refuseRow(dimension: DimensionDefinition, table: string | undefined): void {
  const [error, observer, at] = [wrongRow(dimension, table), observing(), lineHere()]
  if (!observer || !at) throw error
  observer.impossible(error.message, at)
}

function wrongRow(dimension: DimensionDefinition, table: string | undefined): StarliftError {
  return new StarliftError('MODEL_TYPE', {
    operation: 'read the model',
    subject: dimension.name,
    what: `${dimension.name}.at() at ${here()} needs a row of ${dimension.table}, and got ${table ? `a row of ${table}` : 'something that is no row'}`,
    next: `Follow the relations until a row of ${dimension.table} is reached, and hand over that row, not one of its columns.`,
  })
}

/** The link to the calendar; NULL lands on the unknown date. */
export const dates: { at(day: Value<'date' | 'date?'>): Link<Calendar, 'dates'> } = {
  at: (value) => ({ link: 'dates', value: expressionOf(value), at: here() }) as unknown as Link<Calendar, 'dates'>,
}

function captureFact(tables: SchemaTables, table: string, columns: Capture, options: AnyOptions): FactDefinition {
  const at = here()
  const row = captureRow(tables, table, [])
  const written = columns(row)
  checkColumns(`the fact of ${table}`, written, 'links')
  return {
    tables,
    table,
    at,
    columns: written as Readonly<Record<string, FactColumnDefinition>>,
    measures: {},
    on: null,
    where: options.where ? expressionOf(options.where(row)) : null,
  }
}

const factBuilder = (fact: FactDefinition) => ({
  ...fact,
  measures: (measures: Readonly<Record<string, object>>): FactDefinition => ({
    ...fact,
    measures: measuresOf(measures),
  }),
  on: (date: string) => ({
    measures: (measures: Readonly<Record<string, object>>): FactDefinition => ({
      ...fact,
      on: date,
      measures: measuresOf(measures),
    }),
  }),
})

const measuresOf = (measures: Readonly<Record<string, object>>): Readonly<Record<string, MeasureDefinition>> =>
  Object.fromEntries(Object.entries(measures).map(([name, measure]) => [name, measureOf(measure)]))

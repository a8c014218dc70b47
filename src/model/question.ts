import type { Fact, Link, Paths } from './value.ts'

type Facts = Readonly<Record<string, unknown>>
type Marked<C> = {
  [K in keyof C]: C[K] extends Link<infer A, infer D> ? `${K & string}.${keyof A & string}@${D}` : never
}[keyof C]
type Plain<X> = X extends `${infer P}@${string}` ? P : X

export type MeasureName<F> = {
  [K in keyof F]: F[K] extends Fact<infer _C, infer M> ? keyof M & string : never
}[keyof F]

/** Paths that every fact owning one of the measures M can group by: what Kimball calls conformed. */
export type Shared<F, M> = {
  [K in keyof F]: F[K] extends Fact<infer C, infer X>
    ? Extract<M, keyof X> extends never
      ? never
      : (path: Marked<C> | Exclude<Paths<C>, Plain<Marked<C>>>) => void
    : never
}[keyof F] extends (path: infer P) => void
  ? Plain<P & string>
  : never

/** What can be asked of a star with facts F: measures M, by paths B. Values come back as exact text. */
export interface Question<F extends Facts, M extends MeasureName<F>, B extends Shared<F, M>> {
  readonly measures: readonly M[]
  readonly by?: readonly B[]
  /** NULL is the group without a value; both ends of a range belong to it. */
  readonly where?: {
    readonly [P in Shared<F, M>]?:
      | string
      | number
      | null
      | readonly (string | number | null)[]
      | { readonly from?: string | number; readonly to?: string | number }
  }
  /** `-sales`: greatest first. */
  readonly order?: Order<NoInfer<M | B>> | readonly Order<NoInfer<M | B>>[]
  readonly limit?: number
  /** With the period before, like for like: both end with the last day that has data. Needs a range of days in `where`. */
  readonly compare?: 'previousPeriod' | 'sameDaysLastYear'
}

type Order<Name extends string> = `${'-' | ''}${Name}`

/** One group; NULL where it has no such value, or no row of the measure's fact. */
export type QuestionRow<M extends string, B extends string> = { readonly [K in M | B]: string | null }

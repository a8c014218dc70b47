import { quotient, type Typed } from './arithmetic.ts'
import type { Call } from './call.ts'
import { notSupported } from './fault.ts'
import { asDecimal } from './value-type.ts'

/** An aggregate as DuckDB has it, before FILTER and OVER are put behind each of its parts. */
export interface Aggregate {
  /** Aggregate calls, `sum(x)`. */
  readonly parts: readonly string[]
  /** The value from the parts. */
  readonly value: (...parts: string[]) => string
}

export interface AggregateArguments {
  readonly call: Call
  readonly texts: readonly string[]
  /** ` order by …` inside the call, or nothing. */
  readonly orderBy: string
  types(): Promise<readonly Typed[]>
}

type Write = (given: AggregateArguments) => Aggregate | Promise<Aggregate>

const one = (part: string, value: (part: string) => string = (text) => text): Aggregate => ({ parts: [part], value })

const unique = ({ call }: AggregateArguments): string => (call.distinct ? 'distinct ' : '')

/** Calls that DuckDB names and computes alike. */
const alike =
  (name: string): Write =>
  (given) =>
    one(`${name}(${unique(given)}${given.texts.join(', ')}${given.orderBy})`)

export const AGGREGATES: Readonly<Record<string, Write>> = {
  count: (given) =>
    one(given.call.star || given.texts.length === 0 ? 'count(*)' : `count(${unique(given)}${given.texts[0]})`),
  count_if: ({ texts }) => one(`count_if(${texts[0]})`, (part) => `cast(${part} as BIGINT)`),
  sum: async (given) => {
    const { text, type } = (await given.types())[0]!
    const sum = `sum(${unique(given)}${text})`
    if (type.family === 'integer') return one(sum, (part) => `cast(${part} as BIGINT)`)
    return type.family === 'real' ? one(sum, (part) => `cast(${part} as FLOAT)`) : one(sum)
  },
  avg: async (given) => {
    const argument = (await given.types())[0]!
    const { text, type } = argument
    if (type.family !== 'decimal') return one(`avg(${unique(given)}${text})`)
    return exactAverage(unique(given), argument)
  },
  min: (given) => extreme(given, 'min'),
  max: (given) => extreme(given, 'max'),
  min_by: ({ texts: [a, b] }) => one(`arg_min_null(${a}, ${b})`),
  max_by: ({ texts: [a, b] }) => one(`arg_max_null(${a}, ${b})`),
  arbitrary: alike('any_value'),
  bool_and: alike('bool_and'),
  bool_or: alike('bool_or'),
  stddev_samp: alike('stddev_samp'),
  stddev_pop: alike('stddev_pop'),
  var_samp: alike('var_samp'),
  var_pop: alike('var_pop'),
  corr: alike('corr'),
  covar_samp: alike('covar_samp'),
  covar_pop: alike('covar_pop'),
  regr_slope: alike('regr_slope'),
  regr_intercept: alike('regr_intercept'),
  array_agg: alike('list'),
  listagg: ({ texts: [text, separator = "''"], orderBy, call }) =>
    one(`string_agg(${call.distinct ? 'distinct ' : ''}${text}, ${separator}${orderBy})`),
  // An exact count is within what Trino promises of its approximate one.
  approx_distinct: ({ texts: [text] }) => one(`count(distinct ${text})`),
  approx_percentile: ({ texts: [text, part] }) => one(`quantile_disc(${text}, ${part})`),
  map_agg: ({ texts: [key, value] }) => ({
    parts: [`list(struct_pack(k := ${key}, v := ${value}))`],
    value: (entries) => `map_from_entries(list_filter(${entries}, lambda x: x.k is not null))`,
  }),
  histogram: ({ texts: [text] }) => one(`histogram(${text})`),
}

/** The names DuckDB has for more than one value at once. */
function extreme({ call, texts }: AggregateArguments, name: string): Aggregate {
  if (call.args.length > 1) throw notSupported(`${name} of several values`)
  return one(`${name}(${texts[0]})`)
}

/** The average of decimals in their own scale, rounded half up. */
function exactAverage(distinct: string, { text, type }: Typed): Aggregate {
  const { precision, scale } = asDecimal(type)!
  return {
    parts: [`sum(${distinct}${text})`, `count(${distinct}${text})`],
    value: (sum, count) => {
      const left: Typed = { text: sum!, type: { family: 'decimal', precision: 38, scale } }
      const right: Typed = { text: `nullif(${count}, 0)`, type: { family: 'integer', digits: 19 } }
      return `cast(${quotient(left, right, scale)} as DECIMAL(${precision},${scale}))`
    },
  }
}

/** Functions that stand only before OVER. */
export const WINDOWED: ReadonlySet<string> = new Set(
  'row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value last_value nth_value'.split(' '),
)

import { kindOf, type Node, open } from './tree.ts'

/** A function called with arguments, however the parser keeps it. */
export interface Call {
  readonly name: string
  readonly args: readonly Node[]
  readonly star: boolean
  readonly distinct: boolean
  readonly ignoreNulls: boolean
  readonly filter: Node | undefined
  readonly orderBy: readonly Node[]
}

/** Functions that the parser gives a kind of node of their own: the name, and the fields of their arguments in order. */
const OWN: Readonly<Record<string, readonly [name: string, ...fields: string[]]>> = {
  ...alike('abs acos asin atan ceil cos degrees exp floor ln radians sin sqrt tan length lower upper normalize'),
  ...alike('year month day day_of_month day_of_week day_of_year hour minute second quarter week_of_year'),
  ...alike('array_distinct cardinality map_keys map_values map_from_entries json_array_length typeof'),
  ...alike('sum avg min max any_value count_if array_agg approx_distinct stddev stddev_pop stddev_samp'),
  ...alike('variance var_pop var_samp first_value last_value'),
  ...alike('array_except array_position array_remove array_union contains element_at starts_with', 'expression'),
  ...alike('json_extract json_extract_scalar', 'path'),
  ...alike('lag lead nth_value', 'offset', 'default'),
  ...alike('row_number rank dense_rank percent_rank cume_dist pi random'),
  atan2: ['atan2', 'this', 'expression'],
  mod_func: ['mod', 'this', 'expression'],
  power: ['power', 'this', 'expression'],
  str_position: ['strpos', 'this', 'substr'],
  substring: ['substr', 'this', 'start', 'length'],
  array_intersect: ['array_intersect', 'expressions'],
  coalesce: ['coalesce', 'expressions'],
  if_func: ['if', 'condition', 'true_value', 'false_value'],
  count: ['count', 'this'],
  logical_and: ['bool_and', 'this'],
  logical_or: ['bool_or', 'this'],
  list_agg: ['listagg', 'this', 'separator'],
  n_tile: ['ntile', 'num_buckets'],
}

/** Functions of one argument, `this`, and perhaps more, that keep their names. */
function alike(names: string, ...more: readonly string[]): Record<string, [string, ...string[]]> {
  return Object.fromEntries(names.split(' ').map((name) => [name, [name, 'this', ...more]]))
}

const SYNONYMS: Readonly<Record<string, string>> = {
  ceiling: 'ceil',
  pow: 'power',
  day_of_month: 'day',
  dow: 'day_of_week',
  doy: 'day_of_year',
  week_of_year: 'week',
  yow: 'year_of_week',
  every: 'bool_and',
  char_length: 'length',
  character_length: 'length',
  rand: 'random',
  any_value: 'arbitrary',
  stddev: 'stddev_samp',
  variance: 'var_samp',
  substring: 'substr',
  current_timestamp: 'now',
  with_timezone: 'at_timezone',
}

/** The call that a node is; null where it is none. */
export function callOf(node: Node): Call | null {
  const kind = kindOf(node)
  const general = kind === 'function' || kind === 'aggregate_function'
  const own = Object.hasOwn(OWN, kind) ? OWN[kind] : undefined
  if (!(general || own)) return null
  const reader = open(node)
  const said = general ? (reader.word('name') ?? '').toLowerCase() : own![0]
  if (!general) reader.word('name')
  const args = general ? reader.nodes('args') : own!.slice(1).flatMap((field) => argumentsAt(reader, field))
  return reader.close({
    name: SYNONYMS[said] ?? said,
    args,
    star: reader.flag('star'),
    distinct: reader.flag('distinct'),
    ignoreNulls: reader.flag('ignore_nulls'),
    filter: reader.optional('filter'),
    orderBy: reader.nodes('order_by'),
  })
}

function argumentsAt(reader: ReturnType<typeof open>, field: string): readonly Node[] {
  if (field === 'expressions') return reader.nodes(field)
  const one = reader.optional(field)
  return one ? [one] : []
}

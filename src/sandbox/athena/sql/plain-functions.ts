import { notSupported } from './fault.ts'
import { tried } from './macros.ts'

/** Writes a call whose arguments are translated already. */
export type Plain = (...texts: string[]) => string

/** Functions whose translation asks for nothing but texts: how many arguments they take, at least and at most. */
export const PLAIN: Readonly<Record<string, readonly [least: number, most: number, write: Plain]>> = {
  ...same('abs acos asin atan cos degrees exp ln log2 log10 radians sin sqrt tan cbrt', 1),
  ...same('lower year month day hour minute quarter', 1),
  ...same('atan2 power starts_with nullif', 2),
  ...same('lpad rpad translate', 3),
  pi: [0, 0, () => 'pi()'],
  e: [0, 0, () => 'exp(1e0)'],
  infinity: [0, 0, () => `cast('infinity' as DOUBLE)`],
  nan: [0, 0, () => `cast('nan' as DOUBLE)`],
  random: [0, 0, () => 'random()'],
  is_nan: [1, 1, (a) => `isnan(${a})`],
  is_finite: [1, 1, (a) => `isfinite(${a})`],
  bitwise_and: [2, 2, (a, b) => `(cast(${a} as BIGINT) & cast(${b} as BIGINT))`],
  bitwise_or: [2, 2, (a, b) => `(cast(${a} as BIGINT) | cast(${b} as BIGINT))`],
  bitwise_xor: [2, 2, (a, b) => `xor(cast(${a} as BIGINT), cast(${b} as BIGINT))`],
  bitwise_not: [1, 1, (a) => `(~ cast(${a} as BIGINT))`],
  chr: [1, 1, (a) => `chr(cast(${a} as INTEGER))`],
  codepoint: [1, 1, (a) => `unicode(${a})`],
  split_part: [3, 3, (s, mark, i) => `trino_split_part(${s}, ${mark}, ${i})`],
  concat_ws: [2, 99, (...all) => `concat_ws(${all.join(', ')})`],
  replace: [2, 3, (s, from, to = "''") => `replace(${s}, ${from}, ${to})`],
  ltrim: [1, 1, (s) => `ltrim(${s}, ${BLANKS})`],
  rtrim: [1, 1, (s) => `rtrim(${s}, ${BLANKS})`],
  strpos: [2, 2, (s, part) => `strpos(${s}, ${part})`],
  substr: [
    2,
    3,
    (s, start, n) => (n === undefined ? `trino_substr(${s}, ${start})` : `trino_substr_length(${s}, ${start}, ${n})`),
  ],
  split: [2, 2, (s, by) => `string_split(${s}, ${by})`],
  levenshtein_distance: [2, 2, (a, b) => `levenshtein(${a}, ${b})`],
  hamming_distance: [2, 2, (a, b) => `hamming(${a}, ${b})`],
  normalize: [1, 1, (s) => `nfc_normalize(${s})`],
  to_utf8: [1, 1, (s) => `encode(${s})`],
  from_utf8: [1, 1, (b) => `decode(${b})`],
  md5: [1, 1, (b) => `unhex(md5(${b}))`],
  sha1: [1, 1, (b) => `unhex(sha1(${b}))`],
  sha256: [1, 1, (b) => `unhex(sha256(${b}))`],
  to_hex: [1, 1, (b) => `hex(${b})`],
  from_hex: [1, 1, (s) => `unhex(${s})`],
  to_base64: [1, 1, (b) => `to_base64(${b})`],
  from_base64: [1, 1, (s) => `from_base64(${s})`],
  from_base: [2, 2, (s, base) => `trino_from_base(${s}, ${base})`],
  upper: [1, 1, (s) => `trino_upper(${s})`],
  reverse: [1, 1, (s) => `trino_reverse(${s})`],
  regexp_like: [2, 2, (s, r) => `regexp_matches(${s}, ${beforeLineEnd(r)})`],
  regexp_extract: [2, 3, (s, r, n = '0') => `trino_regexp_extract(${s}, ${r}, ${n})`],
  regexp_extract_all: [2, 3, (s, r, n = '0') => `regexp_extract_all(${s}, ${r}, ${n})`],
  regexp_split: [2, 2, (s, r) => `regexp_split_to_array(${s}, ${r})`],
  day_of_week: [1, 1, (d) => `isodow(${d})`],
  day_of_year: [1, 1, (d) => `dayofyear(${d})`],
  week: [1, 1, (d) => `weekofyear(${d})`],
  year_of_week: [1, 1, (d) => `isoyear(${d})`],
  second: [1, 1, (d) => `cast(floor(extract(second from ${d})) as BIGINT)`],
  millisecond: [1, 1, (d) => `(extract(millisecond from ${d}) % 1000)`],
  last_day_of_month: [1, 1, (d) => `last_day(${d})`],
  now: [0, 0, () => `date_trunc('millisecond', current_timestamp)`],
  localtimestamp: [0, 0, () => `date_trunc('millisecond', current_timestamp at time zone 'UTC')`],
  current_date: [0, 0, () => `cast(current_timestamp at time zone 'UTC' as DATE)`],
  from_unixtime: [1, 1, (n) => `to_timestamp(cast(${n} as DOUBLE))`],
  to_unixtime: [1, 1, (d) => `epoch(${d})`],
  array_distinct: [1, 1, (a) => `trino_array_distinct(${a})`],
  array_intersect: [2, 2, (a, b) => `trino_array_intersect(${a}, ${b})`],
  array_join: [2, 2, (a, by) => `array_to_string(${a}, ${by})`],
  array_max: [
    1,
    1,
    (a) => `case when len(${a}) > len(list_filter(${a}, lambda x: x is not null)) then null else list_max(${a}) end`,
  ],
  array_min: [
    1,
    1,
    (a) => `case when len(${a}) > len(list_filter(${a}, lambda x: x is not null)) then null else list_min(${a}) end`,
  ],
  array_position: [2, 2, (a, b) => `coalesce(cast(list_position(${a}, ${b}) as BIGINT), 0)`],
  array_sort: [1, 1, (a) => `list_sort(${a}, 'ASC', 'NULLS LAST')`],
  array_union: [2, 2, (a, b) => `trino_array_distinct(list_concat(${a}, ${b}))`],
  arrays_overlap: [2, 2, (a, b) => `list_has_any(${a}, ${b})`],
  cardinality: [1, 1, (a) => `cast(len(${a}) as BIGINT)`],
  contains: [2, 2, (a, b) => `list_contains(${a}, ${b})`],
  flatten: [1, 1, (a) => `flatten(${a})`],
  slice: [3, 3, (a, from, n) => `list_slice(${a}, ${from}, ${from} + ${n} - 1)`],
  map: [0, 2, (...all) => `map(${all.join(', ')})`],
  map_keys: [1, 1, (m) => `map_keys(${m})`],
  map_values: [1, 1, (m) => `map_values(${m})`],
  row: [1, 99, (...all) => `row(${all.join(', ')})`],
  json_parse: [1, 1, (s) => `json(${s})`],
  json_format: [1, 1, (j) => `cast(${j} as VARCHAR)`],
  json_extract: [2, 2, (j, path) => `json_extract(${j}, ${path})`],
  json_extract_scalar: [2, 2, (j, path) => `trino_json_scalar(${j}, ${path})`],
  json_array_length: [1, 1, (j) => `json_array_length(${j})`],
  coalesce: [2, 99, (...all) => `coalesce(${all.join(', ')})`],
  if: [2, 3, (test, yes, no = 'null') => `case when ${test} then ${yes} else ${no} end`],
  concat: [2, 99, (...all) => `(${all.join(' || ')})`],
  greatest: [
    1,
    99,
    (...all) =>
      `case when ${all.map((a) => `${a} is null`).join(' or ')} then null else greatest(${all.join(', ')}) end`,
  ],
  least: [
    1,
    99,
    (...all) => `case when ${all.map((a) => `${a} is null`).join(' or ')} then null else least(${all.join(', ')}) end`,
  ],
  try: [1, 1, (a) => `try(${triedWhole(a)})`],
  grouping: [1, 99, (...all) => `grouping(${all.join(', ')})`],
  uuid: [0, 0, () => 'uuid()'],
}

/** Java's `$` stands before a line end that ends the text, too; RE2's does not. */
function beforeLineEnd(pattern: string): string {
  if (!/^'(?:[^']|'')*'$/.test(pattern)) return pattern
  return pattern.replace(/\\.|\[\^?\]?(?:\\.|[^\]])*\]|\$/gs, (piece) => (piece === '$' ? '(?:\\n?\\z)' : piece))
}

/** Where an error can be told from a NULL that is meant, an expression that is NULL where it fails would give another value. */
function triedWhole(sql: string): string {
  const whole = tried(sql)
  if (whole !== sql && /\b(coalesce\(|case |is (not )?null)/.test(whole.replace(/'(?:[^']|'')*'/g, '')))
    throw notSupported('TRY around COALESCE, CASE or IS NULL')
  return whole
}

/** What trim without a list takes away. */
export const BLANKS = `' ' || chr(9) || chr(10) || chr(11) || chr(12) || chr(13)`

/** Functions that DuckDB calls the same and computes alike. */
function same(names: string, count: number): Record<string, readonly [number, number, Plain]> {
  return Object.fromEntries(
    names.split(' ').map((name) => [name, [count, count, (...all: string[]) => `${name}(${all.join(', ')})`] as const]),
  )
}

type Body = (fail: (reason: string) => string) => string

const DIVIDED = "'DIVISION_BY_ZERO: Division by zero'"
const FROM_ONE = "'INVALID_FUNCTION_ARGUMENT: SQL array indices start at 1'"
const BEHIND =
  "'INVALID_FUNCTION_ARGUMENT: Array subscript must be less than or equal to array length: ' || i || ' > ' || len(list)"
const NO_TEXT = "'INVALID_CAST_ARGUMENT: Cannot cast ''' || cast(j as varchar) || ''' to varchar'"

/** Functions that fail where Trino fails, `trino_…`; inside of TRY their twins, `try_…`, are NULL there. */
const FAILING: readonly (readonly [signature: string, body: Body])[] = [
  ['divide(a, b)', (fail) => `case when b = 0 then ${fail(DIVIDED)} else a // b end`],
  ['remainder(a, b)', (fail) => `case when b = 0 then ${fail(DIVIDED)} else a % b end`],
  [
    'quotient(a, factor, b)',
    (fail) => `case when b = 0 then ${fail(DIVIDED)}
     else case when (a < 0) <> (b < 0) then -1 else 1 end * ((2 * abs(a) * factor + abs(b)) // (2 * abs(b))) end`,
  ],
  // Text that has the form a cast takes.
  [
    'fit(t, form, before, after)',
    (fail) => `case when t is null or regexp_full_match(t, form) then t
     else ${fail("'INVALID_CAST_ARGUMENT: ' || before || t || after")} end`,
  ],
  [
    'json_text(j)',
    (fail) => `case when json_type(j) in ('OBJECT', 'ARRAY') then ${fail(NO_TEXT)}
     when json_type(j) <> 'NULL' then json_extract_string(j, '$') end`,
  ],
  ['element_at(list, i)', (fail) => `case when i = 0 then ${fail(FROM_ONE)} else list_extract(list, i) end`],
  [
    'split_part(s, mark, i)',
    (fail) => `case when i < 1 then ${fail("'INVALID_FUNCTION_ARGUMENT: Index must be greater than zero'")}
     when i <= len(string_split(s, mark)) then split_part(s, mark, i) end`,
  ],
  [
    'key(map, k)',
    (fail) => `case when map_contains(map, k) or map is null or k is null then map[k]
     else ${fail("'INVALID_FUNCTION_ARGUMENT: Key not present in map: ' || k")} end`,
  ],
  [
    'subscript(list, i)',
    (fail) => `case when i < 1 then ${fail(FROM_ONE)} when i > len(list) then ${fail(BEHIND)}
     else list_extract(list, i) end`,
  ],
]

const NAMES = FAILING.map(([signature]) => signature.split('(')[0]).join('|')
const CALLS = new RegExp(`'(?:[^']|'')*'|\\btrino_(${NAMES})\\(`, 'g')

/** SQL of ours that is NULL where it would fail. */
export const tried = (sql: string): string =>
  sql.replace(CALLS, (piece, name: string | undefined) => (name === undefined ? piece : `try_${name}(`))

/** What DuckDB has no function for, written once; one that names another stands behind it. */
const MACROS: readonly string[] = [
  ...FAILING.flatMap(([signature, body]) => [
    `create macro trino_${signature} as ${body((reason) => `error(${reason})`)}`,
    `create macro try_${signature} as ${body(() => 'null')}`,
  ]),
  // Java has no capital ß of one letter.
  `create macro trino_upper(s) as case when contains(s, 'ß') then array_to_string(list_transform(string_split(s, 'ß'), lambda part: upper(part)), 'ß') else upper(s) end`,
  // In the order of the list, and with its NULL.
  `create macro trino_array_distinct(list) as list_filter(list, lambda x, i: case when x is null then len(list_filter(list[:i - 1], lambda y: y is null)) = 0 else list_position(list, x) = i end)`,
  `create macro trino_array_intersect(a, b) as trino_array_distinct(list_filter(a, lambda x: case when x is null then len(list_filter(b, lambda y: y is null)) > 0 else list_contains(b, x) end))`,
  `create macro trino_reverse(s) as array_to_string(list_reverse(string_split(s, '')), '')`,
  `create macro trino_fit_or_null(t, form) as case when regexp_full_match(t, form) then t end`,
  // `-1.5E2` as `-150`; DuckDB rounds what it reads with an exponent wrongly. No decimal has more places than are moved.
  `create macro trino_shift(digits, point) as case when point <= 0 then '0.' || repeat('0', least(-point, 50)) || digits
   when point >= length(digits) then digits || repeat('0', least(point - length(digits), 50)) else left(digits, point) || '.' || substr(digits, point + 1) end`,
  `create macro trino_plain(t) as case when regexp_matches(t, '[eE]') then regexp_extract(t, '^[+-]?')
   || trino_shift(regexp_replace(t, '[eE].*|[^0-9]', '', 'g'), length(regexp_extract(t, '^[+-]?([0-9]*)', 1)) + cast(regexp_extract(t, '[eE](.*)', 1) as integer)) else t end`,
  `create macro trino_boolean(t) as case when lower(t) in ('t', 'true', '1') then true when lower(t) in ('f', 'false', '0') then false end`,
  // A decimal's digits without the point.
  `create macro trino_unscaled(a) as cast(replace(cast(a as varchar), '.', '') as hugeint)`,
  `create macro trino_substr(s, start) as case when start > 0 then substr(s, start) when start = 0 or -start > length(s) then '' else substr(s, start) end`,
  `create macro trino_substr_length(s, start, n) as case when start > 0 then substr(s, start, greatest(n, 0)) when start = 0 or -start > length(s) then ''
   else substr(s, start, greatest(n, 0)) end`,
  `create macro trino_regexp_extract(s, r, n) as case when regexp_matches(s, r) then regexp_extract(s, r, n) end`,
  `create macro trino_json_scalar(j, path) as case when json_type(json_extract(j, path)) in ('OBJECT', 'ARRAY', 'NULL') then null else json_extract_string(j, path) end`,
  `create macro trino_from_base(s, base) as list_reduce(list_prepend(0::hugeint, list_transform(string_split(lower(s), ''), lambda c: cast(strpos('0123456789abcdefghijklmnopqrstuvwxyz', c) - 1 as hugeint))), lambda a, b: a * base + b)::bigint`,
  // DuckDB's text of a double has the shortest digits that lead back to it: `12.5`, `1e+22`. From it, its digits and the place of their point.
  `create macro double_digits(t) as coalesce(nullif(rtrim(ltrim(replace(split_part(t, 'e', 1), '.', ''), '0'), '0'), ''), '0')`,
  `create macro double_exponent(t) as coalesce(try_cast(split_part(t, 'e', 2) as integer), 0) + length(split_part(split_part(t, 'e', 1), '.', 1))
   - (length(replace(split_part(t, 'e', 1), '.', '')) - length(ltrim(replace(split_part(t, 'e', 1), '.', ''), '0'))) - 1`,
  `create macro double_scientific(t) as substr(double_digits(t), 1, 1) || '.' || coalesce(nullif(substr(double_digits(t), 2), ''), '0') || 'E' || double_exponent(t)`,
  `create macro double_other(d) as case when isnan(d) then 'NaN' when isinf(d) then case when d > 0 then 'Infinity' else '-Infinity' end end`,
  // As Trino casts a double to varchar: 1.0E2.
  `create macro trino_double_text(d) as case when d is null then null when isnan(d) or isinf(d) then double_other(d)
   when d = 0 then case when signbit(d) then '-0E0' else '0E0' end
   else case when d < 0 then '-' else '' end || double_scientific(cast(abs(d) as varchar)) end`,
  // As Java writes a double: 100.0.
  `create macro java_double_text(d) as case when d is null then null when isnan(d) or isinf(d) then double_other(d)
   when d = 0 then case when signbit(d) then '-0.0' else '0.0' end
   when abs(d) >= 1e-3 and abs(d) < 1e7 then cast(d as varchar)
   else case when d < 0 then '-' else '' end || double_scientific(cast(abs(d) as varchar)) end`,
  `create macro athena_timestamp_text(t) as case when microsecond(t) % 1000 = 0 then strftime(t, '%Y-%m-%d %H:%M:%S.%g') else strftime(t, '%Y-%m-%d %H:%M:%S.%f') end`,
  `create macro athena_interval_text(i) as case when datepart('year', i) * 12 + datepart('month', i) <> 0
   then case when datepart('year', i) * 12 + datepart('month', i) < 0 then '-' else '' end || abs(datepart('year', i) * 12 + datepart('month', i)) // 12 || '-' || abs(datepart('year', i) * 12 + datepart('month', i)) % 12
   else (case when epoch_ms(i) < 0 then '-' else '' end || abs(epoch_ms(i)) // 86400000 || ' ' || strftime(make_timestamp(abs(epoch_ms(i)) % 86400000 * 1000), '%H:%M:%S.%g')) end`,
]

const NAMED = new Map(MACROS.map((macro) => [/macro (\w+)/.exec(macro)![1]!, macro]))
const CALLED = new RegExp(`\\b(${[...NAMED.keys()].join('|')})\\(`, 'g')

/** The macros that SQL calls, and those that they call, in the order in which they can be made. */
export function macrosIn(sql: string): ReadonlyMap<string, string> {
  const found = new Set<string>()
  const visit = (text: string): void => {
    for (const [, name] of text.matchAll(CALLED)) {
      if (found.has(name!)) continue
      found.add(name!)
      visit(NAMED.get(name!)!)
    }
  }
  visit(sql)
  return new Map([...NAMED].filter(([name]) => found.has(name)))
}

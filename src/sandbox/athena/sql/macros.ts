/** What DuckDB has no function for, written once; each query runs in a database that has these. */
export const MACROS: readonly string[] = [
  `create macro trino_divide(a, b) as case when b = 0 then error('DIVISION_BY_ZERO: Division by zero') else a // b end`,
  `create macro trino_remainder(a, b) as case when b = 0 then error('DIVISION_BY_ZERO: Division by zero') else a % b end`,
  // A decimal's digits without the point.
  `create macro trino_unscaled(a) as cast(replace(cast(a as varchar), '.', '') as hugeint)`,
  `create macro trino_quotient(a, factor, b) as case when b = 0 then error('DIVISION_BY_ZERO: Division by zero')
   else case when (a < 0) <> (b < 0) then -1 else 1 end * ((2 * abs(a) * factor + abs(b)) // (2 * abs(b))) end`,
  `create macro trino_substr(s, start) as case when start > 0 then substr(s, start) when start = 0 or -start > length(s) then '' else substr(s, start) end`,
  `create macro trino_substr_length(s, start, n) as case when start > 0 then substr(s, start, greatest(n, 0)) when start = 0 or -start > length(s) then ''
   else substr(s, start, greatest(n, 0)) end`,
  `create macro trino_element_at(list, i) as case when i = 0 then error('INVALID_FUNCTION_ARGUMENT: SQL array indices start at 1') else list_extract(list, i) end`,
  `create macro trino_subscript(list, i) as case when i < 1 then error('INVALID_FUNCTION_ARGUMENT: SQL array indices start at 1')
   when i > len(list) then error('INVALID_FUNCTION_ARGUMENT: Array subscript must be less than or equal to array length: ' || i || ' > ' || len(list)) else list_extract(list, i) end`,
  `create macro trino_regexp_extract(s, r, n) as case when regexp_matches(s, r) then regexp_extract(s, r, n) end`,
  `create macro trino_json_scalar(j, path) as case when json_type(json_extract(j, path)) in ('OBJECT', 'ARRAY', 'NULL') then null else json_extract_string(j, path) end`,
  `create macro trino_from_base(s, base) as list_reduce(list_prepend(0::hugeint, list_transform(string_split(lower(s), ''), lambda c: cast(strpos('0123456789abcdefghijklmnopqrstuvwxyz', c) - 1 as hugeint))), lambda a, b: a * base + b)::bigint`,
]

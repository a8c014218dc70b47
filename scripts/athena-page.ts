import { writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { AGGREGATES, WINDOWED } from '../src/sandbox/athena/sql/aggregate.ts'
import { PLAIN } from '../src/sandbox/athena/sql/plain-functions.ts'
import { TYPED } from '../src/sandbox/athena/sql/typed-functions.ts'
import { HIGHER } from '../src/sandbox/athena/sql/write-call.ts'
import { REFUSED, STATEMENTS } from '../src/sandbox/athena/statement/parse-statement.ts'

/** What is refused by name: an example, and the reason that is given. A test asks each. */
export const REFUSALS: readonly (readonly [sql: string, reason: string])[] = [
  ['DELETE FROM t', 'NOT_SUPPORTED: DELETE is not translated by this endpoint'],
  ['CREATE TABLE t (a int)', 'CREATE TABLE needs EXTERNAL, or a query after AS'],
  ["CREATE EXTERNAL TABLE t (a int) STORED AS ORC LOCATION 's3://lake/t/'", 'STORED AS ORC'],
  ["CREATE TABLE t WITH (table_type = 'ICEBERG') AS SELECT 1 AS a", 'CTAS of an Iceberg table'],
  ["CREATE TABLE t WITH (bucketed_by = ARRAY['a'], bucket_count = 2) AS SELECT 1 AS a", 'the property bucketed_by'],
  ["UNLOAD (SELECT 1 AS a) TO 's3://lake/o/' WITH (format = 'ORC')", 'writing the format ORC'],
  ['EXPLAIN ANALYZE SELECT 1', 'EXPLAIN ANALYZE'],
  ['DESCRIBE FORMATTED t', 'DESCRIBE FORMATTED or EXTENDED'],
  ['SHOW FUNCTIONS', 'SHOW FUNCTIONS'],
  ['SELECT * FROM system.runtime.nodes', "CATALOG_NOT_FOUND: Catalog 'system' does not exist"],
  ['SELECT st_point(1, 2)', "FUNCTION_NOT_FOUND: Function 'st_point' with 2 arguments is not known to this endpoint"],
  ["SELECT timestamp '2024-01-01 10:00:00 Europe/Oslo'", 'values keep no zone here but UTC'],
  ["SELECT at_timezone(now(), 'Europe/Oslo')", 'values keep no zone here but UTC'],
  ["SELECT time '10:00:00'", 'such a literal'],
  ["SELECT cast('x' AS char(3))", 'the type char'],
  ['SELECT cast(now() AS timestamp(9))', 'timestamp(9)'],
  ["SELECT interval '1-2' year to month", 'an interval of several units'],
  ["SELECT date_format(now(), '%D')", '%D in a date pattern'],
  ["SELECT date_format(now(), x) FROM (VALUES '%Y') AS t (x)", 'date_format whose argument 2 is not a literal'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is SQL.
  ["SELECT regexp_replace('a', '(?<x>a)', '${x}')", 'a named group in regexp_replace'],
  ['SELECT min(x, 2) FROM (VALUES 1) AS t (x)', 'min of several values'],
  ['SELECT * FROM unnest(map(ARRAY[1], ARRAY[2]))', 'UNNEST of maps or rows'],
  ['SELECT try(coalesce(1 / 0, 5))', 'TRY around COALESCE, CASE or IS NULL'],
  ['SELECT x FROM (VALUES 1) AS t (x) TABLESAMPLE BERNOULLI (10)', 'table_sample after FROM'],
  ['SELECT x FROM (VALUES 1) AS t (x) ORDER BY x FETCH FIRST 1 ROW WITH TIES', 'FETCH FIRST … WITH TIES'],
  ["SELECT cast(to_utf8('a') AS varchar)", 'TYPE_MISMATCH: Cannot cast varbinary to varchar'],
  ["SELECT 1 = '1'", 'TYPE_MISMATCH: Cannot apply operator: integer = varchar'],
]

const BEFORE = `# Athena’s SQL in the sandbox

Queries run in DuckDB. Each is parsed, and written anew by lists: a kind of expression, a function or a statement that is in none of them is refused by
name, with the reason as the query’s \`StateChangeReason\`. This page is made by \`node scripts/athena-page.ts\` from the lists that the code uses; a
test asks every refusal.

Types and values are Trino’s: integers divide to integers, decimals keep their scale and are rounded half up, an average of decimals keeps their scale,
\`date_diff\` counts whole units, a cast from text takes the forms that Trino takes, and what divides by zero fails. The 123 expressions
that were recorded on a real Trino beside DuckDB and Spark as equal give the same values here, on 1,500 rows of edge values
(\`test/sandbox/athena/expressions.ts\`).

## Statements

`

const KNOWN = `
## What is not the same

- Regular expressions are RE2’s: no look-around and no back references (the query fails), \`\\d\` and \`\\w\` are ASCII. \`$\` stands before a last line end
  in \`regexp_like\` with a literal pattern only.
- Sums and averages of doubles depend on the order in which rows are added, here as there; a rounded double may be \`-0.0\` where Trino’s is \`0.0\`.
- Numbers in full-width digits are no numbers. Capital and small letters are those of a newer Unicode than Java’s 17.
- Timestamps keep microseconds; what a table holds is shown with three digits where there are no more. No zone but UTC is kept.
- Of tables in text and JSON every file is read, and counted, whatever partitions a condition names; rows are those of the partitions.
- \`json_parse\` keeps the order of an object’s members; \`contains\` and \`arrays_overlap\` say \`false\` where a NULL in the list would make it NULL.
- EXPLAIN gives DuckDB’s plan. \`approx_distinct\` and \`approx_percentile\` are exact.

There is no second engine (decision 0017): what is refused here can be run on Athena, or on a Trino of one’s own over the same files.
`

const names = (texts: readonly string[]): string => texts.map((text) => `\`${text}\``).join(' ')

const ARGUMENTS = ['a', 'b', 'c', 'd'] as const

/** How a function is written, by an example. */
function example(name: string): readonly [call: string, written: string] {
  const [least, most, write] = PLAIN[name]!
  const given = ARGUMENTS.slice(0, Math.max(least, Math.min(most, name === 'concat_ws' ? 3 : 2, ARGUMENTS.length)))
  const used = given.slice(0, most)
  return [`${name}(${used.join(', ')})`, write(...used)]
}

function functionRows(): string {
  const all = Object.keys(PLAIN).toSorted().map(example)
  const same = all.filter(([call, written]) => call === written).map(([call]) => call.replace(/\(.*/, ''))
  const others = all.filter(([call, written]) => call !== written)
  const emulated = (sql: string): boolean => /\btrino_|\bcase\b|\blambda\b/.test(sql)
  const row = ([call, written]: readonly [string, string]): string =>
    `| \`${call}\` | ${emulated(written) ? 'emulated' : 'translated'} | \`${written.replaceAll('|', '\\|')}\` |`
  return `As DuckDB has them: ${names(same)}

By the types of their arguments, or by a literal among them: ${names(Object.keys(TYPED).toSorted())}

Aggregates: ${names(Object.keys(AGGREGATES).toSorted())}

Over windows alone: ${names([...WINDOWED].toSorted())}

With a lambda: ${names(Object.keys(HIGHER).toSorted())}

| function | how | in DuckDB (\`trino_…\` are macros of ours: \`src/sandbox/athena/sql/macros.ts\`) |
|---|---|---|
${others.map(row).join('\n')}
`
}

const refusalRows = (): string =>
  REFUSALS.map(([sql, reason]) => `| \`${sql.replaceAll('|', '\\|')}\` | ${reason.replaceAll('|', '\\|')} |`).join('\n')

/** The text of `docs/athena.md`. */
export const athenaPage =
  (): string => `${BEFORE}Run: \`SELECT\` \`WITH\` \`VALUES\` \`TABLE\` ${names(STATEMENTS.map(([words]) => words))}. Of CREATE: DATABASE,
EXTERNAL TABLE, TABLE AS, VIEW; of ALTER: partitions, columns, location, properties; of SHOW: databases, tables, views, columns, partitions, properties
and how a table or view was made.

Refused by name: ${names(REFUSED.map((word) => word.toUpperCase()))}. What is none of these is a syntax error.

## Functions

${functionRows()}
## Refused

| example | reason |
|---|---|
${refusalRows()}
${KNOWN}`

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  writeFileSync(new URL('../docs/athena.md', import.meta.url), athenaPage())

import { StarliftError } from '../core/error.ts'
import { openProject } from '../open-project.ts'
import { parity as compareEngines, type ParityTable } from '../pipeline/parity.ts'
import { openSpark } from '../spark-tools.ts'
import type { CommonOptions } from './options.ts'
import { counted, good, print, printJson, seconds, tableText } from './text.ts'

interface ParityOptions extends CommonOptions {
  readonly python: string
}

/** The star of the source as it is now, built on DuckDB and on Spark, and compared. Publishes nothing. */
export async function parity({ config, json, python }: ParityOptions): Promise<void> {
  const project = await openProject(config)
  const spark = await openSpark(python)
  const begun = performance.now()
  const tables = await compareEngines(project, spark)
  if (json) printJson({ engines: ['DuckDB', spark.label], tables })
  else print(comparison(tables, spark.label))
  const wrong = tables.filter(({ differing }) => differing > 0)
  if (wrong.length > 0) throw different(wrong, spark.label)
  if (!json)
    print(
      `\n${good('✓')} every row and key is equal in ${counted(tables.length, 'table')}, ${seconds(performance.now() - begun)}`,
    )
}

const comparison = (tables: readonly ParityTable[], label: string): string =>
  tableText({
    head: ['table', 'DuckDB', label, 'rows that differ'],
    rows: tables.map(({ table, rows, otherRows, differing }) => [table, rows, otherRows, differing].map(String)),
    right: [false, true, true, true],
  })

function different(tables: readonly ParityTable[], label: string): StarliftError {
  const lines = tables.flatMap(({ table, columns, differing }) =>
    columns.length === 0
      ? [`${table}: ${counted(differing, 'row')} that only one of them has`]
      : columns.map(({ column, rows }) => `${table}.${column}: ${counted(rows, 'row')}`),
  )
  return new StarliftError('PROOF_FAILED', {
    operation: 'compare',
    subject: label,
    what: `DuckDB and ${label} do not build the same star`,
    lines,
    next: 'This is a fault of ours: please report it with these lines.',
  })
}

import type { Answer } from '../core/engine.ts'
import { loadConfig } from '../project-files.ts'
import { openStarOn } from './athena.ts'
import { csvText } from './csv.ts'
import type { CommonOptions } from './options.ts'
import { counted, dim, print, printJson, tableText } from './text.ts'

interface QueryOptions extends CommonOptions {
  readonly csv?: boolean
  readonly on?: string
}

/** One SELECT on the published star; the rows on stdout, and what they stand for on stderr. */
export async function query({ config: file, json, csv, on }: QueryOptions, sql: string): Promise<void> {
  const config = await loadConfig(file)
  await using star = await openStarOn(config, on)
  const answer = await star.engine.query(sql)
  if (json)
    return printJson(
      answer.rows.map((row) => Object.fromEntries(row.map((value, i) => [answer.columns[i]!.name, value]))),
    )
  if (csv)
    return void process.stdout.write(csvText({ head: answer.columns.map(({ name }) => name), rows: answer.rows }))
  print(answerText(answer))
  const { version, receipt, published } = star.version
  process.stderr.write(
    `${dim(`${counted(answer.rows.length, 'row')} · version ${version}, ${published} · equals ${receipt.witness}`)}\n`,
  )
  const cost = star.cost()
  if (cost) process.stderr.write(`${dim(cost)}\n`)
}

const NUMBER = /INT|DECIMAL|DOUBLE|FLOAT|REAL/

/** The answer as a table; line breaks in values are shown as ⏎. */
export const answerText = ({ columns, rows }: Answer): string =>
  tableText({
    head: columns.map(({ name }) => name),
    rows: rows.map((row) => row.map((value) => (value === null ? dim('NULL') : value.replace(/\r?\n|\r/g, '⏎')))),
    right: columns.map(({ type }) => NUMBER.test(type)),
  })

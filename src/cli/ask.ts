import { type Answered, ask as askServed } from '../open-star.ts'
import { loadConfig } from '../project-files.ts'
import { change } from '../serve/change.ts'
import { type Askable, askable } from '../serve/describe.ts'
import { type QuestionOptions, questionOf } from './ask-question.ts'
import { openStarOn } from './athena.ts'
import { csvText } from './csv.ts'
import type { CommonOptions } from './options.ts'
import { bold, counted, dim, grouped, print, printJson, tableText } from './text.ts'

interface AskOptions extends CommonOptions, QuestionOptions {
  readonly sql?: boolean
  readonly on?: string
  readonly csv?: boolean
}

/** One question of the published star; without a measure, what can be asked. */
export async function ask(options: AskOptions, measures: readonly string[] = []): Promise<void> {
  const config = await loadConfig(options.config)
  await using star = await openStarOn(config, options.on)
  if (measures.length === 0) {
    const known = askable(star.version.plan)
    return options.json ? printJson(known) : printAskable(known)
  }
  const answer = await askServed(star, questionOf(options, measures))
  if (options.sql) return print(answer.sql.map((sql) => `${sql};`).join('\n'))
  if (options.json) return printJson(jsonOf(answer))
  if (options.csv) return void process.stdout.write(csvText(flat(answer)))
  print(tableOf(answer))
  process.stderr.write(`${dim(footOf(answer))}\n`)
  const cost = star.cost()
  if (cost) process.stderr.write(`${dim(cost)}\n`)
}

/** The answer as lines of cells, the period before beside each measure. */
function flat({ columns, rows, previous }: Answered): { head: string[]; rows: (string | null)[][] } {
  const cells = columns.flatMap(({ name, kind }) =>
    previous && kind === 'measure' ? [name, `${name} before`, 'change'] : [name],
  )
  return {
    head: cells,
    rows: rows.map((row, i) =>
      columns.flatMap(({ name, kind }) => {
        const value = (row as Readonly<Record<string, string | null>>)[name] ?? null
        if (!previous || kind === 'path') return [value]
        const before = previous[i]?.[name] ?? null
        return [value, before, change(value, before)]
      }),
    ),
  }
}

function tableOf(answer: Answered): string {
  const { head, rows } = flat(answer)
  const paths = answer.columns.filter(({ kind }) => kind === 'path').length
  const numeric = answer.columns.map(({ type, kind }) => kind === 'measure' || /int|decimal|double|float/.test(type))
  const right = head.map((_, i) => i >= paths || numeric[i]!)
  const shown = (cell: string | null, i: number): string =>
    cell === null ? dim('–') : i >= paths ? grouped(cell) : cell.replace(/\r?\n|\r/g, '⏎')
  return tableText({ head, rows: rows.map((row) => row.map(shown)), right })
}

function footOf({ rows, version, periods }: Answered): string {
  const compared = periods
    ? `${periods.now.from} to ${periods.now.to} beside ${periods.before.from} to ${periods.before.to} · `
    : ''
  return `${compared}${counted(rows.length, 'row')} · version ${version.version}, ${version.published} · equals ${version.receipt.witness}`
}

const jsonOf = ({ version, receipt, ...answer }: Answered) => ({
  ...answer,
  version: version.version,
  published: version.published,
  witness: receipt.witness,
  position: receipt.position,
})

function printAskable(known: Askable): void {
  for (const { name, measures, paths } of known.facts) {
    print(bold(name))
    print(`  measures  ${measures.map((measure) => measure.name).join(', ')}`)
    const groups = Map.groupBy(paths, (path) =>
      path.name.includes('.') ? path.name.slice(0, path.name.indexOf('.')) : '',
    )
    for (const [link, own] of groups) {
      const names = own.map((path) => (link === '' ? path.name : path.name.slice(link.length + 1))).join(', ')
      print(`  ${link === '' ? 'by' : `by ${link}.`}  ${dim(names)}`)
    }
  }
  print(
    `\nnpx starlift ask ${known.facts[0]?.measures[0]?.name ?? '…'} --by ${known.facts[0]?.paths.at(-1)?.name ?? '…'}`,
  )
}

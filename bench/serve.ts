// How long a question takes on a fact of ten million rows, beside its own SQL straight in DuckDB, in turns in one run.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { completeConfig, projectOf } from '../src/config.ts'
import { parquet, path } from '../src/core/sql.ts'
import { duckdbEngine } from '../src/engine/duckdb/duckdb-engine.ts'
import { run } from '../src/pipeline/run.ts'
import type { StarVersion } from '../src/pipeline/served.ts'
import { loadModel } from '../src/project-files.ts'
import { sampleDump } from '../src/sample/dump.ts'
import { answerQuestion } from '../src/serve/ask.ts'
import type { Asked } from '../src/serve/asked.ts'
import { median, printTable } from './table.ts'

const ROWS = Number(process.argv[2] ?? 10_000_000)
const ROUNDS = 15
const MODEL = fileURLToPath(new URL('../examples/classicmodels/star.ts', import.meta.url))

const QUESTIONS: Readonly<Record<string, Asked>> = {
  'sales by line': { measures: ['sales'], by: ['product.line'] },
  'price by country, one year': {
    measures: ['sales', 'price'],
    by: ['location.country'],
    where: { 'date.year': 2004 },
  },
  'buyers by month': { measures: ['orders'], by: ['date.year', 'date.month'] },
  'like for like': {
    measures: ['sales'],
    by: ['product.line'],
    where: { 'date.date': { from: '2004-06-01' } },
    compare: 'sameDaysLastYear',
  },
}

const folder = mkdtempSync(join(tmpdir(), 'starlift-bench-'))
try {
  writeFileSync(join(folder, 'shop.sql'), Buffer.concat([...sampleDump({ seed: 1 })]))
  const config = completeConfig({ source: { dump: 'shop.sql' }, duckdb: false }, join(folder, 'starlift.config.ts'))
  const project = projectOf(config, await loadModel(MODEL))
  const version = (await run(project)).version as StarVersion
  await using engine = await duckdbEngine({ scratch: folder })
  for (const [name, { files }] of Object.entries(version.tables)) {
    const local = await Promise.all(files.map((file) => project.store.fetch(file.path)))
    await engine.run(`create view ${path(name)} as from ${parquet(...local)}`)
  }
  const large = join(folder, 'large.parquet')
  const copies = Math.ceil(ROWS / version.tables.fact_orders!.rows)
  await engine.write(`select f.* from range(${copies}) as r, fact_orders as f`, large)
  await engine.run(`create or replace view fact_orders as from ${parquet(large)}`)
  await compare({ plan: version.plan, engine })
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function compare(star: Parameters<typeof answerQuestion>[1]): Promise<void> {
  const rows: string[][] = []
  for (const [name, asked] of Object.entries(QUESTIONS)) {
    const { sql } = await answerQuestion(asked, star)
    const [ours, plain]: [number[], number[]] = [[], []]
    for (let round = 0; round < ROUNDS; round++) {
      ours.push(await timed(() => answerQuestion(asked, star)))
      plain.push(
        await timed(async () => {
          for (const one of sql) await star.engine.query(one)
        }),
      )
    }
    rows.push([
      name,
      ...[ours, plain].flatMap((each) => [median(each), p95(each)].map((ms) => ms.toFixed(0))),
      (median(ours) / median(plain)).toFixed(2),
    ])
  }
  printTable(['question', 'ask p50, ms', 'ask p95', 'SQL p50', 'SQL p95', 'ratio'], rows)
}

async function timed(action: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await action()
  return performance.now() - begun
}

function p95(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * 0.95)]!
}

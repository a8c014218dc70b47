import { createWriteStream, existsSync } from 'node:fs'
import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { StarliftError } from '../core/error.ts'
import { openProject } from '../open-project.ts'
import { openServed } from '../pipeline/served.ts'
import { sampleDump } from '../sample/dump.ts'
import type { CommonOptions } from './options.ts'
import { answerText } from './query.ts'
import { runAndShow } from './run.ts'
import { bold, print, printJson, seconds } from './text.ts'

interface DemoOptions extends CommonOptions {
  readonly scale: number
  readonly seed: number
  readonly dump?: string
}

const MODEL = fileURLToPath(new URL('../../examples/classicmodels/', import.meta.url))

const CONFIG = `import { defineConfig } from 'starlift'

export default defineConfig({
  source: { dump: './shop.sql' },
  pull: {
    names: {
      'products.productLine': 'line',
      'employees.reportsTo': 'manager',
      'customers.salesRepEmployeeNumber': 'salesRep',
    },
  },
})
`

const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`

/** What makes the folder a project that an editor and tsc understand. */
const OWN_FILES: Readonly<Record<string, string>> = {
  'starlift.config.ts': CONFIG,
  'package.json': json({ private: true, type: 'module' }),
  'tsconfig.json': json({
    compilerOptions: {
      target: 'es2024',
      module: 'nodenext',
      strict: true,
      noEmit: true,
      allowImportingTsExtensions: true,
      skipLibCheck: true,
    },
  }),
}

const FIGURES: readonly (readonly [string, string])[] = [
  [
    'Sales by product line',
    `select line as product_line, sum(order_amount) as sales, sum(quantity_ordered) as units
     from fact_orders join dim_products using (product_key) group by all order by sales desc`,
  ],
  [
    'Sales by country',
    `select country, sum(order_amount) as sales, count(distinct order_number) as orders
     from fact_orders join dim_locations using (location_key) group by all order by sales desc limit 10`,
  ],
]

/** A whole project with an invented shop: its dump, its model, a proven star, and the figures that people ask first. */
export async function demo({ scale, seed, dump, json }: DemoOptions, folder: string): Promise<void> {
  if (dump !== undefined) return writeDump(dump, scale, seed).catch((error: unknown) => cannotWrite(dump, error))
  const begun = performance.now()
  await writeProject(folder, scale, seed).catch((error: unknown) => cannotWrite(folder, error))
  if (!json)
    print(
      `demo     ${bold(folder)}: an invented shop with the flaws of a real one; shop.sql, schema.ts, star.ts, starlift.config.ts`,
    )
  const project = await openProject(join(folder, 'starlift.config.ts'))
  const { version } = await runAndShow(project, { quiet: json ?? false })
  await using served = await openServed(project)
  const figures = await Promise.all(
    FIGURES.map(async ([title, sql]) => ({ title, answer: await served.engine.query(sql) })),
  )
  if (json) return printJson({ folder, version, figures })
  for (const { title, answer } of figures) print(`\n${bold(title)}\n${answerText(answer)}`)
  print(
    `\nDone in ${seconds(performance.now() - begun)}.   cd ${folder}   and   npx starlift query "select * from dim_locations limit 10"`,
  )
}

/** Where people want it is for them to say; that it cannot be written there is no fault of ours. */
function cannotWrite(path: string, error: unknown): never {
  if ((error as NodeJS.ErrnoException).code === undefined) throw error
  throw new StarliftError('USAGE', {
    operation: 'demo',
    subject: path,
    what: `${path} cannot be written`,
    lines: [(error as Error).message],
    next: 'Name another place:  npx starlift demo <folder> .',
    cause: error,
  })
}

/** The invented shop as a dump. */
export const writeDump = (file: string, scale: number, seed: number): Promise<void> =>
  pipeline(Readable.from(sampleDump({ scale, seed })), createWriteStream(file))

/** The model is the example's; what is there already and is people's own stays as it is. */
async function writeProject(folder: string, scale: number, seed: number): Promise<void> {
  await mkdir(folder, { recursive: true })
  await writeDump(join(folder, 'shop.sql'), scale, seed)
  for (const file of ['schema.ts', 'star.ts']) {
    if (!existsSync(join(folder, file))) await copyFile(join(MODEL, file), join(folder, file))
  }
  for (const [file, text] of Object.entries(OWN_FILES)) {
    if (!existsSync(join(folder, file))) await writeFile(join(folder, file), text)
  }
}

import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { adaptersOf, type CompleteConfig, openStore } from '../config.ts'
import { StarliftError } from '../core/error.ts'
import { id, text } from '../core/sql.ts'
import { versionNumbers } from '../lake/version.ts'
import { readRecord } from '../ledger/ledger.ts'
import { faultOf } from '../pipeline/intact.ts'
import { runs } from '../pipeline/maintain.ts'
import { newRunName, scratchFolder } from '../pipeline/scratch.ts'
import { openServed, type Served } from '../pipeline/served.ts'
import type { Lake, OpenVersion, RunLine, TypedText } from '../serve/dashboard/served-page.ts'
import { lakeText } from './text.ts'

/** The lake as the dashboard sees it. */
export function lakeOf(config: CompleteConfig): Lake {
  const adapters = adaptersOf(config)
  const store = openStore(config)
  return {
    async newest() {
      const newest = (await versionNumbers(store)).at(-1)
      if (newest === undefined) throw gone(config)
      return newest
    },
    open: async () => openVersion(await openServed(adapters), config),
    runs: async () => (await runs(adapters)).map(runLine),
    parquet: (table) => parquetOf(table, config),
  }
}

const gone = ({ lake }: CompleteConfig): StarliftError =>
  new StarliftError('LAKE_MISSING', {
    operation: 'read the lake',
    subject: lakeText(lake),
    what: `Nothing is published in ${lakeText(lake)}`,
    next: 'npx starlift run  publishes a version.',
  })

const runLine = ({ run, state, started, version, error }: Awaited<ReturnType<typeof runs>>[number]): RunLine => ({
  run,
  state,
  started,
  version,
  failure: error ? `${error.code}  ${error.what}` : null,
})

/** Files beyond so many bytes in all are not read again before they are served. */
const MOST_READ_AGAIN = 4_000_000_000

async function openVersion(
  { version, engine, [Symbol.asyncDispose]: close }: Served,
  config: CompleteConfig,
): Promise<OpenVersion> {
  const store = openStore(config)
  const files = Object.values(version.tables).flatMap((table) => table.files)
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
  const record = await readRecord(store, version.run)
  return {
    plan: version.plan,
    engine,
    version: version.version,
    published: version.published,
    read: version.rollbackOf === undefined ? (record?.started ?? null) : null,
    label: version.source.label,
    position: version.source.position,
    rollbackOf: version.rollbackOf ?? null,
    receipt: version.receipt ?? null,
    fault: bytes > MOST_READ_AGAIN ? null : await firstFault(store, files),
    [Symbol.asyncDispose]: close,
  }
}

async function firstFault(
  store: Parameters<typeof faultOf>[0],
  files: readonly Parameters<typeof faultOf>[1][],
): Promise<string | null> {
  for (const file of files) {
    const fault = await faultOf(store, file)
    if (fault !== null) return `${file.path}: ${fault}`
  }
  return null
}

/** Text first, then the same rows with their types: every value is read by the engine, and none by us. */
async function parquetOf({ columns, rows, about }: TypedText, config: CompleteConfig): Promise<Uint8Array> {
  await using folder = await scratchFolder(join(config.scratch, `export-${newRunName()}`))
  await using engine = await adaptersOf(config).openEngine(folder.path)
  const [lines, file] = [join(folder.path, 'rows.json'), join(folder.path, 'export.parquet')]
  await writeFile(lines, rows.map((row) => `${JSON.stringify(Object.fromEntries(row.entries()))}\n`).join(''))
  const fields = columns.map((_, i) => `${text(String(i))}: 'varchar'`).join(', ')
  const typed = columns.map(({ name, type }, i) => `cast(${id(String(i))} as ${type}) as ${id(name)}`)
  const from = `read_json(${text(lines)}, format = 'newline_delimited', columns = {${fields}})`
  await engine.write(`select ${typed.join(', ')} from ${from}`, file, about)
  return readFile(file)
}

import type { Engine } from '../../../core/engine.ts'
import { text } from '../../../core/sql.ts'
import type { OpenTable } from '../table/open-table.ts'
import type { TableFile } from '../table/table-file.ts'

/** Where the engine's plan reads files. */
interface Read {
  readonly parquet: boolean
  readonly columns: readonly string[]
  /** A condition on `filename`, as SQL. */
  readonly filter: string
}

interface PlanNode {
  readonly name: string
  readonly children?: readonly PlanNode[]
  readonly extra_info?: { readonly Projections?: string | readonly string[]; readonly 'File Filters'?: string }
}

/** Bytes that a query will read: of Parquet the columns that it needs, of text whole files; of partitions those that its conditions leave. */
export async function scannedBytes(engine: Engine, sql: string, tables: readonly OpenTable[]): Promise<number> {
  if (tables.every(({ files }) => files.length === 0)) return 0
  const left = [...tables]
  let bytes = 0
  for (const read of await readsOf(engine, sql)) {
    const table = tableOf(read, left.length > 0 ? left : tables) ?? tableOf(read, tables)
    if (!table) continue
    left.splice(left.indexOf(table), left.includes(table) ? 1 : 0)
    const files = read.filter === '' ? table.files : await keptFiles(engine, read.filter, table.files)
    bytes += table.format === 'parquet' ? await columnBytes(engine, files, read.columns) : total(files)
  }
  return bytes
}

const total = (files: readonly TableFile[]): number => files.reduce((sum, { object }) => sum + object.size, 0)

async function readsOf(engine: Engine, sql: string): Promise<readonly Read[]> {
  const { rows } = await engine.query(`explain (format json) ${sql}`)
  const reads: Read[] = []
  const visit = ({ name, children = [], extra_info: info = {} }: PlanNode): void => {
    if (/^READ_(PARQUET|TEXT)$/.test(name.trim())) {
      const columns = [info.Projections ?? []].flat().flatMap((each) => each.split('\n'))
      reads.push({
        parquet: name.trim() === 'READ_PARQUET',
        columns: columns.filter((name) => name !== '' && name !== 'filename'),
        filter: info['File Filters'] ?? '',
      })
    }
    children.forEach(visit)
  }
  ;(JSON.parse(rows[0]?.at(-1) ?? '[]') as PlanNode[]).forEach(visit)
  return reads
}

/** The plan does not say which table a read is of: the one whose files it names, or whose columns it asks for; of several the largest. */
function tableOf(read: Read, tables: readonly OpenTable[]): OpenTable | undefined {
  const fitting = tables.filter(
    ({ format, files, select }) =>
      (format === 'parquet') === read.parquet &&
      (read.filter === ''
        ? !read.parquet || read.columns.every((name) => select.toLowerCase().includes(`"${name.toLowerCase()}"`))
        : files.some(({ object }) => read.filter.includes(object.file))),
  )
  return fitting.sort((a, b) => total(b.files) - total(a.files))[0]
}

async function keptFiles(engine: Engine, filter: string, files: readonly TableFile[]): Promise<readonly TableFile[]> {
  try {
    const list = files.map(({ object }) => text(object.file)).join(', ')
    const { rows } = await engine.query(
      `select filename from (select unnest([${list}]) as filename) where ${filter.replaceAll('\n', ' and ')}`,
    )
    const kept = new Set(rows.map(([file]) => file))
    return files.filter(({ object }) => kept.has(object.file))
  } catch {
    return files
  }
}

async function columnBytes(engine: Engine, files: readonly TableFile[], columns: readonly string[]): Promise<number> {
  if (files.length === 0 || columns.length === 0) return 0
  const { rows } = await engine.query(
    `select sum(total_compressed_size) from parquet_metadata([${files.map(({ object }) => text(object.file)).join(', ')}])
     where lower(split_part(path_in_schema, ', ', 1)) in (${columns.map((name) => text(name.toLowerCase())).join(', ')})`,
  )
  return Number(rows[0]![0] ?? 0)
}

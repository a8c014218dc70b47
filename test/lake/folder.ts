import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { localStore } from '../../src/lake/local-store.ts'
import type { Version } from '../../src/lake/version.ts'
import type { OpenStore } from '../conformance/store.ts'

export async function openLocal(): Promise<OpenStore> {
  const folder = await mkdtemp(join(tmpdir(), 'starlift-lake-'))
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true })
  return { store: localStore(join(folder, 'lake')), folder, [Symbol.asyncDispose]: remove }
}

/** A version whose one table has one file; `file` names it by the version that made it. */
export const versionOf = (version: number, made = version): Version => ({
  format: 1,
  lake: 'lake',
  version,
  basedOn: version === 1 ? null : version - 1,
  published: '2024-02-29T00:00:00.000Z',
  run: `run-${version}`,
  model: '',
  source: { label: 'dump', witness: 'the dump', position: String(version) },
  tables: {
    fact_t: {
      kind: 'fact',
      columns: [],
      rows: 1,
      files: [{ path: fileOf('fact_t', made), rows: 1, bytes: 1, sha256: '' }],
    },
  },
  keys: { d: { file: `_starlift/keys/dim_d/v${padded(version)}-run.parquet`, mark: version * 10, sha256: '' } },
  plan: null,
  receipt: null,
})

const padded = (version: number): string => String(version).padStart(6, '0')
export const fileOf = (table: string, version: number): string => `${table}/v${padded(version)}-run/part-00000.parquet`

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { isTyped } from '../../src/core/schema.ts'
import type { Snapshot, Source, TableColumns } from '../../src/core/source.ts'
import { type DumpOptions, dumpSource } from '../../src/source/dump/dump-source.ts'
import { NO_POLICY } from '../../src/source/policy.ts'
import { type Cell, cellsOf, figuresOf } from '../conformance/canonical-rows.ts'

/** A dump made of these bytes, open as a source; its file goes when it is disposed of. */
export async function openBytes(bytes: string | Uint8Array, options: Partial<DumpOptions> = {}): Promise<Source> {
  const folder = mkdtempSync(join(tmpdir(), 'starlift-dump-'))
  const path = join(folder, 'dump.sql')
  writeFileSync(path, bytes)
  const remove = (): void => rmSync(folder, { recursive: true, force: true })
  try {
    const source = await dumpSource({ path, policy: NO_POLICY, scratch: folder, ...options })
    const dispose = source[Symbol.asyncDispose].bind(source)
    return Object.assign(source, { [Symbol.asyncDispose]: () => Promise.resolve(dispose()).finally(remove) })
  } catch (error) {
    remove()
    throw error
  }
}

/** Every column that has a type, of every table. */
export async function openAll(
  source: Source,
): Promise<{ readonly snapshot: Snapshot; readonly views: readonly TableColumns[] }> {
  const { tables } = await source.schema()
  const views = tables.map(({ name, columns }) => ({ table: name, columns: columns.filter(isTyped) }))
  return { snapshot: await source.snapshot(views), views }
}

/** Cells of every table; the witness is asked each time. */
export async function read(
  bytes: string | Uint8Array,
  options: Partial<DumpOptions> = {},
): Promise<Record<string, Cell[][]>> {
  await using source = await openBytes(bytes, options)
  const { snapshot, views } = await openAll(source)
  const tables: Record<string, Cell[][]> = {}
  for (const view of views) {
    const cells = await cellsOf(snapshot, view.table)
    expect(await snapshot.aggregate({ table: view.table, content: true })).toEqual(figuresOf(cells, view))
    tables[view.table] = cells
  }
  return tables
}

/** What an error must look like. */
export const failure = (code: string, what?: RegExp) =>
  expect.objectContaining({ code, ...(what ? { message: expect.stringMatching(what) } : {}) })

import { gzipSync, zstdCompressSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cellsOf, figuresOf } from '../conformance/canonical-rows.ts'
import { KNOWN_DATABASE } from '../conformance/known-database.ts'
import { sourceConformance } from '../conformance/source.ts'
import { type MariaDb, mariaDbAvailable, startMariaDb } from '../servers/mariadb.ts'
import { openAll, openBytes } from './dumped.ts'
import { EDGE_SQL } from './edge-database.ts'
import { serverCells } from './server-cells.ts'

const OPTIONS: Readonly<Record<string, readonly string[]>> = {
  plain: [],
  'hex-blob': ['--hex-blob'],
  'complete, a row a statement': ['--complete-insert', '--skip-extended-insert'],
  compact: ['--compact', '--hex-blob'],
  'with routines': ['--routines', '--triggers', '--events'],
  ansi: ['--compatible=ansi', '--default-character-set=utf8mb4'],
  replace: ['--replace'],
  'insert-ignore': ['--insert-ignore'],
  'skip-quote-names': ['--skip-opt', '--tz-utc'],
  latin1: ['--default-character-set=latin1', '--ignore-table=edge.odd'],
  'small buffers': ['--net-buffer-length=4096'],
}

describe.skipIf(!mariaDbAvailable())('dumps of MariaDB', () => {
  let server: MariaDb
  beforeAll(async () => {
    server = await startMariaDb()
    await server.sql(`create database known character set utf8mb4; use known; ${KNOWN_DATABASE.sql}`)
    await server.sql(EDGE_SQL)
  }, 120_000)
  afterAll(() => server[Symbol.asyncDispose]())

  describe.each(Object.entries(OPTIONS))('%s', (_, options) => {
    test('every cell is the server’s own, and the witness agrees', async () => {
      const utc = options.includes('--compact') ? ({ timeZone: '+00:00' } as const) : {}
      const policy = {
        types: { 'odd.d': 'text', 'odd.pt': 'bytes' },
        zeroDates: { 'odd.dt': 'null', 'odd.dm': 'null' },
      } as const
      const kept = options.includes('--default-character-set=latin1') ? { types: {}, zeroDates: {} } : policy
      const bytes = await server.dump(['edge', ...options])
      await using source = await openBytes(bytes, { ...utc, policy: kept })
      const { snapshot, views } = await openAll(source)
      for (const view of views) {
        const cells = await cellsOf(snapshot, view.table, 2)
        const answer = await snapshot.aggregate({ table: view.table, content: true })
        expect(cells.toSorted()).toEqual((await serverCells(server, 'edge', view)).toSorted())
        expect(answer).toEqual(figuresOf(cells, view))
      }
      expect(views.map(({ table }) => table)).not.toContain('v1')
    })
  })

  const dumps = new Map<string, Promise<Buffer>>()
  const known = (...options: readonly string[]): Promise<Buffer> => {
    const dump = dumps.get(options.join()) ?? server.dump(['known', ...options])
    dumps.set(options.join(), dump)
    return dump
  }
  sourceConformance('a dump', async () => openBytes(await known()))
  sourceConformance('a gzipped dump', async () => openBytes(gzipSync(await known())))
  sourceConformance('a zstd dump', async () => openBytes(zstdCompressSync(await known('--hex-blob'))))
})

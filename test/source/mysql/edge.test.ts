import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mysqlSource } from '../../../src/source/mysql/mysql-source.ts'
import { type MariaDb, mariaDbAvailable, startMariaDb } from '../../servers/mariadb.ts'
import { openAll, openBytes } from '../dumped.ts'
import { EDGE_SQL } from '../edge-database.ts'
import { sameAsDump } from './same-as-dump.ts'

describe.skipIf(!mariaDbAvailable())('everything that makes a database hard to read', () => {
  let server: MariaDb
  beforeAll(async () => {
    server = await startMariaDb()
    await server.sql(EDGE_SQL)
  }, 120_000)
  afterAll(() => server[Symbol.asyncDispose]())

  const policy = {
    types: { 'odd.d': 'text', 'odd.pt': 'bytes' },
    zeroDates: { 'odd.dt': 'null', 'odd.dm': 'null' },
    columns: { 'parent.code': 'mask' },
    maskKey: 'mask-key',
  } as const

  test('is read as its own dump', async () => {
    await using live = await mysqlSource({ url: `mysql://root@127.0.0.1:${server.port}/edge`, policy })
    await using dump = await openBytes(await server.dump(['edge', '--complete-insert']), { policy })
    expect(await sameAsDump(live, dump, true)).toMatchObject({ odd: 3, many: 5000, empty_t: 0 })
  })

  test('a table without versions of rows is named, and no position is recorded', async () => {
    await using source = await mysqlSource({ url: `mysql://root@127.0.0.1:${server.port}/edge`, policy })
    const { snapshot: opened } = await openAll(source)
    await using snapshot = opened
    expect(snapshot.notes()).toContain('myi is MyISAM: its rows were read one after the other, not as of one moment')
    expect(snapshot.position).toMatch(/no binlog position$/)
  })

  test('without a binlog no two views have one position', async () => {
    await using source = await mysqlSource({ url: `mysql://root@localhost/edge?socket=${server.socket}`, policy })
    await using one = await source.snapshot([])
    await using other = await source.snapshot([])
    expect(one.position).toMatch(/^mariadb .* at .* UTC \(connection \d+\), no binlog position$/)
    expect(other.position).not.toBe(one.position)
  })
})

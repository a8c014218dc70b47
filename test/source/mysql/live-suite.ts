import { existsSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SAMPLE_DATABASE, sampleDump } from '../../../src/sample/dump.ts'
import { type MySqlOptions, mysqlSource } from '../../../src/source/mysql/mysql-source.ts'
import { NO_POLICY } from '../../../src/source/policy.ts'
import { cellsOf } from '../../conformance/canonical-rows.ts'
import { KNOWN_DATABASE } from '../../conformance/known-database.ts'
import { sourceConformance } from '../../conformance/source.ts'
import { KINDS, type LiveServer, startServer } from '../../servers/mysql.ts'
import { failure, openAll, openBytes } from '../dumped.ts'
import { changesSuite } from './changes-suite.ts'
import { chunksSuite } from './chunks-suite.ts'
import { edgeTableSuite } from './edge-table-suite.ts'
import { failureSuite } from './failure-suite.ts'
import { randomSuite } from './random-suite.ts'
import { sameAsDump } from './same-as-dump.ts'
import { errorOf, PASSWORD, urlOf } from './shop.ts'
import { tlsSuite } from './tls-suite.ts'
import { typesSuite } from './types-suite.ts'
import { wireSuite } from './wire-suite.ts'

const CLASSIC = '../shared/data/classicmodels/mysqlsampledatabase.sql'

/** What the live source does with one kind of server, as a user that may only read. */
export function liveSuite(name: keyof typeof KINDS): void {
  const kind = KINDS[name]
  describe.skipIf(!kind.available())(`${name}, read live`, () => {
    let server: LiveServer
    beforeAll(async () => {
      server = await startServer(kind)
      await server.sql(`
        create user shop@'%' identified by '${PASSWORD}';
        grant select, replication client on *.* to shop@'%';
        create database known character set utf8mb4; use known; ${KNOWN_DATABASE.sql}`)
    }, 120_000)
    afterAll(() => server[Symbol.asyncDispose]())

    const open = (database: string, options: Partial<MySqlOptions> = {}) =>
      mysqlSource({ url: urlOf(server, database), policy: NO_POLICY, ...options })

    sourceConformance(name, () => open('known'))

    test('another position after a change', async () => {
      const positions = new Set<string>()
      for (const change of ['', 'create table known.more (a int)', 'drop table known.more']) {
        await server.sql(change)
        await using source = await open('known')
        await using snapshot = await source.snapshot([])
        positions.add(snapshot.position)
      }
      expect([...positions]).toHaveLength(3)
      expect([...positions].join()).toMatch(/ (binlog binlog\.\d+:\d+|gtid \S+:1-\d+)/)
    })

    test('a view does not see what is written after it was opened', async () => {
      await server.sql(
        'create database busy; create table busy.t (id int primary key); insert into busy.t values (1), (2)',
      )
      await using source = await open('busy')
      await using snapshot = (await openAll(source)).snapshot
      await server.sql('insert into busy.t values (3); delete from busy.t where id = 1')
      expect(await cellsOf(snapshot, 't')).toEqual([['1'], ['2']])
      expect(await snapshot.aggregate({ table: 't', content: false })).toMatchObject({
        rows: 2,
        columns: [{ sum: '3' }],
      })
    })

    test.skipIf(!existsSync(CLASSIC))('the classicmodels sample is what its dump is', async () => {
      const bytes = readFileSync(CLASSIC)
      await server.sql(bytes)
      await using live = await open('classicmodels')
      await using dump = await openBytes(bytes)
      expect(await sameAsDump(live, dump, false)).toMatchObject({ customers: 122, orderdetails: 2996, payments: 273 })
    })

    test('the generated sample is what its dump is', async () => {
      const bytes = Buffer.concat([...sampleDump()])
      await server.sql(`create database if not exists ${SAMPLE_DATABASE}`)
      await server.sql(bytes, SAMPLE_DATABASE)
      await using live = await open(SAMPLE_DATABASE)
      await using dump = await openBytes(bytes)
      expect(Object.keys(await sameAsDump(live, dump, false))).toHaveLength((await dump.schema()).tables.length)
    })

    typesSuite(() => server)
    chunksSuite(() => server)
    edgeTableSuite(() => server)
    randomSuite(() => server)
    wireSuite(() => server)
    failureSuite(() => server)
    changesSuite(() => server)
    tlsSuite(() => server)

    // The last: there is no server after it.
    test('SOURCE_LOST: the server dies while its view is open', async () => {
      await using source = await open('known')
      await using snapshot = (await openAll(source)).snapshot
      await server.kill()
      const error = await errorOf(snapshot.aggregate({ table: 'sale', content: true }))
      expect(error).toEqual(failure('SOURCE_LOST', /lost before all was read/))
    })
  })
}

import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SAMPLE_DATABASE } from '../../src/sample/dump.ts'
import { KINDS, type LiveServer, startServer } from '../servers/mysql.ts'
import { ask, hasRealDump, REAL_DUMP, sampleText, type TestProject, testProject } from './project.ts'

const PASSWORD = 's3cret@/:?'

for (const kind of ['MariaDB', 'MySQL'] as const) {
  describe.skipIf(!KINDS[kind].available())(`read live from ${kind} and from its dump`, () => {
    let server: LiveServer
    beforeAll(async () => {
      server = await startServer(KINDS[kind])
      await server.sql(`create user reader@'%' identified by '${PASSWORD}'; grant select on *.* to reader@'%'`)
    }, 120_000)
    afterAll(() => server[Symbol.asyncDispose]())

    const live = (database: string): Promise<TestProject> => {
      const url = `mysql://reader:${encodeURIComponent(PASSWORD)}@127.0.0.1:${server.port}/${database}`
      return testProject({ dump: '', config: { source: { mysql: { url } } } })
    }

    async function compare(dump: string | Buffer, database: string): Promise<void> {
      await server.sql(dump)
      await using fromDump = await testProject({ dump })
      await using fromServer = await live(database)
      const [told, read] = [await fromDump.run(), await fromServer.run()]
      expect(read.receipt.witness).toContain(kind)
      for (const table of Object.keys(told.tables)) {
        const rows = (project: TestProject, version: typeof told) =>
          ask(project.project, version, `from ${table} order by all`)
        expect(await rows(fromServer, read), table).toEqual(await rows(fromDump, told))
      }
      const everything = JSON.stringify(read)
      expect(everything).not.toContain(PASSWORD)
      expect(everything).not.toContain(encodeURIComponent(PASSWORD))
    }

    test('the generated sample gives stars of equal content', () => compare(sampleText(), SAMPLE_DATABASE))

    test.skipIf(!hasRealDump)('the exercise’s sample gives stars of equal content', () =>
      compare(readFileSync(REAL_DUMP), 'classicmodels'),
    )

    test('a star is one point in time while others write', async () => {
      await server.sql(`drop database if exists ${SAMPLE_DATABASE}`)
      await server.sql(sampleText())
      await using given = await live(SAMPLE_DATABASE)
      let writing = true
      // What one row loses another gains: in any one moment the sum is the same.
      const writer = (async () => {
        while (writing)
          await server.sql(
            `start transaction; update payments set amount = amount + 0.01 order by amount limit 1;
             update payments set amount = amount - 0.01 order by amount desc limit 1; commit`,
            SAMPLE_DATABASE,
          )
      })()
      const sums = new Set<string | null>()
      try {
        for (let i = 0; i < 3; i++) {
          const version = await given.run()
          sums.add((await ask(given.project, version, 'select sum(amount) from fact_payments'))[0]![0]!)
        }
      } finally {
        writing = false
        await writer
      }
      expect(sums.size).toBe(1)
    })
  })
}

import { describe, expect, test } from 'vitest'
import { SAMPLE_DATABASE } from '../../src/sample/dump.ts'
import { mariaDbAvailable, startMariaDb } from '../servers/mariadb.ts'
import { ask, sampleText, testProject } from './project.ts'

const USER = 'reader'
const PASSWORD = 's3cret@/:?'

describe.skipIf(!mariaDbAvailable())('the generated sample, read live and from its dump', () => {
  test('gives stars of equal content, and the password stands nowhere', async () => {
    const dump = sampleText()
    await using server = await startMariaDb()
    await server.sql(dump)
    await server.sql(
      `create user ${USER}@'%' identified by '${PASSWORD}'; grant select on ${SAMPLE_DATABASE}.* to ${USER}@'%'`,
    )
    const url = `mysql://${USER}:${encodeURIComponent(PASSWORD)}@127.0.0.1:${server.port}/${SAMPLE_DATABASE}`
    await using fromDump = await testProject({ dump })
    await using fromServer = await testProject({ dump: '', config: { source: { mysql: { url } } } })
    const [told, live] = [await fromDump.run(), await fromServer.run()]
    expect(live.receipt.witness).toContain('MariaDB')
    for (const table of Object.keys(told.tables)) {
      const rows = (project: typeof fromDump, version: typeof told) =>
        ask(project.project, version, `from ${table} order by all`)
      expect(await rows(fromServer, live), table).toEqual(await rows(fromDump, told))
    }
    const everything = JSON.stringify(live)
    expect(everything).not.toContain(PASSWORD)
    expect(everything).not.toContain(encodeURIComponent(PASSWORD))
  })

  test('is one point in time while others write', async () => {
    await using server = await startMariaDb()
    await server.sql(sampleText())
    await server.sql(
      `create user ${USER}@'%' identified by '${PASSWORD}'; grant select on ${SAMPLE_DATABASE}.* to ${USER}@'%'`,
    )
    const url = `mysql://${USER}:${encodeURIComponent(PASSWORD)}@127.0.0.1:${server.port}/${SAMPLE_DATABASE}`
    await using given = await testProject({ dump: '', config: { source: { mysql: { url } } } })
    let writing = true
    const writer = (async () => {
      while (writing)
        await server.sql(
          `start transaction; update payments set amount = amount + 0.01 order by amount limit 1;
           update orderdetails set priceEach = priceEach + 0.01 order by orderNumber, productCode limit 1; commit`,
          SAMPLE_DATABASE,
        )
    })()
    try {
      for (let i = 0; i < 3; i++) expect((await given.run()).version).toBe(i + 1)
    } finally {
      writing = false
      await writer
    }
  })
})

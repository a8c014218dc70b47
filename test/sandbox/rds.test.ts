import { createServer } from 'node:net'
import { DescribeDBInstancesCommand, ListTagsForResourceCommand, RDSClient } from '@aws-sdk/client-rds'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseInstance } from '../../src/sandbox/rds/instance.ts'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import { type Folder, tempFolder } from '../cli/starlift.ts'
import { type MariaDb, mariaDbAvailable, startMariaDb } from '../servers/mariadb.ts'
import { clientOptions, refusal } from './start.ts'

let folder: Folder
let server: MariaDb
let running: Awaited<ReturnType<typeof startSandbox>>
let rds: RDSClient
const has = mariaDbAvailable()

async function closedPort(): Promise<number> {
  const listening = createServer()
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
  const address = listening.address()
  await new Promise((resolve) => listening.close(resolve))
  return typeof address === 'object' && address ? address.port : 0
}

beforeAll(async () => {
  if (!has) return
  folder = await tempFolder()
  server = await startMariaDb()
  const instances = [
    parseInstance(`de-c1w2-rds=mysql://admin:s3cret%40word@localhost:${server.port}/classicmodels`),
    parseInstance(`gone=mysql://127.0.0.1:${await closedPort()}`),
  ]
  running = await startSandbox({ port: 0, folder: `${folder.path}/sandbox`, rds: instances })
  rds = new RDSClient(clientOptions(running.url))
})
afterAll(async () => {
  if (!has) return
  rds.destroy()
  await running[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
  await folder[Symbol.asyncDispose]()
})

const describe = (input: object = {}) => rds.send(new DescribeDBInstancesCommand(input))
const ids = async (input: object) => (await describe(input)).DBInstances?.map((one) => one.DBInstanceIdentifier)

test.skipIf(!has)('an instance is the user’s server, as it says itself; the password is nowhere', async () => {
  const answer = await describe({ DBInstanceIdentifier: 'DE-c1w2-rds' })
  expect(answer.DBInstances).toMatchObject([
    {
      DBInstanceIdentifier: 'de-c1w2-rds',
      DBInstanceStatus: 'available',
      Engine: 'mariadb',
      EngineVersion: expect.stringMatching(/^1\d\.\d+\.\d+$/),
      Endpoint: { Address: '127.0.0.1', Port: server.port },
      DBName: 'classicmodels',
      MasterUsername: 'admin',
    },
  ])
  expect(JSON.stringify(answer)).not.toContain('s3cret')
})

test.skipIf(!has)('all, by filter, by page; a server that does not answer is not available', async () => {
  expect(await ids({})).toEqual(['de-c1w2-rds', 'gone'])
  expect(await ids({ Filters: [{ Name: 'engine', Values: ['mariadb'] }] })).toEqual(['de-c1w2-rds'])
  expect(await ids({ Filters: [{ Name: 'db-cluster-id', Values: ['x'] }] })).toEqual([])
  const first = await describe({ MaxRecords: 1 })
  expect(await ids({ MaxRecords: 1, Marker: first.Marker })).toEqual(['gone'])
  const gone = (await describe({ DBInstanceIdentifier: 'gone' })).DBInstances?.[0]
  expect(gone).toMatchObject({ DBInstanceStatus: 'stopped' })
  const tags = await rds.send(new ListTagsForResourceCommand({ ResourceName: gone?.DBInstanceArn }))
  expect(tags.TagList).toEqual([])
})

test.skipIf(!has)('what is not there, and filters that nobody knows', async () => {
  expect(await refusal(describe({ DBInstanceIdentifier: 'none' }))).toEqual(['DBInstanceNotFoundFault', 404])
  expect(await refusal(describe({ Filters: [{ Name: 'colour', Values: ['red'] }] }))).toEqual([
    'InvalidParameterValue',
    400,
  ])
})

test.each(['', 'x', '=mysql://a:pa55@b/c', '1x=mysql://a:pa55@b/c', 'x=postgres://a:pa55@b/c', 'x=mysql://a:pa55@'])(
  '%s is refused, and no password told',
  (text) => {
    expect(() => parseInstance(text)).toThrow(/^(?!.*pa55)/)
  },
)

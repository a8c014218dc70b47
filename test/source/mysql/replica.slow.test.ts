import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mysqlSource } from '../../../src/source/mysql/mysql-source.ts'
import { NO_POLICY } from '../../../src/source/policy.ts'
import { KINDS, type LiveServer, startServer } from '../../servers/mysql.ts'
import { PASSWORD, urlOf } from './shop.ts'

/** How each kind follows another server. */
const FOLLOW = {
  MariaDB: {
    right: 'slave monitor',
    reset: 'reset master',
    to: (port: number) =>
      `change master to master_host = '127.0.0.1', master_port = ${port}, master_user = 'follower', master_password = '${PASSWORD}'`,
    start: 'start slave',
  },
  MySQL: {
    right: 'replication client',
    reset: 'reset binary logs and gtids',
    to: (port: number) =>
      `change replication source to source_host = '127.0.0.1', source_port = ${port}, source_user = 'follower', source_password = '${PASSWORD}', get_source_public_key = 1`,
    start: 'start replica',
  },
} as const

describe.each(['MariaDB', 'MySQL'] as const)('a replica: %s', (name) => {
  const kind = KINDS[name]
  describe.skipIf(!kind.available())('live', () => replicaSuite(kind, FOLLOW[name]))
})

function replicaSuite(kind: (typeof KINDS)[keyof typeof KINDS], follow: (typeof FOLLOW)[keyof typeof FOLLOW]): void {
  let servers: readonly [LiveServer, LiveServer]
  beforeAll(async () => {
    servers = [await startServer(kind), await startServer(kind)]
    const [first, replica] = servers
    await first.sql(
      `create user follower@'%' identified by '${PASSWORD}'; grant replication slave on *.* to follower@'%'`,
    )
    await replica.sql(`
      create user shop@'%' identified by '${PASSWORD}'; grant select, ${follow.right} on *.* to shop@'%';
      create user clerk@'%' identified by '${PASSWORD}'; grant select on *.* to clerk@'%'; create database d; ${follow.reset};
      set global server_id = 2; ${follow.to(first.port)}`)
  }, 120_000)
  afterAll(() => Promise.all(servers.map((server) => server[Symbol.asyncDispose]())))

  const notes = async (user = 'shop'): Promise<readonly string[]> => {
    await using source = await mysqlSource({ url: urlOf(servers[1], 'd').replace('shop', user), policy: NO_POLICY })
    await using snapshot = await source.snapshot([])
    return snapshot.notes()
  }

  test('that does not follow says so', async () => {
    expect(await notes()).toEqual([
      'the server is a replica of 127.0.0.1 and did not follow it when the view opened, as it says itself',
    ])
  })

  test('that follows says how far behind it is', async () => {
    const following = async (): Promise<boolean> => {
      const status = await servers[1].sql('show replica status')
      return status.split('\t').filter((value) => value === 'Yes').length >= 2
    }
    await servers[1].sql(follow.start)
    while (!(await following())) await sleep(50)
    expect((await notes()).join()).toMatch(/^the server is a replica of 127\.0\.0\.1 and was \d+ s behind it/)
  })

  test('of whose state we may know nothing says nothing', async () => {
    expect(await notes('clerk')).toEqual([])
  })
}

import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { isTyped, tableOf } from '../../../src/core/schema.ts'
import type { Source } from '../../../src/core/source.ts'
import { addressOf } from '../../../src/source/mysql/address.ts'
import { openLink } from '../../../src/source/mysql/link.ts'
import { mysqlSource } from '../../../src/source/mysql/mysql-source.ts'
import { NO_POLICY, type Policy } from '../../../src/source/policy.ts'
import { cellsOf } from '../../conformance/canonical-rows.ts'
import { startForwarder } from '../../servers/forwarder.ts'
import type { LiveServer } from '../../servers/mysql.ts'
import { failure, openAll } from '../dumped.ts'
import { errorOf, PASSWORD, urlOf } from './shop.ts'

/** What the live source says when it cannot go on. */
export function failureSuite(server: () => LiveServer): void {
  const open = (database: string, policy: Policy = NO_POLICY): Promise<Source> =>
    mysqlSource({ url: urlOf(server(), database), policy })

  test('SOURCE_LOGIN: a wrong password', async () => {
    const url = urlOf(server(), 'known', `${PASSWORD}x`)
    const error = await errorOf(mysqlSource({ url, origin: '.env line 7', policy: NO_POLICY }))
    expect(error).toEqual(failure('SOURCE_LOGIN', /refused the login of user shop/))
    expect(error).toMatchObject({
      lines: [
        expect.stringMatching(/1045/),
        `The password was read from .env line 7 (${PASSWORD.length + 1} characters; it holds '@' ':' '/' '%').`,
      ],
      exitCode: 3,
    })
  })

  test('SOURCE_UNREACHABLE: nobody listens, or there is no such database', async () => {
    const port = await closedPort()
    const nobody = await errorOf(mysqlSource({ url: urlOf({ port }, 'known'), policy: NO_POLICY }))
    expect(nobody).toEqual(failure('SOURCE_UNREACHABLE', new RegExp(`Nothing listens at 127.0.0.1:${port}`)))
    expect(await errorOf(open('nowhere'))).toEqual(failure('SOURCE_UNREACHABLE', /no database nowhere/))
  })

  test('SOURCE_PRIVILEGE: tables that may not be read, with the GRANT to ask for', async () => {
    await server().sql(`
      create database closed; create table closed.a (id int primary key); create table closed.b (id int primary key);
      create user clerk@'%' identified by '${PASSWORD}'; grant select on closed.a to clerk@'%'; grant insert on closed.b to clerk@'%'`)
    const url = urlOf(server(), 'closed').replace('shop', 'clerk')
    await using source = await mysqlSource({ url, policy: NO_POLICY })
    const error = await errorOf(openAll(source))
    expect(error).toEqual(failure('SOURCE_PRIVILEGE', /'clerk'@'%' may not SELECT closed\.b; 1 of the 2 tables/))
    expect(error).toMatchObject({
      next: expect.stringContaining("GRANT SELECT ON `closed`.`b` TO 'clerk'@'%';"),
      lines: [expect.stringMatching(/1142/)],
    })
  })

  test('a user that may not see the binlog still reads; no two of its views have one position', async () => {
    const url = urlOf(server(), 'closed').replace('shop', 'clerk')
    await using source = await mysqlSource({ url, policy: NO_POLICY })
    await using one = await source.snapshot([])
    await using other = await source.snapshot([])
    expect(one.position).toMatch(/^(mysql|mariadb) .* UTC \(connection \d+\), no binlog position$/)
    expect(one.position).not.toBe(other.position)
    expect(one.opened).toMatch(/^one view on one connection: without REPLICATION CLIENT/)
  })

  test('SOURCE_LOST: the connection is killed while rows are read', async () => {
    await server().sql(`
      create database if not exists large; use large; create table t (id int primary key auto_increment, x varchar(1000));
      insert into t (x) values (repeat('x', 900)); ${'insert into t (x) select x from t;'.repeat(16)}`)
    await using source = await open('large')
    const columns = tableOf(await source.schema(), 't')!.columns.filter(isTyped)
    await using snapshot = await source.snapshot([{ table: 't', columns }])
    const killed = async (): Promise<void> => {
      let rows = 0
      for await (const chunk of snapshot.chunks('t', 1000))
        for await (const batch of snapshot.read(chunk)) {
          if (rows === 0) await killReaders(server())
          rows += batch.rows
        }
    }
    const error = await errorOf(killed())
    expect(error).toEqual(failure('SOURCE_LOST', /lost before all was read/))
    expect(await errorOf(snapshot.aggregate({ table: 't', content: false }))).toEqual(failure('SOURCE_LOST'))
  })

  test('SOURCE_LOST: a network that swallows everything ends the reading, a server that thinks for long does not', async () => {
    await using forwarder = await startForwarder(server().port)
    const address = addressOf(urlOf({ port: forwarder.port }, 'known'))
    const link = await openLink({ address, patience: { connectMs: 4000, silenceMs: 300 } })
    expect(await link.rows('select sleep(1.5)')).toHaveLength(1)
    const reading = link.rows('select sleep(600)')
    forwarder.stall()
    const error = await errorOf(reading)
    expect(error).toEqual(failure('SOURCE_LOST', /lost before all was read/))
    expect(await errorOf(link.rows('select 1'))).toEqual(failure('SOURCE_LOST'))
    await link.close()
  })

  test('SOURCE_UNREACHABLE: a server that takes the connection and then says nothing', async () => {
    await using forwarder = await startForwarder(server().port)
    forwarder.stall()
    const address = addressOf(urlOf({ port: forwarder.port }, 'known'))
    const error = await errorOf(openLink({ address, patience: { connectMs: 1500, silenceMs: 300 } }))
    expect(error).toEqual(failure('SOURCE_UNREACHABLE', /takes the connection and then says nothing/))
  })

  test('SOURCE_CHANGED: a table that is dropped and made anew', async () => {
    await server().sql(
      'create database altered; create table altered.t (id int primary key); insert into altered.t values (1)',
    )
    await using source = await open('altered')
    const columns = tableOf(await source.schema(), 't')!.columns.filter(isTyped)
    await server().sql('drop table altered.t')
    expect(await errorOf(source.snapshot([{ table: 't', columns }]))).toEqual(failure('SOURCE_CHANGED', /altered/))
  })

  test('zero dates are refused with their number and the first row, or read as NULL and counted', async () => {
    await server().sql(`
      create database zero; use zero; set sql_mode = 'ALLOW_INVALID_DATES';
      create table t (id int primary key, d date, at datetime(3));
      insert into t values (7, '0000-00-00', null), (3, '2024-02-30', '2024-01-01 00:00:00.5'), (1, '2024-02-29', '0000-00-00'), (2, '2024-00-10', null)`)
    await using strict = await open('zero')
    const opened = await openAll(strict)
    await using refusing = opened.snapshot
    const error = await errorOf(cellsOf(refusing, 't'))
    expect(error).toEqual(failure('VALUE_ZERO_DATE', /^t\.d holds 0000-00-00 in 3 of 4 rows; first: id 2\.$/))
    expect(error).toMatchObject({ lines: ['t.at holds 0000-00-00 in 1 of 4 rows; first: id 1'] })
    await using lenient = await open('zero', { types: {}, zeroDates: { 't.d': 'null', 't.at': 'null' } })
    await using snapshot = (await openAll(lenient)).snapshot
    expect(await cellsOf(snapshot, 't')).toEqual([
      ['1', '2024-02-29', null],
      ['2', null, null],
      ['3', null, '2024-01-01 00:00:00.500000'],
      ['7', null, null],
    ])
    expect(snapshot.notes()).toEqual(['t.d: 3 zero dates read as NULL', 't.at: 1 zero dates read as NULL'])
    expect((await snapshot.aggregate({ table: 't', content: false })).columns.map(({ nulls }) => nulls)).toEqual([
      0, 3, 3,
    ])
  })

  test('a limit of rows a second is kept', async () => {
    await using source = await mysqlSource({
      url: urlOf(server(), 'known'),
      policy: NO_POLICY,
      limits: { rowsPerSecond: 10 },
    })
    await using snapshot = (await openAll(source)).snapshot
    const begun = performance.now()
    await cellsOf(snapshot, 'sale')
    expect(performance.now() - begun).toBeGreaterThan(290)
  })
}

function closedPort(): Promise<number> {
  const listener = createServer()
  return new Promise((done) => {
    listener.listen(0, '127.0.0.1', () => {
      const address = listener.address()
      listener.close(() => done(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

async function killReaders(server: LiveServer): Promise<void> {
  const ids = await server.sql("select id from information_schema.processlist where user = 'shop'")
  for (const id of ids.split('\n').filter((line) => line !== '')) await server.sql(`kill ${id}`)
}

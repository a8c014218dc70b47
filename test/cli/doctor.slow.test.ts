import { appendFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Hop } from '../../src/core/hop.ts'
import { startForwarder } from '../servers/forwarder.ts'
import { KINDS, type LiveServer, startServer } from '../servers/mysql.ts'
import { PASSWORD, urlOf } from '../source/mysql/shop.ts'
import { config, dump } from './failure.ts'
import { mayMount, smallDisk } from './mount.ts'
import { shop } from './shop.ts'
import { type Folder, type Outcome, starlift, start, succeed, tempFolder } from './starlift.ts'

interface Examined {
  readonly outcome: Outcome
  readonly hops: readonly Hop[]
  readonly hop: (name: string) => Hop | undefined
}

/** What doctor says, as text and as JSON; neither holds a secret. */
async function examined(folder: string, env: Readonly<Record<string, string>> = {}): Promise<Examined> {
  const outcome = await start(folder, ['doctor'], env).outcome
  const json = await start(folder, ['doctor', '--json'], env).outcome
  for (const secret of [PASSWORD, encodeURIComponent(PASSWORD)])
    for (const text of [outcome.stdout, outcome.stderr, json.stdout, json.stderr]) expect(text).not.toContain(secret)
  expect(json.code).toBe(outcome.code)
  const { hops } = JSON.parse(json.stdout) as { readonly hops: readonly Hop[] }
  return { outcome, hops, hop: (name) => hops.find((each) => each.name === name) }
}

const states = (hops: readonly Hop[], state: Hop['state']): readonly string[] =>
  hops.filter((each) => each.state === state).map(({ name }) => name)

describe('of a dump', () => {
  test('every hop that works', async () => {
    await using folder = await shop()
    const { outcome, hop } = await examined(folder.path)
    expect(outcome).toMatchObject({ code: 0, stderr: '' })
    expect(outcome.stdout).toMatch(/^✓ node +\d+\.\d+\.\d+ on /)
    expect(outcome.stdout).toMatch(/\nAll hops work\. {3}npx starlift explore\n$/)
    expect(hop('engine')?.facts).toEqual([expect.stringMatching(/^DuckDB v\d/)])
    expect(hop('whole')?.facts).toEqual(['ends with “Dump completed”'])
    expect(hop('server')?.facts).toEqual(['written by MySQL dump 10.13  Distrib 8.0.39, for Linux (x86_64)'])
    expect(hop('database')?.facts).toEqual(['one without a name: 3 tables, 8 rows'])
    expect(hop('lake')?.facts).toEqual([expect.stringMatching(/GB free$/), 'nothing is published yet'])
    await succeed(folder.path, 'run')
    expect((await examined(folder.path)).hop('lake')?.facts).toContain('version 1 is served')
  })

  test('a dump that is not there, or ends too early: 3, and the lake is looked at all the same', async () => {
    await using folder = await shop(config("lake: './other'"))
    await writeFile(join(folder.path, 'starlift.config.ts'), "export default { source: { dump: './none.sql' } }")
    const missing = await examined(folder.path)
    expect(missing.outcome.code).toBe(3)
    expect(missing.hop('file')).toMatchObject({ state: 'failed', code: 'SOURCE_MISSING' })
    expect(states(missing.hops, 'unreached')).toEqual(['whole', 'server', 'database'])
    expect(missing.hop('lake')?.state).toBe('good')
    await using short = await shop(dump('-- Dump completed', '-- '))
    expect((await examined(short.path)).hop('whole')).toMatchObject({ state: 'failed', code: 'SOURCE_CORRUPT' })
  })

  test('before there is a config, DATABASE_URL names the source', async () => {
    await using empty = await tempFolder()
    const { outcome, hop } = await examined(empty.path, { DATABASE_URL: urlOf({ port: 1 }, 'shop') })
    expect(outcome.code).toBe(3)
    expect(hop('config')?.facts).toEqual(['none yet: DATABASE_URL names the source; the lake is lake'])
    expect(hop('port')).toMatchObject({ state: 'failed', code: 'SOURCE_UNREACHABLE' })
    const other = await start(empty.path, ['doctor', '--config', 'other.ts'], {
      DATABASE_URL: urlOf({ port: 1 }, 'shop'),
    }).outcome
    expect(other.code).toBe(2)
  })

  test('no config, or one that does not load: 2', async () => {
    await using empty = await tempFolder()
    const { outcome, hops } = await examined(empty.path)
    expect(outcome.code).toBe(2)
    expect(outcome.stdout).toContain('✗ config        There is no starlift.config.ts here')
    expect(outcome.stdout).toContain('· not reached   source, lake, scratch')
    expect(states(hops, 'failed')).toEqual(['config'])
  })

  test('ENGINE_LOAD: an engine that was not installed for this machine: 5', async () => {
    await using folder = await shop()
    const hook = `import { registerHooks } from 'node:module'
registerHooks({ resolve: (name, context, next) => { if (/node-bindings-/.test(name)) throw new Error('Cannot find ' + name); return next(name, context) } })`
    await writeFile(join(folder.path, 'hook.mjs'), hook)
    const { outcome, hop } = await examined(folder.path, { NODE_OPTIONS: `--import ${join(folder.path, 'hook.mjs')}` })
    expect(outcome.code).toBe(5)
    expect(hop('engine')).toMatchObject({
      state: 'failed',
      code: 'ENGINE_LOAD',
      facts: ['DuckDB does not load', expect.any(String)],
    })
  })

  test.skipIf(!mayMount())('STORE_DENIED: a lake that may not be written to: 5', async () => {
    await using folder = await shop()
    using disk = smallDisk(join(folder.path, 'lake'), '20m')
    expect((await examined(folder.path)).hop('lake')).toMatchObject({ state: 'warning' })
    disk.writeProtect()
    const { outcome, hop } = await examined(folder.path)
    expect(outcome.code).toBe(5)
    expect(hop('lake')).toMatchObject({ state: 'failed', code: 'STORE_DENIED' })
  })
})

describe.each(['MariaDB', 'MySQL'] as const)('of %s', (name) => {
  const kind = KINDS[name]
  describe.skipIf(!kind.available())('live', () => {
    let server: LiveServer
    let folder: Folder
    beforeAll(async () => {
      folder = await tempFolder()
      server = await startServer(kind)
      await server.sql(`
        create user shop@'%' identified by '${PASSWORD}'; grant select, process, replication client on *.* to shop@'%';
        ${name === 'MariaDB' ? "grant slave monitor on *.* to shop@'%';" : ''}
        create database shop; use shop; create table orders (id int primary key); create table log (a int) engine = MyISAM;
        create user clerk@'%' identified by '${PASSWORD}'; grant select on shop.orders to clerk@'%'; grant insert on shop.log to clerk@'%';
        create user reader@'%' identified by '${PASSWORD}'; grant select on *.* to reader@'%'; create user nobody@'%' identified by '${PASSWORD}'; create user sealed@'%' identified by '${PASSWORD}' require ssl; grant select on shop.* to sealed@'%'`)
      await configure('{}')
    }, 120_000)
    afterAll(async () => {
      await server[Symbol.asyncDispose]()
      await folder[Symbol.asyncDispose]()
    })

    const configure = (mysql: string): Promise<void> =>
      writeFile(join(folder.path, 'starlift.config.ts'), `export default { source: { mysql: ${mysql} } }\n`)
    const at = (user: string, { port = server.port, database = 'shop', password = PASSWORD } = {}): Promise<Examined> =>
      examined(folder.path, { DATABASE_URL: urlOf({ port }, database, password).replace('shop', user) })

    test('every hop that works', async () => {
      const { outcome, hops, hop } = await at('shop')
      expect(outcome.code).toBe(0)
      expect(states(hops, 'failed')).toEqual([])
      expect(hop('url')?.facts).toEqual([
        `mysql://shop:•••@127.0.0.1:${server.port}/shop   from DATABASE_URL of the environment`,
      ])
      expect(hop('TLS')?.facts).toEqual(['none: what is sent stays on this machine'])
      expect(hop('login')?.facts).toEqual(["'shop'@'127.0.0.1' was let in, as 'shop'@'%'"])
      expect(hop('privileges')?.facts[0]).toBe('SELECT on 2 of 2 tables that the user sees')
      expect(hop('binlog')?.facts).toEqual([
        expect.stringMatching(/a run says where its view stands, now (binlog\.\d+:\d+|[\da-f-]{36}:[\d-]+)$/),
      ])
      expect(hop('replica')?.facts).toEqual(['the server follows no other; may be written to'])
      expect(hop('server')?.facts[0]).toMatch(name === 'MySQL' ? /^MySQL \d+\.\d+\.\d+/ : /^MariaDB \d+\.\d+\.\d+ /)
      expect(hop('tables')).toMatchObject({
        state: 'warning',
        facts: [expect.any(String), 'without a key: log', 'not InnoDB: log'],
      })
      expect(hop('transactions')?.facts).toEqual([expect.stringMatching(/^\d+ open/)])
      expect(hop('clock')?.facts).toEqual(['the server’s and this machine’s agree'])
    })

    test('nobody listens, or who listens says nothing, or is no MySQL: 3', async () => {
      const closed = await startForwarder(0)
      await closed[Symbol.asyncDispose]()
      const nobody = await at('shop', { port: closed.port })
      expect(nobody.outcome.code).toBe(3)
      expect(nobody.hop('port')).toMatchObject({
        state: 'failed',
        facts: [expect.stringMatching(/^Nothing listens at/)],
      })
      expect(nobody.outcome.stdout).toContain('· not reached   protocol, TLS, login, database')
      const other = createServer((socket) => socket.on('error', () => {}).end('HTTP/1.1 400 Bad Request\r\n\r\n'))
      const port = await new Promise<number>((done) =>
        other.listen(0, '127.0.0.1', () => done((other.address() as { port: number }).port)),
      )
      const wrong = await at('shop', { port })
      other.close()
      expect(wrong.outcome.code).toBe(3)
      expect([states(wrong.hops, 'failed'), wrong.hop('port')?.state]).toEqual([['protocol'], 'good'])
    })

    test('a wrong password: where it was read and how long it is, never what it is', async () => {
      await appendFile(join(folder.path, '.env'), `# secrets\nDATABASE_URL=${urlOf(server, 'shop', `${PASSWORD}x`)}\n`)
      const { outcome, hop } = await examined(folder.path)
      await writeFile(join(folder.path, '.env'), '')
      expect(outcome.code).toBe(3)
      expect(hop('url')?.facts[0]).toMatch(/from \.env line 2$/)
      expect(hop('login')).toMatchObject({ state: 'failed', code: 'SOURCE_LOGIN' })
      expect(hop('login')?.facts.at(-1)).toBe(
        `The password was read from .env line 2 (${PASSWORD.length + 1} characters; it holds '@' ':' '/' '%').`,
      )
    })

    test('a database that is not there: the nearest name; one that is closed: what to ask for', async () => {
      const missing = await at('shop', { database: 'shopp' })
      expect(missing.hop('database')).toMatchObject({ state: 'failed', code: 'SOURCE_UNREACHABLE' })
      expect(missing.hop('database')?.facts).toContain('Did you mean shop?')
      expect(missing.hop('login')?.state).toBe('good')
      const closed = await at('nobody')
      expect([closed.outcome.code, states(closed.hops, 'failed')]).toEqual([3, ['database']])
      expect(closed.hop('database')).toMatchObject({
        code: 'SOURCE_PRIVILEGE',
        next: expect.stringContaining('GRANT SELECT'),
      })
    })

    test('rights that are missing: what each would add', async () => {
      const { outcome, hop } = await at('clerk')
      expect(outcome.code).toBe(0)
      expect(hop('privileges')).toMatchObject({
        state: 'warning',
        next: "Where the model needs them, ask for:  GRANT SELECT ON `shop`.`log` TO 'clerk'@'%';",
      })
      expect(hop('privileges')?.facts).toEqual([
        'SELECT on 1 of 2 tables that the user sees',
        'not on log',
        'without PROCESS: transactions of others are not seen',
        'without LOCK TABLES: only where the binlog does not tell of one moment is one connection all that reads',
        'may write too, which is never used: SELECT is enough',
      ])
      // Whose position needs no right: MariaDB's snapshot, and MySQL's GTIDs.
      expect(hop('binlog')?.state).toBe('good')
      expect(hop('replica')?.facts[0]).toMatch(/^not known without REPLICA/)
      expect(hop('transactions')).toBeUndefined()
      // Sees the rights of all users, and PROCESS among them.
      const reader = await at('reader')
      expect([reader.outcome.code, reader.hop('transactions')]).toEqual([0, undefined])
    })

    test('TLS: what was verified, and what was not', async () => {
      await configure(`{ ca: '${server.certificates.ca}' }`)
      const sealed = await examined(folder.path, {
        DATABASE_URL: urlOf(server, 'shop').replace('shop', 'sealed').replace('127.0.0.1', 'localhost'),
      })
      expect(sealed.outcome.code).toBe(0)
      // The certificates of the test are for two days.
      expect(sealed.hop('TLS')).toMatchObject({
        state: 'warning',
        facts: [
          'TLS 1.3, certificate verified with ca.pem',
          expect.stringMatching(/^the certificate is for localhost, 127\.0\.0\.2; issued by ca; ends \d{4}-/),
        ],
      })
      const bare = await at('sealed')
      expect(bare.outcome.code).toBe(3)
      expect(bare.hop('TLS')).toMatchObject({ state: 'failed', code: 'SOURCE_TLS' })
      expect(bare.hop('TLS')?.facts[0]).toMatch(
        /the certificate is not for 127\.0\.0\.1, it names localhost, 127\.0\.0\.2/,
      )
      await configure('{}')
    })

    test('no URL at all, or one that is none: 2', async () => {
      const { outcome, hop } = await examined(folder.path)
      expect([outcome.code, hop('url')?.code]).toEqual([2, 'CONFIG'])
      await configure("{ ca: './no.pem' }")
      const noFile = await at('shop')
      await configure('{}')
      expect([noFile.outcome.code, noFile.hop('url')?.facts[0]]).toEqual([
        2,
        expect.stringMatching(/no\.pem cannot be read/),
      ])
      const misspelt = await examined(folder.path, { DATABASE_URL: `mysql://shop:${PASSWORD}` })
      expect([misspelt.outcome.code, misspelt.hop('url')?.code]).toEqual([2, 'CONFIG'])
    })

    test('explore shows what the server keeps, and no secret', async () => {
      const env = { DATABASE_URL: urlOf(server, 'shop') }
      const { stdout } = await start(folder.path, ['explore'], env).outcome
      expect(stdout).toMatch(
        /^mysql:\/\/shop:•••@127\.0\.0\.1:\d+\/shop {3}2 tables, ~0 rows\non this machine, without TLS · M/,
      )
      expect(stdout).toContain('not InnoDB  log (MyISAM): rows are not read as of one moment')
      expect(stdout).not.toContain(PASSWORD)
      await server.sql("create database bare; grant select on bare.* to clerk@'%'")
      const none = { DATABASE_URL: urlOf(server, 'bare').replace('shop', 'clerk') }
      expect((await start(folder.path, ['explore'], none).outcome).stdout).toContain('There is no table, or none')
    })
  })
})

test('the summary names the first thing to do', async () => {
  await using empty = await tempFolder()
  expect((await starlift(empty.path, 'doctor')).stdout).toMatch(/\n1 hop failed: begin with the first ✗\.\n$/)
})

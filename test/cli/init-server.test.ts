import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type MariaDb, mariaDbAvailable, startMariaDb } from '../servers/mariadb.ts'
import { filesOf, read } from './init-folder.ts'
import { shop } from './shop.ts'
import { contentOf, type Folder, starlift, start, succeed, tempFolder } from './starlift.ts'

describe.skipIf(!mariaDbAvailable())('init of a server', () => {
  const PASSWORD = 'gehe:m/n1s@%'
  let server: MariaDb
  beforeAll(async () => {
    server = await startMariaDb()
    const { path, ...folder } = await shop()
    await server.sql(`create database shop; use shop; ${await readFile(join(path, 'shop.sql'), 'utf8')}`)
    await folder[Symbol.asyncDispose]()
    await server.sql(`create user shop@'%' identified by '${PASSWORD}'; grant select on shop.* to shop@'%'`)
  })
  afterAll(() => server[Symbol.asyncDispose]())
  const url = (password = PASSWORD) => `mysql://shop:${encodeURIComponent(password)}@127.0.0.1:${server.port}/shop`

  /** No file, and nothing that was said, holds the password as it is or as URLs write it. */
  const keepsSecret = async (folder: Folder, said: string): Promise<void> => {
    const contents = [...(await contentOf(folder.path))].filter(([file]) => file !== '.env')
    const texts = [said, ...contents.map(([, content]) => Buffer.from(content, 'base64').toString('utf8'))]
    for (const text of texts) {
      expect(text).not.toContain(PASSWORD)
      expect(text).not.toContain(encodeURIComponent(PASSWORD))
    }
    expect(texts.length).toBeGreaterThan(5)
  }

  test('--url: the config keeps all of it but the password, which is asked for', async () => {
    await using folder = await tempFolder()
    const said = await succeed(folder.path, 'init', '--url', url())
    expect(said).toContain(
      `◇ Source   mysql://shop:•••@127.0.0.1:${server.port}/shop   (--url)\n◇ Connected on this machine, without TLS · MariaDB`,
    )
    expect(said).toContain('put DATABASE_URL with its password into .env')
    expect(await read(folder, 'starlift.config.ts')).toContain(
      `{ mysql: { url: 'mysql://shop@127.0.0.1:${server.port}/shop' } }`,
    )
    expect(await read(folder, '.env.example')).toContain('\nDATABASE_URL=mysql://user:password@host:3306/database\n')
    await keepsSecret(folder, said)
    await writeFile(join(folder.path, '.env'), `DATABASE_URL=${url()}\n`)
    await keepsSecret(folder, await succeed(folder.path, 'run'))
  })

  test('.env, and the environment before it; the config names neither', async () => {
    await using folder = await tempFolder()
    await writeFile(join(folder.path, '.env'), `DATABASE_URL=${url()}\n`)
    const said = await succeed(folder.path, 'init')
    expect(said).toContain('(DATABASE_URL in .env)')
    expect(await read(folder, 'starlift.config.ts')).toContain('source: { mysql: {} }, // DATABASE_URL')
    await keepsSecret(folder, said)
    await using other = await tempFolder()
    await writeFile(join(other.path, '.env'), 'DATABASE_URL=mysql://nobody@127.0.0.1:1/none\n')
    const { stdout, code } = await start(other.path, ['init', '--json'], { DATABASE_URL: url() }).outcome
    expect({ code, from: JSON.parse(stdout).source.from }).toEqual({ code: 0, from: 'DATABASE_URL' })
    await keepsSecret(other, stdout)
  })

  test('a database in which there is nothing to see writes nothing', async () => {
    await using folder = await tempFolder()
    await server.sql("create database hollow; grant select on hollow.* to shop@'%'")
    const { code, stderr } = await starlift(folder.path, 'init', '--url', url().replace(/shop$/, 'hollow'))
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: `
CONFIG  There is no table in mysql://shop:•••@127.0.0.1:${server.port}/hollow
  A server shows a user only the tables that it may read.
  → Name another database, or grant SELECT on this one.
`,
    })
    expect(await filesOf(folder)).toEqual([])
  })

  test('a login that is refused writes nothing', async () => {
    await using folder = await tempFolder()
    const { code, stdout, stderr } = await starlift(folder.path, 'init', '--url', url('wr0ngPassword'))
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
    expect(stderr).toMatch(/^\nSOURCE_LOGIN {2}/)
    expect(stderr).not.toContain('wr0ngPassword')
    expect(await filesOf(folder)).toEqual([])
  })
})

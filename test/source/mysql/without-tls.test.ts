import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addressOf } from '../../../src/source/mysql/address.ts'
import { openLink } from '../../../src/source/mysql/link.ts'
import { KINDS, type LiveServer, startServer } from '../../servers/mysql.ts'
import { failure } from '../dumped.ts'
import { errorOf, PASSWORD, urlOf } from './shop.ts'

describe.skipIf(!KINDS.MariaDB.available())('a server without TLS', () => {
  const folder = mkdtempSync(join(tmpdir(), 'starlift-plain-'))
  let server: LiveServer
  beforeAll(async () => {
    // The last word counts, and the certificates would turn TLS on again.
    const program = join(folder, 'mariadbd')
    writeFileSync(program, '#!/bin/sh\nexec mariadbd "$@" --skip-ssl\n', { mode: 0o755 })
    server = await startServer({ ...KINDS.MariaDB, server: program })
    await server.sql(
      `create user shop@'%' identified by '${PASSWORD}'; create database d; grant select on d.* to shop@'%'`,
    )
  }, 120_000)
  afterAll(async () => {
    await server[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true })
  })

  test('SOURCE_TLS: where TLS is needed there is no login without it', async () => {
    const address = addressOf(`${urlOf(server, 'd').replace('127.0.0.1', 'localhost')}?ssl-mode=REQUIRED`)
    const error = await errorOf(openLink({ address, ca: server.certificates.ca }))
    expect(error).toEqual(failure('SOURCE_TLS', /no verified TLS connection to localhost:\d+: the server offers none/))
    const log = await server.sql("show global status like 'Aborted_connects'")
    expect(log).toMatch(/\t1\n$/)
  })

  test('on this machine it is read all the same', async () => {
    const link = await openLink({ address: addressOf(urlOf(server, 'd')) })
    expect(await link.rows('select 1')).toHaveLength(1)
    await link.close()
  })
})

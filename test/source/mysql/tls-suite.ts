import { execFile } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import type { Source } from '../../../src/core/source.ts'
import { addressOf } from '../../../src/source/mysql/address.ts'
import { openLink } from '../../../src/source/mysql/link.ts'
import { mysqlSource } from '../../../src/source/mysql/mysql-source.ts'
import { NO_POLICY } from '../../../src/source/policy.ts'
import { mayMount } from '../../cli/mount.ts'
import { startForwarder } from '../../servers/forwarder.ts'
import type { LiveServer } from '../../servers/mysql.ts'
import { failure } from '../dumped.ts'
import { errorOf, PASSWORD, urlOf } from './shop.ts'

const run = promisify(execFile)

/** TLS: verified, or refused. */
export function tlsSuite(server: () => LiveServer): void {
  const open = (host: string, ca?: string): Promise<Source> =>
    mysqlSource({
      url: urlOf(server(), 'known').replace('shop', 'sealed').replace('127.0.0.1', host),
      policy: NO_POLICY,
      ...(ca === undefined ? {} : { tls: { ca } }),
    })

  test('a user who must come by TLS comes by TLS, and by no other way', async () => {
    await server().sql(`
      create user sealed@'%' identified by '${PASSWORD}' require ssl; grant select on known.* to sealed@'%'`)
    await using source = await open('localhost', server().certificates.ca)
    expect(source.connection).toMatch(/^TLS 1\.3, certificate verified with ca\.pem · (MySQL|MariaDB) \d+\.\d+\.\d+/)
    expect((await source.schema()).tables).toHaveLength(2)
    expect(await errorOf(open('localhost'))).toEqual(failure('SOURCE_LOGIN'))
  })

  test('SOURCE_TLS: a certificate that no authority of ours has signed', async () => {
    const error = await errorOf(open('localhost', server().certificates.otherCa))
    expect(error).toEqual(failure('SOURCE_TLS', /no verified TLS connection to localhost/))
  })

  test('SOURCE_TLS: a certificate for another name says for which it is', async () => {
    // A name that leads here everywhere, and that the certificate does not have.
    const error = await errorOf(open('127.1', server().certificates.ca))
    const named =
      /no verified TLS connection to 127\.1:\d+: the certificate is not for 127\.1, it names localhost, 127\.0\.0\.2/
    expect(error).toEqual(failure('SOURCE_TLS', named))
  })

  test('a bare address is verified where the certificate names it, and SOURCE_TLS where it does not', async () => {
    await using forwarder = await startForwarder(server().port, '127.0.0.2')
    const { ca } = server().certificates
    const url = urlOf({ port: forwarder.port }, 'known').replace('shop', 'sealed').replace('127.0.0.1', '127.0.0.2')
    await using source = await mysqlSource({ url, policy: NO_POLICY, tls: { ca } })
    expect((await source.schema()).tables).toHaveLength(2)
    const error = await errorOf(open('127.0.0.1', ca))
    expect(error).toEqual(failure('SOURCE_TLS', /the certificate is not for 127\.0\.0\.1/))
  })

  test.skipIf(!mayMount())('SOURCE_TLS: a server that pretends to be one of RDS', async () => {
    const name = 'shop.abc123.eu-west-1.rds.amazonaws.com'
    const url = urlOf(server(), 'known').replace('127.0.0.1', name)
    // Only this process and its child believe that the name leads here.
    const hosts = join(mkdtempSync(join(tmpdir(), 'starlift-hosts-')), 'hosts')
    writeFileSync(hosts, `127.0.0.1 ${name}\n`)
    const source = new URL('../../../src/source/mysql/', import.meta.url)
    const script = `
      const { openLink } = await import('${source}link.ts'); const { addressOf } = await import('${source}address.ts')
      await openLink({ address: addressOf(process.env.URL) }).catch((error) => console.log(error.code, error.message))`
    const { stdout } = await run(
      'unshare',
      ['-m', 'sh', '-c', 'mount --bind "$HOSTS" /etc/hosts && exec "$NODE" --input-type=module -e "$SCRIPT"'],
      { env: { PATH: process.env.PATH, HOSTS: hosts, NODE: process.execPath, SCRIPT: script, URL: url } },
    )
    expect(stdout).toMatch(/^SOURCE_TLS There is no verified TLS connection to .*: no authority that is trusted here/)
  })

  test('what was verified is known: version, names, end, authority', async () => {
    const address = addressOf(urlOf(server(), 'known').replace('shop', 'sealed').replace('127.0.0.1', 'localhost'))
    const link = await openLink({ address, ca: server().certificates.ca })
    expect(link.secured).toEqual({
      version: 'TLS 1.3',
      names: ['localhost', '127.0.0.2'],
      issuer: 'ca',
      until: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      by: 'ca.pem',
    })
    await link.close()
    const plain = await openLink({ address: addressOf(urlOf(server(), 'known')) })
    expect(plain.secured).toBeNull()
    await plain.close()
  })

  test('a socket of this machine goes without TLS', async () => {
    const url = `${urlOf(server(), 'known')}?socket=${encodeURIComponent(server().socket)}`
    const link = await openLink({ address: addressOf(url) })
    expect([link.secured, await link.rows('select 1')]).toEqual([null, [[expect.anything()]]])
    await link.close()
  })

  test('ssl-mode=REQUIRED asks for verified TLS on this machine too', async () => {
    const url = `${urlOf(server(), 'known').replace('127.0.0.1', 'localhost')}?ssl-mode=REQUIRED`
    const error = await errorOf(mysqlSource({ url, policy: NO_POLICY }))
    expect(error).toEqual(failure('SOURCE_TLS', /no authority that is trusted here/))
    await using source = await mysqlSource({ url, policy: NO_POLICY, tls: { ca: server().certificates.ca } })
    expect((await source.schema()).tables).toHaveLength(2)
  })

  test('CONFIG: a file of certificates that is not there', async () => {
    expect(await errorOf(open('localhost', 'no.pem'))).toEqual(failure('CONFIG', /no\.pem cannot be read/))
  })
}

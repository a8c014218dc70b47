import { expect, test } from 'vitest'
import type { Source } from '../../../src/core/source.ts'
import { mysqlSource } from '../../../src/source/mysql/mysql-source.ts'
import { NO_POLICY } from '../../../src/source/policy.ts'
import type { LiveServer } from '../../servers/mysql.ts'
import { failure } from '../dumped.ts'
import { errorOf, PASSWORD, urlOf } from './shop.ts'

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
    expect((await source.schema()).tables).toHaveLength(2)
    expect(await errorOf(open('localhost'))).toEqual(failure('SOURCE_LOGIN'))
  })

  test('SOURCE_TLS: a certificate that no authority of ours has signed', async () => {
    const error = await errorOf(open('localhost', server().certificates.otherCa))
    expect(error).toEqual(failure('SOURCE_TLS', /no verified TLS connection to localhost/))
  })

  test('SOURCE_TLS: a certificate for another name, or a bare address', async () => {
    // A name that leads here everywhere, and that the certificate does not have.
    const error = await errorOf(open('127.1', server().certificates.ca))
    expect(error).toEqual(failure('SOURCE_TLS', /no verified TLS connection to 127\.1:/))
    expect(await errorOf(open('192.0.2.1'))).toEqual(failure('SOURCE_TLS', /bare address 192\.0\.2\.1/))
    expect(await errorOf(open('127.0.0.1', server().certificates.ca))).toEqual(failure('SOURCE_TLS', /bare address/))
  })

  test('CONFIG: a file of certificates that is not there', async () => {
    expect(await errorOf(open('localhost', 'no.pem'))).toEqual(failure('CONFIG', /no\.pem cannot be read/))
  })
}

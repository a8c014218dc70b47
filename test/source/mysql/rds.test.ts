import { createServer } from 'node:net'
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { completeConfig, examineSource, openSource } from '../../../src/config.ts'
import type { Hop } from '../../../src/core/hop.ts'
import { parseInstance } from '../../../src/sandbox/rds/instance.ts'
import { type Sandbox, startSandbox } from '../../../src/sandbox/sandbox.ts'
import { addressBy } from '../../../src/source/mysql/address.ts'
import { instanceFrom } from '../../../src/source/mysql/aws/rds-instance.ts'
import { loaded } from '../../../src/source/mysql/aws/sdk.ts'
import { findServer } from '../../../src/source/mysql/find-server.ts'
import { type Folder, tempFolder } from '../../cli/starlift.ts'
import { clientOptions } from '../../sandbox/start.ts'
import { type MariaDb, mariaDbAvailable, startMariaDb } from '../../servers/mariadb.ts'
import { failure } from '../dumped.ts'
import { errorOf, PASSWORD, urlOf } from './shop.ts'

const has = mariaDbAvailable()
let folder: Folder
let server: MariaDb
let sandbox: Sandbox
let arn = ''

async function closedPort(): Promise<number> {
  await using listening = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => listening.once('listening', resolve))
  return (listening.address() as { port: number }).port
}

beforeAll(async () => {
  if (!has) return
  folder = await tempFolder()
  server = await startMariaDb()
  await server.sql(`create database known; create table known.t (a int primary key);
    create user shop@'%' identified by '${PASSWORD}'; grant select on known.* to shop@'%'`)
  const rds = [
    parseInstance(`shop-db=mysql://127.0.0.1:${server.port}/known`),
    parseInstance(`bare=mysql://127.0.0.1:${server.port}`),
    parseInstance(`gone=mysql://127.0.0.1:${await closedPort()}/known`),
  ]
  sandbox = await startSandbox({ port: 0, folder: `${folder.path}/sandbox`, rds })
  vi.stubEnv('AWS_ENDPOINT_URL', sandbox.url)
  vi.stubEnv('AWS_REGION', 'eu-west-1')
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test')
  vi.stubEnv('DATABASE_URL', undefined)
  arn = await keepSecrets(sandbox.url)
})
afterAll(async () => {
  vi.unstubAllEnvs()
  if (!has) return
  await sandbox[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
  await folder[Symbol.asyncDispose]()
})

/** Gives the ARN of the one as RDS writes it. */
async function keepSecrets(url: string): Promise<string> {
  const client = new SecretsManagerClient(clientOptions(url))
  const keep = (Name: string, SecretString: string) => client.send(new CreateSecretCommand({ Name, SecretString }))
  const { ARN = '' } = await keep('shop/reader', JSON.stringify({ username: 'shop', password: PASSWORD, port: 3306 }))
  await keep('shop/nobody', JSON.stringify({ password: PASSWORD }))
  await keep('shop/plain', PASSWORD)
  await keep('shop/false', JSON.stringify({ username: 'shop', password: 'of old' }))
  client.destroy()
  return ARN
}

const config = (mysql: object) => completeConfig({ source: { mysql } }, `${folder.path}/starlift.config.ts`)
const open = (mysql: object) => openSource(config(mysql), folder.path)

async function urlHop(mysql: object): Promise<Hop | undefined> {
  for await (const hop of examineSource(config(mysql), folder.path)) if (hop.name === 'url') return hop
  return undefined
}

describe.skipIf(!has)('an instance by its name', () => {
  test('address from RDS, user and password from a secret, by name or ARN; no label tells the password', async () => {
    for (const secret of ['shop/reader', arn]) {
      await using source = await open({ rds: 'shop-db', secret })
      expect((await source.schema()).tables.map(({ name }) => name)).toEqual(['t'])
      expect(source.label).toBe(`mysql://shop:•••@127.0.0.1:${server.port}/known`)
    }
    await using source = await open({ rds: 'bare', database: 'known', user: 'shop', secret: 'shop/nobody' })
    expect((await source.schema()).tables).toHaveLength(1)
  })

  test('doctor says where the address is from', async () => {
    expect(await urlHop({ rds: 'shop-db', secret: 'shop/reader' })).toMatchObject({
      state: 'good',
      facts: [`mysql://shop:•••@127.0.0.1:${server.port}/known   from RDS instance shop-db and secret shop/reader`],
    })
    expect(await urlHop({ rds: 'none' })).toMatchObject({ state: 'failed', code: 'CONFIG' })
  })

  test('DATABASE_URL goes first, and AWS is not asked', async () => {
    vi.stubEnv('DATABASE_URL', urlOf(server, 'known'))
    const found = await findServer(folder.path, { rds: 'none', secret: 'none' }).finally(() =>
      vi.stubEnv('DATABASE_URL', undefined),
    )
    expect(found).toEqual({ url: urlOf(server, 'known'), origin: 'DATABASE_URL of the environment' })
  })

  test.each([
    [{ rds: 'none', secret: 'shop/reader' }, 'CONFIG', /^There is no RDS instance none$/],
    [{ rds: 'gone', secret: 'shop/reader' }, 'SOURCE_UNREACHABLE', /^The RDS instance gone is stopped$/],
    [{ rds: 'bare', secret: 'shop/reader' }, 'CONFIG', /made without a database/],
    [{ rds: 'shop-db' }, 'CONFIG', /^Nothing says how to log in to the RDS instance shop-db/],
    [{ rds: 'shop-db', secret: 'none' }, 'CONFIG', /^There is no secret none$/],
    [{ rds: 'shop-db', secret: 'shop/plain' }, 'CONFIG', /^The secret shop\/plain is not JSON with username/],
    [{ rds: 'shop-db', secret: 'shop/nobody' }, 'CONFIG', /is not JSON with username and password$/],
    [{ rds: 'shop-db', secret: 'shop/reader', user: 'other' }, 'CONFIG', /is for user shop, and not for other$/],
    [{ rds: 'shop-db', secret: 'shop/false' }, 'SOURCE_LOGIN', /refused the login of user shop/],
  ])('%j is refused with %s', async (mysql, code, what) => {
    expect(await errorOf(open(mysql))).toEqual(failure(code, what))
  })

  test('AWS that is not there is SOURCE_UNREACHABLE', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${await closedPort()}`)
    vi.stubEnv('AWS_MAX_ATTEMPTS', '1')
    const error = await errorOf(open({ rds: 'shop-db' })).finally(() => {
      vi.stubEnv('AWS_ENDPOINT_URL', sandbox.url)
      vi.stubEnv('AWS_MAX_ATTEMPTS', undefined)
    })
    expect(error).toEqual(failure('SOURCE_UNREACHABLE', /^AWS does not answer rds:DescribeDBInstances for RDS/))
  })
})

test.skipIf(!has)('a secret for a URL: its user is the URL’s where there is one', async () => {
  const at = `127.0.0.1:${server.port}/known`
  await using source = await open({ url: `mysql://${at}`, secret: 'shop/reader' })
  expect((await source.schema()).tables).toHaveLength(1)
  const found = await findServer(folder.path, { url: `mysql://shop@${at}`, secret: 'shop/nobody' })
  expect(addressBy(found)).toMatchObject({ user: 'shop', password: PASSWORD })
})

test.skipIf(!has)('by IAM each connection has its own token, which is signed here, and asks for TLS', async () => {
  const { token, ...found } = await findServer(folder.path, { rds: 'shop-db', iam: true, user: 'reader' })
  expect(found).toEqual({
    url: `mysql://reader@127.0.0.1:${server.port}/known`,
    origin: 'RDS instance shop-db, by IAM',
  })
  const signed = new URL(`https://${await token!()}`)
  expect(signed.host).toBe(`127.0.0.1:${server.port}`)
  expect(Object.fromEntries(signed.searchParams)).toMatchObject({
    Action: 'connect',
    DBUser: 'reader',
    'X-Amz-Expires': '900',
    'X-Amz-Credential': expect.stringMatching(/^AKIDEXAMPLE\/\d{8}\/eu-west-1\/rds-db\/aws4_request$/),
    'X-Amz-Signature': expect.stringMatching(/^[0-9a-f]{64}$/),
  })
  expect(addressBy({ ...found, token: token! })).toMatchObject({ tls: true, password: '' })
  // The server offers no TLS, and so hears of no token.
  expect(await errorOf(open({ rds: 'shop-db', iam: true, user: 'shop' }))).toEqual(failure('SOURCE_TLS'))
})

test('what AWS says of an instance that cannot be read, and of one whose password RDS keeps', () => {
  const shop = {
    DBInstanceArn: 'arn:aws:rds:eu-west-1:000000000000:db:shop-db',
    DBInstanceStatus: 'available',
    Engine: 'mysql',
    Endpoint: { Address: 'shop-db.abc.eu-west-1.rds.amazonaws.com', Port: 3307 },
  }
  expect(instanceFrom('shop-db', { ...shop, MasterUserSecret: { SecretArn: 'arn:kept' } })).toEqual({
    host: 'shop-db.abc.eu-west-1.rds.amazonaws.com',
    port: 3307,
    region: 'eu-west-1',
    database: undefined,
    secret: 'arn:kept',
  })
  expect(() => instanceFrom('shop-db', { ...shop, Engine: 'postgres' })).toThrow(/is postgres, and MySQL or MariaDB/)
  const { Endpoint: _, ...unborn } = { ...shop, DBInstanceStatus: 'creating' }
  expect(() => instanceFrom('shop-db', unborn)).toThrow(/^The RDS instance shop-db is creating$/)
})

test('a package of the SDK that is not installed is named, with what installs it', async () => {
  const name: string = '@aws-sdk/client-of-nothing'
  const error = await errorOf(loaded(name, () => import(name)))
  expect(error).toMatchObject({ code: 'CONFIG', next: 'npm install @aws-sdk/client-of-nothing' })
})

test.each([
  [{ url: 'mysql://h/d', rds: 'a' }, 'name the server once: url, or rds'],
  [{ url: 'mysql://h/d', user: 'a' }, 'database, user and iam are of an instance: name it by rds'],
  [{ rds: 'a', iam: true, user: 'a', secret: 'b' }, 'log in one way: secret, or iam'],
  [{ rds: 'a', iam: true }, 'iam needs user'],
])('%j is no config', (mysql, line) => {
  const complete = () => completeConfig({ source: { mysql } }, '/shop/starlift.config.ts')
  expect(complete).toThrow(expect.objectContaining({ code: 'CONFIG', lines: [`source.mysql: ${line}`] }))
})

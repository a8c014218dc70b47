import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TLSSocket } from 'node:tls'
import { afterAll, expect, test } from 'vitest'
import { addressBy, addressOf } from '../../../src/source/mysql/address.ts'
import { login } from '../../../src/source/mysql/wire/login.ts'
import { makeCertificates } from '../../servers/certificates.ts'
import { failure } from '../dumped.ts'
import { errorOf, PASSWORD } from './shop.ts'

// Only a server of RDS has its plugin for IAM. This one greets as it does, asks for the password in plain text, and lets everybody in.

const folder = mkdtempSync(join(tmpdir(), 'starlift-token-'))
const { ca, otherCa } = makeCertificates(folder)
const pem = (name: string): Buffer => readFileSync(join(folder, name))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const CAPABILITIES = { plain: 0x0008_8209, tls: 0x0008_8a09 }
const SSL_REQUEST_BYTES = 36

function packet(sequence: number, body: Buffer): Buffer {
  const head = Buffer.alloc(4)
  head.writeUIntLE(body.length, 0, 3)
  head[3] = sequence
  return Buffer.concat([head, body])
}

function greeting(capabilities: number): Buffer {
  const flags = Buffer.alloc(4)
  flags.writeUInt32LE(capabilities)
  const salt = Buffer.alloc(20, 'x')
  return packet(
    0,
    Buffer.concat([
      Buffer.from('\x0a8.0.40\0\x01\0\0\0', 'latin1'),
      salt.subarray(0, 8),
      Buffer.from([0, flags[0]!, flags[1]!, 45, 2, 0, flags[2]!, flags[3]!, 21, ...Buffer.alloc(10)]),
      salt.subarray(8),
      Buffer.from('\0mysql_native_password\0'),
    ]),
  )
}

interface Plain extends AsyncDisposable {
  readonly port: number
  /** All that it was sent after its greeting, out of TLS. */
  readonly heard: () => string
}

async function plainTextServer(capabilities: number): Promise<Plain> {
  let heard = ''
  const talk = (stream: Socket, sequence: number): void => {
    const answers = [
      packet(sequence, Buffer.from('\xfemysql_clear_password\0', 'latin1')),
      packet(sequence + 2, Buffer.from([0, 0, 0, 2, 0, 0, 0])),
    ]
    stream
      .on('error', () => {})
      .on('data', (bytes: Buffer) => {
        heard += bytes.toString('latin1')
        const answer = answers.shift()
        if (answer) stream.write(answer)
      })
  }
  const server = createServer((socket) => {
    socket.on('error', () => {}).write(greeting(capabilities))
    if (capabilities === CAPABILITIES.plain) return talk(socket, 2)
    socket.once('readable', () => {
      socket.read(SSL_REQUEST_BYTES)
      talk(new TLSSocket(socket, { isServer: true, key: pem('key.pem'), cert: pem('cert.pem') }), 3)
    })
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as { port: number }
  return { port, heard: () => heard, [Symbol.asyncDispose]: async () => void server.close() }
}

const tokened = ({ port }: Plain, token: () => Promise<string>) =>
  addressBy({ url: `mysql://reader@localhost:${port}/shop`, token })

test('a token goes as it is over verified TLS, a new one for each connection', async () => {
  await using server = await plainTextServer(CAPABILITIES.tls)
  let made = 0
  const address = tokened(server, async () => `${PASSWORD}-${++made}`)
  for (const n of [1, 2]) {
    const { socket, secured } = await login({ address, ca })
    expect(secured?.by).toBe('ca.pem')
    expect(server.heard()).toContain(`${PASSWORD}-${n}\0`)
    socket.destroy()
  }
})

test.each([
  ['offers no TLS', CAPABILITIES.plain, { ca }],
  ['has a certificate of another authority', CAPABILITIES.tls, { ca: otherCa }],
  ['has a certificate of an authority that nobody named', CAPABILITIES.tls, {}],
])('a server that %s hears of no token', async (_, capabilities, trusted) => {
  await using server = await plainTextServer(capabilities)
  const address = tokened(server, async () => PASSWORD)
  expect(await errorOf(login({ address, ...trusted }))).toEqual(failure('SOURCE_TLS'))
  expect(server.heard()).not.toContain(PASSWORD)
})

test('no token is made where there would be no TLS', async () => {
  const token = () => expect.unreachable('nobody should ask for it')
  const address = { ...addressOf('mysql://reader@localhost:1/shop'), token }
  expect(await errorOf(login({ address }))).toEqual(failure('SOURCE_TLS', /goes over verified TLS alone/))
})

test('a password that is no token goes to nobody in plain text, TLS or not', async () => {
  await using server = await plainTextServer(CAPABILITIES.tls)
  const address = addressOf(`mysql://shop:${encodeURIComponent(PASSWORD)}@localhost:${server.port}/shop`)
  const error = await errorOf(login({ address, ca }))
  expect(error).toEqual(failure('SOURCE_LOGIN'))
  expect(server.heard()).not.toContain(PASSWORD)
})

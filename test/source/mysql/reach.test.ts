import { spawn } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { createServer } from 'node:net'
import { rootCertificates } from 'node:tls'
import { describe, expect, test } from 'vitest'
import { addressOf } from '../../../src/source/mysql/address.ts'
import { openLink } from '../../../src/source/mysql/link.ts'
import { addressesOf, openSocket, placeOf } from '../../../src/source/mysql/reach.ts'
import { trustOf } from '../../../src/source/mysql/trust.ts'
import { startForwarder } from '../../servers/forwarder.ts'
import { failure } from '../dumped.ts'
import { errorOf } from './shop.ts'

const PATIENCE = { connectMs: 1500, silenceMs: 500 }
const at = (place: string) => addressOf(`mysql://u:secret@${place}/d`)

test.each([
  ['127.0.0.1', 'this machine'],
  ['::1', 'this machine'],
  ['10.0.4.17', 'a private address'],
  ['172.31.0.1', 'a private address'],
  ['172.32.0.1', 'a public address'],
  ['192.168.1.1', 'a private address'],
  ['fd00::1', 'a private address'],
  ['2a05:d018::1', 'a public address'],
])('%s is %s', (ip, place) => {
  expect(placeOf(ip)).toBe(place)
})

describe('SOURCE_UNREACHABLE says how far it came', () => {
  test('a name that leads nowhere', async () => {
    const error = await errorOf(openLink({ address: at('no-such-host.invalid') }))
    expect(error).toEqual(
      failure('SOURCE_UNREACHABLE', /^The name no-such-host\.invalid leads nowhere \(E[A-Z_]+\)\.$/),
    )
  })

  test('a name that leads here', async () => {
    expect(await addressesOf(at('localhost'), 1000)).toContain('127.0.0.1')
  })

  test('no socket', async () => {
    const error = await errorOf(openLink({ address: addressOf('mysql://u:secret@localhost/d?socket=/nowhere/s.sock') }))
    expect(error).toEqual(failure('SOURCE_UNREACHABLE', /No server listens at the socket/))
  })

  test('a service that waits for us to speak', async () => {
    await using silent = await startForwarder(0)
    const error = await errorOf(openLink({ address: at(`127.0.0.1:${silent.port}`), patience: PATIENCE }))
    expect(error).toEqual(failure('SOURCE_UNREACHABLE', /takes the connection and then says nothing/))
  })

  test('a service that is another', async () => {
    const server = createServer((socket) => socket.end('SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n').on('error', () => {}))
    const port = await new Promise<number>((resolve) =>
      server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port)),
    )
    const error = await errorOf(openLink({ address: at(`127.0.0.1:${port}`), patience: PATIENCE }))
    server.close()
    expect(error).toEqual(failure('SOURCE_UNREACHABLE', /does not speak with us as MySQL does|says nothing/))
  })

  test('a host that does not answer', async () => {
    await using full = await fullListener()
    const error = await errorOf(openSocket(at(`127.0.0.1:${full.port}`), 500))
    expect(error).toEqual(failure('SOURCE_UNREACHABLE', /^No answer from 127\.0\.0\.1:\d+ after 0\.5 s\.$/))
    expect(error).toMatchObject({
      lines: ['127.0.0.1, this machine: a firewall or security group has no rule for this machine.'],
      next: expect.stringContaining('starlift doctor'),
    })
  })
})

describe('whose certificates are believed', () => {
  const rds = trustOf({ address: at('shop.abc123.eu-west-1.rds.amazonaws.com') })!

  test('a server of RDS: its own authorities, each a certificate, beside the public ones of its proxies', () => {
    const own = rds.authorities!.filter((pem) => !rootCertificates.includes(pem)).map((pem) => new X509Certificate(pem))
    expect(rds.name).toBe('the RDS CA')
    expect(own.length).toBeGreaterThan(50)
    const regional = own.filter(({ subject }) => /CN=Amazon RDS eu-west-1 Root CA RSA2048 G1/.test(subject))
    expect(regional).toHaveLength(1)
    expect(regional[0]!.ca && Date.parse(regional[0]!.validTo) > Date.now()).toBe(true)
    expect(rds.authorities).toEqual(expect.arrayContaining([...rootCertificates]))
  })

  test('other hosts: those that Node trusts; this machine: no TLS', () => {
    expect(trustOf({ address: at('rds.amazonaws.com.example') })).toMatchObject({ authorities: undefined })
    expect(trustOf({ address: at('xrds.amazonaws.com') })).toMatchObject({ authorities: undefined })
    expect(trustOf({ address: at('127.0.0.1') })).toBeNull()
  })
})

interface Listener extends AsyncDisposable {
  readonly port: number
}

/** A listener that takes nobody in and whose queue is full: the system drops who comes then. */
async function fullListener(): Promise<Listener> {
  const script = `
import socket, sys, time
s = socket.socket(); s.bind(("127.0.0.1", 0)); s.listen(0)
queue = [socket.socket() for _ in range(4)]
for one in queue: one.setblocking(False); one.connect_ex(s.getsockname())
time.sleep(0.2); print(s.getsockname()[1], flush=True); time.sleep(600)`
  const child = spawn('python3', ['-c', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  const port = await new Promise<number>((resolve) => child.stdout.once('data', (text) => resolve(Number(text))))
  return {
    port,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
    },
  }
}

import { lookup } from 'node:dns/promises'
import { BlockList, isIP, type Socket } from 'node:net'
import { StarliftError } from '../../core/error.ts'
import type { Address } from './address.ts'
import { tappedSocket } from './wire/tap.ts'

/** Addresses by where they lead; what is in none of these is public. */
const PLACES: readonly (readonly [string, BlockList])[] = [
  ['this machine', subnets(['127.0.0.0/8', '::1/128'])],
  [
    'a private address',
    subnets([
      '10.0.0.0/8',
      '172.16.0.0/12',
      '192.168.0.0/16',
      '100.64.0.0/10',
      '169.254.0.0/16',
      'fc00::/7',
      'fe80::/10',
    ]),
  ],
]

function subnets(ranges: readonly string[]): BlockList {
  const list = new BlockList()
  for (const range of ranges) {
    const [net, prefix] = range.split('/') as [string, string]
    list.addSubnet(net, Number(prefix), isIP(net) === 6 ? 'ipv6' : 'ipv4')
  }
  return list
}

/** `this machine`, `a private address` or `a public address`. */
export const placeOf = (ip: string): string =>
  PLACES.find(([, list]) => list.check(ip, isIP(ip) === 6 ? 'ipv6' : 'ipv4'))?.[0] ?? 'a public address'

/** The addresses that a host's name leads to; fails with SOURCE_UNREACHABLE where it leads nowhere. */
export async function addressesOf({ label, host }: Address, ms: number): Promise<readonly string[]> {
  try {
    const found = await within(ms, lookup(host, { all: true }))
    return [...new Set(found.map(({ address }) => address))]
  } catch (cause) {
    throw unreachable(label, {
      what: `The name ${host} leads nowhere (${codeOf(cause)}).`,
      next: 'Correct the host in the URL; a name of a private network is known inside of it alone.',
      cause,
    })
  }
}

/** A connection to where the server listens, before a word is said; fails with SOURCE_UNREACHABLE after `ms` milliseconds. */
export async function openSocket(address: Address, ms: number): Promise<Socket> {
  const { host, port, socket: path } = address
  const found = path === undefined ? await addressesOf(address, ms) : []
  const socket = tappedSocket(path === undefined ? { host, port } : { path })
  try {
    await within(ms, new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject)))
  } catch (cause) {
    socket.on('error', () => {}).destroy()
    throw noConnection(address, { found, seconds: ms / 1000, code: codeOf(cause), cause })
  }
  return socket.removeAllListeners('error').setNoDelay(true).setKeepAlive(true, KEEP_ALIVE_MS)
}

/** Idle for so long, the system asks whether the other end is still there. */
const KEEP_ALIVE_MS = 30_000

interface Failed {
  readonly found: readonly string[]
  readonly seconds: number
  readonly code: string
  readonly cause: unknown
}

function noConnection({ label, socket: path, host, port }: Address, { found, seconds, code, cause }: Failed): Error {
  const place = path ?? `${host}:${port}`
  if (path !== undefined || code === 'ECONNREFUSED')
    return unreachable(label, {
      what:
        path === undefined
          ? `Nothing listens at ${place} (${code}).`
          : `No server listens at the socket ${place} (${code}).`,
      next: 'Correct host and port in the URL, or start the server, or the tunnel to it.',
      cause,
    })
  const where = found.map((ip) => `${ip}, ${placeOf(ip)}`).join('; ')
  const why = found.some((ip) => placeOf(ip) === 'a private address')
    ? 'this machine is outside its network, or a firewall or security group has no rule for it'
    : 'a firewall or security group has no rule for this machine'
  return unreachable(label, {
    what:
      code === 'ETIMEDOUT' ? `No answer from ${place} after ${seconds} s.` : `There is no way to ${place} (${code}).`,
    lines: [isIP(host) === 0 ? `DNS gives ${where}: ${why}.` : `${where}: ${why}.`],
    next: 'Run inside that network (the VPC), or open a tunnel and name its end, 127.0.0.1:3307, in the URL.  npx starlift doctor  tests each hop.',
    cause,
  })
}

const unreachable = (
  subject: string,
  details: {
    readonly what: string
    readonly lines?: readonly string[]
    readonly next: string
    readonly cause?: unknown
  },
): StarliftError => new StarliftError('SOURCE_UNREACHABLE', { operation: 'connect', subject, ...details })

/** The code of Node's error; several attempts end in one error that holds one each. */
function codeOf(error: unknown): string {
  const { code, errors } = error as NodeJS.ErrnoException & { readonly errors?: readonly NodeJS.ErrnoException[] }
  return code ?? errors?.[0]?.code ?? 'no answer'
}

/** The same, or after `ms` milliseconds a failure with ETIMEDOUT. */
export async function within<T>(ms: number, done: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(Object.assign(new Error(`no answer after ${ms / 1000} s`), { code: 'ETIMEDOUT' })),
      ms,
    )
  })
  try {
    return await Promise.race([done, late])
  } finally {
    clearTimeout(timer)
  }
}

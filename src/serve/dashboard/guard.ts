import { timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** Why a request is not answered; null where it is. */
export type Refusal = 'host' | 'origin' | 'token' | null

export interface Door {
  readonly port: number
  readonly token: string
}

/** Cookies know no ports: each dashboard of this machine has its own. */
export const cookieName = (port: number): string => `starlift-${port}`

/**
 * Names other than this machine's are refused, so that no name somebody else owns can be pointed here; so are requests that another site's
 * page sends; and everything needs the token.
 */
export function refusalOf({ headers }: IncomingMessage, url: URL, { port, token }: Door): Refusal {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`]
  if (!hosts.includes(headers.host ?? '')) return 'host'
  const { origin } = headers
  if (origin !== undefined && !hosts.some((host) => origin === `http://${host}`)) return 'origin'
  const site = headers['sec-fetch-site']
  const isNavigation = headers['sec-fetch-mode'] === 'navigate'
  if (site !== undefined && site !== 'same-origin' && site !== 'none' && !isNavigation) return 'origin'
  const given = url.searchParams.get('token') ?? cookieOf(headers.cookie ?? '', cookieName(port))
  return given !== null && equal(given, token) ? null : 'token'
}

function cookieOf(header: string, name: string): string | null {
  const found = header.split('; ').find((one) => one.startsWith(`${name}=`))
  return found ? found.slice(name.length + 1) : null
}

function equal(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}

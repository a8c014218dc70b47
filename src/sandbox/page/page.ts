import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Answering } from '../answer.ts'
import { ServiceException } from '../protocol/service-exception.ts'
import type { WireRequest, WireResponse } from '../protocol/wire.ts'
import type { Answerer } from '../server.ts'
import type { Context } from '../service.ts'
import { download } from './download.ts'
import { listing } from './listing.ts'
import { outputOf } from './output.ts'
import { overview } from './overview.ts'
import { resultOf } from './result.ts'

const DATA = '/_sandbox/'

/** What the page shows, each as JSON: `/_sandbox/overview` … */
const ROUTES: Readonly<Record<string, (context: Context, query: URLSearchParams) => Promise<object>>> = {
  overview,
  objects: listing,
  output: outputOf,
  result: resultOf,
}

/**
 * The page at `/` and what it reads, for browsers; all else is answered by `answer`. It reads and changes nothing. Its paths are no bucket's:
 * a bucket's name cannot begin so.
 */
export const withPage =
  ({ context, onFault }: Pick<Answering, 'context' | 'onFault'>, answer: Answerer): Answerer =>
  (request, requestId) => {
    if (isForPage(request)) return Promise.resolve(reading(request) ? page() : NOT_ALLOWED)
    if (!isForData(request)) return answer(request, requestId)
    return reading(request) ? data(context(requestId), request, onFault) : Promise.resolve(NOT_ALLOWED)
  }

const reading = ({ method }: WireRequest): boolean => method === 'GET' || method === 'HEAD'

/** `GET /` of a client is ListBuckets: those sign what they send, and do not ask for HTML. */
const isForPage = ({ method, path, headers, query, hostBucket }: WireRequest): boolean =>
  path === '/' &&
  (method === 'GET' || method === 'HEAD') &&
  hostBucket === undefined &&
  headers.authorization === undefined &&
  query.size === 0 &&
  (headers.accept ?? '').includes('text/html')

const isForData = ({ path, hostBucket }: WireRequest): boolean => hostBucket === undefined && path.startsWith(DATA)

const SAFE = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
}
const JSON_TYPE = { ...SAFE, 'content-type': 'application/json' }

const NOT_ALLOWED: WireResponse = {
  status: 405,
  headers: { ...SAFE, 'content-type': 'text/plain', allow: 'GET, HEAD' },
  body: 'This can be read and not changed.\n',
}

async function data(
  context: Context,
  { path, query }: WireRequest,
  onFault: Answering['onFault'],
): Promise<WireResponse> {
  const name = path.slice(DATA.length)
  try {
    if (name === 'object') return { status: 200, ...(await download(context, query, SAFE)) }
    const route = Object.hasOwn(ROUTES, name) ? ROUTES[name] : undefined
    if (!route) return said(404, 'NotFound', 'There is nothing here.')
    return { status: 200, headers: JSON_TYPE, body: JSON.stringify(await route(context, query)) }
  } catch (error) {
    if (error instanceof ServiceException) return said(error.status, error.code, error.message)
    onFault(error, path)
    return said(500, 'InternalFailure', 'The sandbox failed; it said why where it runs')
  }
}

const said = (status: number, code: string, message: string): WireResponse => ({
  status,
  headers: JSON_TYPE,
  body: JSON.stringify({ code, message }),
})

let made: WireResponse | undefined

/** One document, with nothing to load from anywhere; the browser runs this script and no other. */
function page(): WireResponse {
  made ??= assemble()
  return made
}

/** Modules that, one after the other, are the page's script: their imports are of one another. */
const SCRIPTS = ['element', 'value', 'glue', 'athena', 'objects', 'page']

const asset = (name: string): string => readFileSync(new URL(`./browser/${name}`, import.meta.url), 'utf8')
const joined = (module: string): string => module.replace(/^import [^']*'[^']*'\n/gm, '').replace(/^export /gm, '')
const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

function assemble(): WireResponse {
  const style = asset('page.css')
  const script = SCRIPTS.map((name) => joined(asset(`${name}.js`))).join('\n')
  const policy = [
    "default-src 'none'",
    `style-src ${hashOf(style)}`,
    `script-src ${hashOf(script)}`,
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
  const body = asset('page.html')
    .replace('/* style */', () => style)
    .replace('/* script */', () => script)
  const headers = { ...SAFE, 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy }
  return { status: 200, headers, body }
}

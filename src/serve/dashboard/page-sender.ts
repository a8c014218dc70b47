import type { IncomingMessage, ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import { firstPage } from './first-page.ts'
import type { OpenVersions } from './open-versions.ts'
import { type Document, readPage } from './page.ts'

/** What every answer of the dashboard says to browsers. */
export const SAFE = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
}

export interface Exchange {
  readonly message: IncomingMessage
  readonly response: ServerResponse
}

/** Sends the page of an address, with what is known of what it shows first. */
export async function pageSender(
  versions: OpenVersions,
): Promise<(exchange: Exchange, search: string) => Promise<void>> {
  const pageOf = await readPage()
  const compress = compressor()
  const pageAt = async (search: string): Promise<Document> => {
    const shown = await versions.known()
    return pageOf(shown && firstPage(shown, search))
  }
  compress((await pageAt('')).html)
  return async (exchange, search) => sendDocument(exchange, await pageAt(search), compress)
}

/** Makes it as few bytes as can be, once for as long as it is the same. */
function compressor(): (html: string) => Buffer {
  let [known, compressed] = ['', gzipSync('')]
  return (html) => {
    if (html !== known) [known, compressed] = [html, gzipSync(html)]
    return compressed
  }
}

function sendDocument({ message, response }: Exchange, { html, policy }: Document, compress: (html: string) => Buffer) {
  const zipped = /\bgzip\b/.test(String(message.headers['accept-encoding'] ?? ''))
  const encoding = zipped ? { 'content-encoding': 'gzip' } : {}
  const type = {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy,
    vary: 'accept-encoding',
  }
  response.writeHead(200, { ...SAFE, ...type, ...encoding }).end(zipped ? compress(html) : html)
}

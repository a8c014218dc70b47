import type { WireResponse } from '../protocol/wire.ts'
import type { Context } from '../service.ts'
import { parameter } from './asked.ts'

interface Given {
  readonly Body: WireResponse['body']
  readonly ContentLength?: number
}

/** An object as a file to keep: whatever it holds, and whatever type it says it has, a browser does not open it. */
export async function download(
  context: Context,
  query: URLSearchParams,
  headers: Readonly<Record<string, string>>,
): Promise<Omit<WireResponse, 'status'>> {
  const key = parameter(query, 'key')
  const { Body, ContentLength } = await context.call<Given>('s3', 'GetObject', {
    Bucket: parameter(query, 'bucket'),
    Key: key,
  })
  return {
    headers: {
      ...headers,
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename*=UTF-8''${fileName(key)}`,
      'content-security-policy': "default-src 'none'; sandbox",
      ...(ContentLength === undefined ? {} : { 'content-length': String(ContentLength) }),
    },
    body: Body,
  }
}

const fileName = (key: string): string =>
  encodeURIComponent(key.split('/').at(-1)!.toWellFormed() || 'object').replace(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  )

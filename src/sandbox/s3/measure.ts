import { createReadStream } from 'node:fs'
import { algorithmOf, running } from './digest.ts'
import type { Checksum, ObjectVersion } from './record.ts'

export interface Measured {
  readonly etag: string
  readonly checksum: Checksum | undefined
}

/** The ETag and checksum of a copy. Those of an object of one part stand for its bytes; of several parts they are computed anew. */
export async function measure(file: string, source: ObjectVersion, wanted: string | undefined): Promise<Measured> {
  const algorithm = wanted === undefined ? source.checksum?.algorithm : algorithmOf(wanted)
  const known = source.checksum?.algorithm === algorithm && source.checksum?.type !== 'COMPOSITE'
  if (known && !source.etag.includes('-')) return { etag: source.etag, checksum: source.checksum }
  const md5 = running('MD5')
  const checksum = algorithm && running(algorithm)
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    md5.update(chunk)
    checksum?.update(chunk)
  }
  return {
    etag: md5.digest().toString('hex'),
    checksum: algorithm && { algorithm, value: checksum!.digest().toString('base64'), type: 'FULL_OBJECT' },
  }
}

import type { Context } from '../service.ts'
import { parameter } from './asked.ts'

type ListObjects = import('@aws-sdk/client-s3').ListObjectsV2CommandOutput

/** What stands in a bucket below a prefix, up to the next `/`: as a folder is looked into. */
export async function listing(context: Context, query: URLSearchParams): Promise<object> {
  const listed = await context.call<ListObjects>('s3', 'ListObjectsV2', {
    Bucket: parameter(query, 'bucket'),
    Prefix: query.get('prefix') ?? '',
    Delimiter: '/',
    ...(query.has('after') ? { ContinuationToken: query.get('after') } : {}),
  })
  return {
    folders: (listed.CommonPrefixes ?? []).map(({ Prefix }) => Prefix),
    objects: (listed.Contents ?? []).map(({ Key, Size, LastModified }) => ({
      key: Key,
      size: Size,
      modified: LastModified,
    })),
    next: listed.NextContinuationToken,
  }
}

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateBucketCommand } from '@aws-sdk/client-s3'
import { s3Store } from '../../src/lake/s3/s3-store.ts'
import { start } from '../sandbox/start.ts'

const ENVIRONMENT = ['AWS_ENDPOINT_URL', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_REGION'] as const

/** Buckets on an S3 of this machine, named by the environment as for every program that uses AWS. */
export async function openBuckets(...names: readonly string[]) {
  const sandbox = await start()
  for (const Bucket of names) await sandbox.s3.send(new CreateBucketCommand({ Bucket }))
  const before = ENVIRONMENT.map((name) => [name, process.env[name]] as const)
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: sandbox.url,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'eu-west-1',
  })
  const folder = await mkdtemp(join(tmpdir(), 'starlift-bucket-'))
  return {
    ...sandbox,
    files: folder,
    store: (bucket: string, prefix = 'star/') => s3Store({ bucket, prefix, cache: join(folder, 'cache') }),
    async [Symbol.asyncDispose]() {
      for (const [name, value] of before)
        if (value === undefined) delete process.env[name]
        else process.env[name] = value
      await rm(folder, { recursive: true, force: true })
      await sandbox[Symbol.asyncDispose]()
    },
  }
}

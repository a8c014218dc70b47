import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { refusal, type Started, start } from './start.ts'

let sandbox: Started
beforeAll(async () => {
  sandbox = await start()
})
afterAll(() => sandbox[Symbol.asyncDispose]())

const keys = fc.constantFrom('a', 'a/b', 'a/b/c', 'A', 'a//', 'ä', 'b/1', 'b/2', '..', 'x.csv')
const step = fc.oneof(
  fc.record({ does: fc.constant('put' as const), key: keys, value: fc.string({ maxLength: 5 }) }),
  fc.record({ does: fc.constant('create' as const), key: keys, value: fc.string({ maxLength: 5 }) }),
  fc.record({ does: fc.constant('delete' as const), key: keys }),
  fc.record({ does: fc.constant('get' as const), key: keys }),
  fc.record({
    does: fc.constant('list' as const),
    prefix: fc.constantFrom('', 'a', 'a/', 'b/'),
    delimiter: fc.boolean(),
  }),
  fc.record({ does: fc.constant('restart' as const) }),
)
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never

/** The whole of S3 as far as these steps go. */
class Plain extends Map<string, string> {
  list(prefix: string, delimiter: boolean): readonly [keys: string[], prefixes: string[]] {
    const below = [...this.keys()]
      .filter((key) => key.startsWith(prefix))
      .toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    if (!delimiter) return [below, []]
    const cut = (key: string) => key.indexOf('/', prefix.length)
    const prefixes = below.filter((key) => cut(key) >= 0).map((key) => key.slice(0, cut(key) + 1))
    return [below.filter((key) => cut(key) < 0), [...new Set(prefixes)]]
  }
}

let buckets = 0

test('S3 does what a map would do, restarts included', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const Bucket = `model-${++buckets}`
      await sandbox.s3.send(new CreateBucketCommand({ Bucket }))
      const plain = new Plain()
      for (const one of steps) await take(one, Bucket, plain)
    }),
    { numRuns: 25 },
  )
})

async function take(one: Step, Bucket: string, plain: Plain): Promise<void> {
  const { s3 } = sandbox
  if (one.does === 'restart') sandbox = await sandbox.restart()
  else if (one.does === 'list') {
    const Delimiter = one.delimiter ? '/' : undefined
    const page = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: one.prefix, Delimiter }))
    const found = [(page.Contents ?? []).map(({ Key }) => Key), (page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix)]
    expect(found).toEqual(plain.list(one.prefix, one.delimiter))
  } else await touch(one, Bucket, plain)
}

async function touch(one: Exclude<Step, { does: 'restart' | 'list' }>, Bucket: string, plain: Plain): Promise<void> {
  const { s3 } = sandbox
  const at = { Bucket, Key: one.key }
  if (one.does === 'delete') {
    await s3.send(new DeleteObjectCommand(at))
    plain.delete(one.key)
  } else if (one.does === 'get') {
    const read = s3.send(new GetObjectCommand(at)).then(({ Body }) => Body!.transformToString())
    if (plain.has(one.key)) expect(await read).toBe(plain.get(one.key))
    else expect(await refusal(read)).toEqual(['NoSuchKey', 404])
  } else {
    const IfNoneMatch = one.does === 'create' ? '*' : undefined
    const written = s3.send(new PutObjectCommand({ ...at, Body: one.value, IfNoneMatch }))
    if (IfNoneMatch && plain.has(one.key)) expect(await refusal(written)).toEqual(['PreconditionFailed', 412])
    else {
      await written
      plain.set(one.key, one.value)
    }
  }
}

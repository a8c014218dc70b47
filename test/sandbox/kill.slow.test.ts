import { createHash } from 'node:crypto'
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { start, tempFolder } from '../cli/starlift.ts'
import { clientOptions } from './start.ts'

const ROUNDS = 8
const KEYS = 20
const Bucket = 'hammered'

test('a sandbox that is killed while it writes has, of each key, a value that was written whole, and all that it said it had', async () => {
  await using folder = await tempFolder()
  const answered = new Map<string, number>()
  for (let round = 0; round < ROUNDS; round++) {
    const running = start(folder.path, ['sandbox', '--port', '0', '--json'])
    let stdout = ''
    running.child.stdout?.on('data', (text: string) => {
      stdout += text
    })
    await running.printed('AWS_SECRET_ACCESS_KEY')
    const s3 = new S3Client(clientOptions(/http:[^"]+/.exec(stdout)![0]))
    if (round === 0) await s3.send(new CreateBucketCommand({ Bucket }))
    await verify(s3, answered)
    // Killed by what was written and not by the clock: on a busy machine nothing may be written in a second.
    let left = 2 * KEYS + round * 17
    const onAnswer = () => --left === 0 && running.child.kill('SIGKILL')
    await hammer(s3, { answered, round, onAnswer })
    await running.outcome
  }
  expect(answered.size).toBe(KEYS)
})

const written = (key: string, n: number): string => `${key}:${n}:`.repeat(1000 + (n % 7) * 500)

interface Hammering {
  readonly answered: Map<string, number>
  readonly round: number
  readonly onAnswer: () => void
}

/** Writes until the server is gone, each key's values in turn; remembers what was answered. */
async function hammer(s3: S3Client, { answered, round, onAnswer }: Hammering): Promise<void> {
  const one = async (key: string): Promise<void> => {
    for (let n = round * 100_000 + 1; ; n++) {
      await s3.send(new PutObjectCommand({ Bucket, Key: key, Body: written(key, n) }))
      answered.set(key, n)
      onAnswer()
    }
  }
  const keys = Array.from({ length: KEYS }, (_, i) => (i % 2 ? `folder/${i}` : `folder/${i}/inner`))
  await Promise.allSettled(keys.map(one))
}

async function verify(s3: S3Client, answered: ReadonlyMap<string, number>): Promise<void> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }))
  expect(Contents.length).toBeGreaterThanOrEqual(answered.size)
  for (const { Key = '', ETag } of Contents) {
    const text = await (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body!.transformToString()
    const n = Number(text.split(':')[1])
    expect(text).toBe(written(Key, n))
    expect(ETag).toBe(`"${createHash('md5').update(text).digest('hex')}"`)
    expect(n).toBeGreaterThanOrEqual(answered.get(Key) ?? 0)
  }
}

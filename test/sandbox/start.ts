import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { S3Client } from '@aws-sdk/client-s3'
import { sandboxEngine } from '../../src/config.ts'
import { startSandbox } from '../../src/sandbox/sandbox.ts'

/** What every SDK client of a sandbox is made with. */
export const clientOptions = (url: string) => ({
  endpoint: url,
  region: 'eu-west-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  maxAttempts: 1,
})

export interface Started extends AsyncDisposable {
  readonly url: string
  readonly folder: string
  readonly s3: S3Client
  /** What no handler foresaw. */
  readonly faults: unknown[]
  /** The same folder, served by a new start. */
  restart(): Promise<Started>
  stop(): Promise<void>
}

/** A sandbox in a folder of its own, which goes with it. */
export async function start(given?: string): Promise<Started> {
  const folder = given ?? (await mkdtemp(join(tmpdir(), 'starlift-sandbox-')))
  const faults: unknown[] = []
  const running = await startSandbox({
    port: 0,
    folder,
    openEngine: sandboxEngine,
    onFault: (error) => faults.push(error),
  })
  const s3 = new S3Client({ ...clientOptions(running.url), forcePathStyle: true })
  const stop = async (): Promise<void> => {
    s3.destroy()
    await running[Symbol.asyncDispose]()
  }
  return {
    url: running.url,
    folder,
    s3,
    faults,
    stop,
    async restart() {
      await stop()
      return start(folder)
    },
    async [Symbol.asyncDispose]() {
      await stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The code and status that a client is refused with. */
export async function refusal(call: Promise<unknown>): Promise<readonly [code: string, status: number | undefined]> {
  try {
    await call
  } catch (error) {
    const { name, $metadata } = error as { name: string; $metadata?: { httpStatusCode?: number } }
    return [name, $metadata?.httpStatusCode]
  }
  throw new Error('it was not refused')
}

import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CreateBucketCommand, HeadBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { awsCliWarning } from '../../src/sandbox/aws-cli.ts'
import { suspectVariables } from '../../src/sandbox/environment.ts'
import { type Folder, starlift, start, tempFolder } from '../cli/starlift.ts'
import { clientOptions } from './start.ts'

let folder: Folder
beforeEach(async () => {
  folder = await tempFolder()
})
afterEach(() => folder[Symbol.asyncDispose]())

async function serve(...args: string[]) {
  const running = start(folder.path, ['sandbox', '--port', '0', ...args])
  let stdout = ''
  running.child.stdout?.on('data', (text: string) => {
    stdout += text
  })
  await running.printed('Ctrl-C ends it')
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(stdout)![0]
  const stop = async (signal: NodeJS.Signals = 'SIGINT') => {
    running.child.kill(signal)
    return running.outcome
  }
  return { url, stop, stdout: () => stdout }
}

test('says where it is and what to export, serves, ends with Ctrl-C, and remembers', async () => {
  const first = await serve('--region', 'eu-central-1')
  expect(
    first.stdout().replaceAll(/:\d{4,5}/g, ':<port>'),
  ).toBe(`sandbox  http://127.0.0.1:<port>   in .starlift-sandbox

  export AWS_ENDPOINT_URL=http://127.0.0.1:<port>
  export AWS_REGION=eu-central-1
  export AWS_DEFAULT_REGION=eu-central-1
  export AWS_ACCESS_KEY_ID=test
  export AWS_SECRET_ACCESS_KEY=test

Open it in a browser to see what it holds. It answers this machine alone.
Ctrl-C ends it; what it holds is kept.

`)
  const sts = new STSClient(clientOptions(first.url))
  expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({ Account: '000000000000' })
  await new S3Client(clientOptions(first.url)).send(new CreateBucketCommand({ Bucket: 'kept' }))
  expect(await first.stop()).toMatchObject({ code: 0, stderr: '' })
  const second = await serve()
  await new S3Client(clientOptions(second.url)).send(new HeadBucketCommand({ Bucket: 'kept' }))
  expect(await second.stop('SIGTERM')).toMatchObject({ code: 0 })
  const third = await serve('--reset')
  expect(readdirSync(join(folder.path, '.starlift-sandbox', 's3'))).toEqual(['.drafts', '.uploads'])
  await third.stop()
})

test('a sandbox that was killed leaves its folder to the next', async () => {
  const killed = await serve()
  await killed.stop('SIGKILL')
  expect(existsSync(join(folder.path, '.starlift-sandbox', 'sandbox.lock'))).toBe(true)
  await (await serve()).stop()
})

describe('failures', () => {
  test('SANDBOX_BUSY: the port, or the folder, is another’s', async () => {
    const first = await serve()
    const port = new URL(first.url).port
    const samePort = await starlift(folder.path, 'sandbox', '--port', port, '--folder', 'other')
    expect(samePort).toMatchObject({ code: 6, stderr: expect.stringContaining(`Port ${port} of 127.0.0.1 is in use`) })
    const sameFolder = await starlift(folder.path, 'sandbox', '--port', '0')
    expect(sameFolder).toMatchObject({
      code: 6,
      stderr: expect.stringContaining('Another sandbox uses .starlift-sandbox'),
    })
    await first.stop()
  })

  test('SANDBOX_FOLDER: what is there is people’s own, and stays', async () => {
    mkdirSync(join(folder.path, 'mine'))
    writeFileSync(join(folder.path, 'mine', 'thesis.txt'), 'done')
    const refused = await starlift(folder.path, 'sandbox', '--port', '0', '--folder', 'mine', '--reset')
    expect(refused.stderr).toContain('mine holds files, and is not a sandbox’s folder')
    expect(refused.code).toBe(5)
    expect(readdirSync(join(folder.path, 'mine'))).toEqual(['thesis.txt'])
  })

  test('SANDBOX_CREDENTIALS: names what may be real, and never says it', async () => {
    const env = { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_PROFILE: 'work' }
    const { code, stderr } = await start(folder.path, ['sandbox', '--port', '0'], env).outcome
    expect(code).toBe(2)
    expect(stderr).toContain('AWS_ACCESS_KEY_ID, AWS_PROFILE may be real credentials')
    expect(stderr).not.toContain('AKIA')
    expect(existsSync(join(folder.path, '.starlift-sandbox'))).toBe(false)
  })

  test.each(['x', '70000', '-1'])('--port %s is refused', async (port) => {
    expect(await starlift(folder.path, 'sandbox', `--port=${port}`)).toMatchObject({ code: 2 })
  })
})

test.each([
  [{}, []],
  [{ AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_SESSION_TOKEN: 'test' }, []],
  [{ AWS_ACCESS_KEY_ID: 'ASIAXXXXXXXXXXXXXXXX' }, ['AWS_ACCESS_KEY_ID']],
  [{ AWS_SECRET_ACCESS_KEY: 'a'.repeat(40) }, ['AWS_SECRET_ACCESS_KEY']],
  [{ AWS_SESSION_TOKEN: 'IQoJb3JpZ2lu' }, ['AWS_SESSION_TOKEN']],
])('of %j, %j may be real', (env, expected) => {
  expect(suspectVariables(env)).toEqual(expected)
})

test.each([
  [undefined, 'us-east-1', undefined],
  ['aws-cli/2.36.7', 'us-east-1', undefined],
  ['aws-cli/2.9.19', 'eu-west-1', /does not know AWS_ENDPOINT_URL/],
  ['aws-cli/1.46.3', 'us-east-1', /rds and sqs of us-east-1 to the real AWS/],
  ['aws-cli/1.46.3', 'eu-west-1', /stay in eu-west-1/],
])('%s in %s', (version, region, expected) => {
  const warning = awsCliWarning(version, region)
  if (expected) expect(warning).toMatch(expected)
  else expect(warning).toBeUndefined()
})

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import { type Told, terraformIn, terraformPlugins } from '../servers/terraform.ts'

const MODULE = fileURLToPath(new URL('./terraform/', import.meta.url))
const plugins = terraformPlugins()
if (!plugins) console.warn('no Terraform with the AWS provider on this machine: its tests are skipped')

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'starlift-terraform-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const NO_CHANGES = expect.stringContaining('No changes. Your infrastructure matches the configuration.')

/** What a plan would change, for the message of a test that fails. */
const changes = ({ text }: Told): string[] => text.split('\n').filter((line) => /^ +[~+-]|Error|# /.test(line))

test.skipIf(!plugins)(
  'Terraform applies every kind of resource, sees no drift, applies an edit, sees none again, and destroys all',
  async () => {
    const faults: unknown[] = []
    const rds = [{ id: 'shop-db', host: '127.0.0.1', port: 3306, user: 'reader', database: undefined }]
    await using sandbox = await startSandbox({
      port: 0,
      folder: join(folder, 'sandbox'),
      rds,
      onFault: (error) => faults.push(error),
    })
    const terraform = terraformIn(join(folder, 'module'), MODULE, {
      AWS_ENDPOINT_URL: sandbox.url,
      AWS_REGION: sandbox.region,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      TF_VAR_db_instance: 'shop-db',
    })
    const steady = ['plan', '-detailed-exitcode', '-input=false', '-no-color']
    const apply = ['apply', '-auto-approve', '-input=false', '-no-color']
    const expectSteady = async (...more: string[]): Promise<void> => {
      const told = await terraform(...steady, ...more)
      expect([told.code, changes(told)]).toEqual([0, []])
      expect(told.text).toEqual(NO_CHANGES)
    }

    expect(await terraform('init', `-plugin-dir=${plugins}`, '-input=false', '-no-color')).toMatchObject({ code: 0 })
    const applied = await terraform(...apply)
    expect([applied.code, applied.code === 0 ? [] : changes(applied)]).toEqual([0, []])
    await expectSteady()

    const edited = await terraform(...apply, '-var', 'edition=2')
    expect([edited.code, edited.code === 0 ? [] : changes(edited)]).toEqual([0, []])
    await expectSteady('-var', 'edition=2')
    const { text } = await terraform('output', '-json', '-no-color')
    expect(JSON.parse(text)).toMatchObject({
      seen: {
        value: { account: '000000000000', address: '127.0.0.1', port: 3306, subnets: 3, group: 'default' },
      },
    })

    const destroyed = await terraform('destroy', '-auto-approve', '-input=false', '-no-color', '-var', 'edition=2')
    expect([destroyed.code, destroyed.code === 0 ? [] : changes(destroyed)]).toEqual([0, []])
    const { text: left } = await terraform('state', 'list')
    expect(left).toBe('')
    expect(faults).toEqual([])
  },
)

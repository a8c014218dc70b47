import { join } from 'node:path'
import * as sdk from '@aws-sdk/client-secrets-manager'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import { clientOptions, refusal, type Started, start } from './start.ts'

let sandbox: Started
let client: sdk.SecretsManagerClient
beforeAll(async () => {
  sandbox = await start()
  client = new sdk.SecretsManagerClient(clientOptions(sandbox.url))
})
afterAll(async () => {
  client.destroy()
  expect(sandbox.faults).toEqual([])
  await sandbox[Symbol.asyncDispose]()
})

const value = async (SecretId: string, more = {}) => {
  const { SecretString, VersionStages } = await client.send(new sdk.GetSecretValueCommand({ SecretId, ...more }))
  return [SecretString, VersionStages]
}
const put = (SecretId: string, SecretString: string, more = {}) =>
  client.send(new sdk.PutSecretValueCommand({ SecretId, SecretString, ...more }))

test('a secret is found by its name, its ARN, and its ARN without the end', async () => {
  const Tags = [{ Key: 'a', Value: 'b' }]
  const { ARN } = await client.send(new sdk.CreateSecretCommand({ Name: 'app/db', SecretString: 'one', Tags }))
  expect(ARN).toMatch(/^arn:aws:secretsmanager:eu-west-1:000000000000:secret:app\/db-[A-Za-z0-9]{6}$/)
  for (const id of ['app/db', ARN!, ARN!.slice(0, -7)]) expect(await value(id)).toEqual(['one', ['AWSCURRENT']])
  const described = await client.send(new sdk.DescribeSecretCommand({ SecretId: 'app/db' }))
  expect(described).toMatchObject({ Name: 'app/db', Tags })
  expect(described).not.toHaveProperty('Description')
  expect(described).not.toHaveProperty('DeletedDate')
  expect(JSON.stringify(described)).not.toContain('one')
  expect(await refusal(value('app/d'))).toEqual(['ResourceNotFoundException', 400])
})

test('each value is a version; the last but one is the previous', async () => {
  await client.send(new sdk.CreateSecretCommand({ Name: 'versions', SecretString: '1' }))
  await put('versions', '2')
  const { VersionId = '' } = await put('versions', '3')
  expect(await value('versions')).toEqual(['3', ['AWSCURRENT']])
  expect(await value('versions', { VersionStage: 'AWSPREVIOUS' })).toEqual(['2', ['AWSPREVIOUS']])
  const { Versions } = await client.send(
    new sdk.ListSecretVersionIdsCommand({ SecretId: 'versions', IncludeDeprecated: true }),
  )
  expect(Versions?.map(({ VersionStages }) => VersionStages)).toEqual([[], ['AWSPREVIOUS'], ['AWSCURRENT']])
  const back = Versions![0]!.VersionId!
  const move = { SecretId: 'versions', VersionStage: 'AWSCURRENT', MoveToVersionId: back }
  expect(await refusal(client.send(new sdk.UpdateSecretVersionStageCommand(move)))).toEqual([
    'InvalidParameterException',
    400,
  ])
  await client.send(new sdk.UpdateSecretVersionStageCommand({ ...move, RemoveFromVersionId: VersionId }))
  expect(await value('versions')).toEqual(['1', ['AWSCURRENT']])
  expect(await value('versions', { VersionId })).toEqual(['3', ['AWSPREVIOUS']])
})

test('a request that is sent twice is done once, and one that differs is refused', async () => {
  const token = '11111111-2222-3333-4444-555555555555'
  const create = { Name: 'twice', SecretString: 'a', ClientRequestToken: token }
  const [first, second] = [
    await client.send(new sdk.CreateSecretCommand(create)),
    await client.send(new sdk.CreateSecretCommand(create)),
  ]
  expect([second.ARN, second.VersionId]).toEqual([first.ARN, token])
  const again = { ClientRequestToken: token }
  await put('twice', 'a', again)
  expect(await refusal(put('twice', 'b', again))).toEqual(['ResourceExistsException', 400])
  expect(await refusal(client.send(new sdk.CreateSecretCommand({ Name: 'twice' })))).toEqual([
    'ResourceExistsException',
    400,
  ])
})

test('bytes come back as bytes', async () => {
  const SecretBinary = new Uint8Array([0, 255, 10, 13])
  await client.send(new sdk.CreateSecretCommand({ Name: 'bytes', SecretBinary }))
  const got = await client.send(new sdk.GetSecretValueCommand({ SecretId: 'bytes' }))
  expect([...got.SecretBinary!]).toEqual([0, 255, 10, 13])
  expect(got).not.toHaveProperty('SecretString')
})

test('a secret without a value has none to give', async () => {
  await client.send(new sdk.CreateSecretCommand({ Name: 'empty' }))
  expect(await refusal(value('empty'))).toEqual(['ResourceNotFoundException', 400])
  expect(await client.send(new sdk.DescribeSecretCommand({ SecretId: 'empty' }))).not.toHaveProperty(
    'VersionIdsToStages',
  )
})

test('a deleted secret waits to be restored, and then is gone', async () => {
  let now = new Date('2026-01-01T00:00:00Z')
  await using other = await startSandbox({ port: 0, folder: join(sandbox.folder, 'later'), now: () => now })
  const later = new sdk.SecretsManagerClient(clientOptions(other.url))
  const named = { SecretId: 'going' }
  await later.send(new sdk.CreateSecretCommand({ Name: 'going', SecretString: 'x' }))
  await later.send(new sdk.DeleteSecretCommand({ ...named, RecoveryWindowInDays: 7 }))
  expect(await refusal(later.send(new sdk.GetSecretValueCommand(named)))).toEqual(['InvalidRequestException', 400])
  expect(await refusal(later.send(new sdk.CreateSecretCommand({ Name: 'going' })))).toEqual([
    'InvalidRequestException',
    400,
  ])
  await later.send(new sdk.RestoreSecretCommand(named))
  expect(await later.send(new sdk.GetSecretValueCommand(named))).toMatchObject({ SecretString: 'x' })
  await later.send(new sdk.DeleteSecretCommand({ ...named, RecoveryWindowInDays: 7 }))
  now = new Date('2026-01-08T00:00:01Z')
  expect(await refusal(later.send(new sdk.DescribeSecretCommand(named)))).toEqual(['ResourceNotFoundException', 400])
  await later.send(new sdk.CreateSecretCommand({ Name: 'going', SecretString: 'y' }))
  await later.send(new sdk.DeleteSecretCommand({ ...named, ForceDeleteWithoutRecovery: true }))
  expect(await refusal(later.send(new sdk.RestoreSecretCommand(named)))).toEqual(['ResourceNotFoundException', 400])
  later.destroy()
})

test('lists are filtered', async () => {
  await client.send(new sdk.CreateSecretCommand({ Name: 'list/1', Tags: [{ Key: 'team', Value: 'blue' }] }))
  await client.send(new sdk.CreateSecretCommand({ Name: 'list/2' }))
  const names = async (Key: string, text: string) => {
    const Filters = [{ Key: Key as sdk.FilterNameStringType, Values: [text] }]
    const { SecretList } = await client.send(new sdk.ListSecretsCommand({ Filters }))
    return SecretList!.map(({ Name }) => Name)
  }
  expect(await names('name', 'list/')).toEqual(['list/1', 'list/2'])
  expect(await names('tag-key', 'team')).toEqual(['list/1'])
  expect(await refusal(names('owning-service', 'x'))).toEqual(['InvalidParameterException', 400])
})

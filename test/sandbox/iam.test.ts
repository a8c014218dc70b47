import * as sdk from '@aws-sdk/client-iam'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { clientOptions, refusal, type Started, start } from './start.ts'

let sandbox: Started
let iam: sdk.IAMClient
beforeAll(async () => {
  sandbox = await start()
  iam = new sdk.IAMClient(clientOptions(sandbox.url))
})
afterAll(async () => {
  iam.destroy()
  expect(sandbox.faults).toEqual([])
  await sandbox[Symbol.asyncDispose]()
})

const POLICY = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:Get+ *","Resource":"*"}]}'
const role = (RoleName: string, more = {}) =>
  iam.send(new sdk.CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: POLICY, ...more }))

test('a role comes back as it was sent, its policy percent-encoded, and no member more', async () => {
  const { Role } = await role('glue', { Path: '/jobs/', Tags: [{ Key: 'a', Value: 'b' }] })
  expect(Role).toMatchObject({ Arn: 'arn:aws:iam::000000000000:role/jobs/glue', MaxSessionDuration: 3600 })
  expect(Role!.RoleId).toMatch(/^AROA[A-Z2-7]{17}$/)
  const { Role: read } = await iam.send(new sdk.GetRoleCommand({ RoleName: 'glue' }))
  expect(decodeURIComponent(read!.AssumeRolePolicyDocument!)).toBe(POLICY)
  expect(read).toMatchObject({ RoleId: Role!.RoleId, Tags: [{ Key: 'a', Value: 'b' }] })
  expect(read).not.toHaveProperty('Description')
  expect(read).not.toHaveProperty('PermissionsBoundary')
  expect(await refusal(role('glue'))).toEqual(['EntityAlreadyExistsException', 409])
  expect(await refusal(iam.send(new sdk.GetRoleCommand({ RoleName: 'nobody' })))).toEqual([
    'NoSuchEntityException',
    404,
  ])
  expect(await refusal(role('bad', { AssumeRolePolicyDocument: 'nonsense' }))).toEqual([
    'MalformedPolicyDocumentException',
    400,
  ])
})

test('a role is changed member by member', async () => {
  await role('changing')
  await iam.send(new sdk.UpdateRoleCommand({ RoleName: 'changing', Description: 'new', MaxSessionDuration: 7200 }))
  await iam.send(new sdk.UpdateRoleCommand({ RoleName: 'changing' }))
  await iam.send(new sdk.UpdateAssumeRolePolicyCommand({ RoleName: 'changing', PolicyDocument: '{}' }))
  await iam.send(new sdk.TagRoleCommand({ RoleName: 'changing', Tags: [{ Key: 'x', Value: '1' }] }))
  await iam.send(new sdk.TagRoleCommand({ RoleName: 'changing', Tags: [{ Key: 'y', Value: '2' }] }))
  await iam.send(new sdk.UntagRoleCommand({ RoleName: 'changing', TagKeys: ['x'] }))
  const PermissionsBoundary = 'arn:aws:iam::aws:policy/PowerUserAccess'
  await iam.send(new sdk.PutRolePermissionsBoundaryCommand({ RoleName: 'changing', PermissionsBoundary }))
  const { Role } = await iam.send(new sdk.GetRoleCommand({ RoleName: 'changing' }))
  expect(Role).toMatchObject({
    Description: 'new',
    MaxSessionDuration: 7200,
    AssumeRolePolicyDocument: '%7B%7D',
    Tags: [{ Key: 'y', Value: '2' }],
    PermissionsBoundary: { PermissionsBoundaryArn: PermissionsBoundary },
  })
})

test('a role that is in use is not deleted', async () => {
  await role('used')
  const { Policy } = await iam.send(new sdk.CreatePolicyCommand({ PolicyName: 'own', PolicyDocument: POLICY }))
  const named = { RoleName: 'used', PolicyArn: Policy!.Arn! }
  const inline = { RoleName: 'used', PolicyName: 'inline' }
  const profile = { InstanceProfileName: 'worker', RoleName: 'used' }
  await iam.send(new sdk.PutRolePolicyCommand({ ...inline, PolicyDocument: POLICY }))
  await iam.send(new sdk.AttachRolePolicyCommand(named))
  await iam.send(new sdk.CreateInstanceProfileCommand(profile))
  await iam.send(new sdk.AddRoleToInstanceProfileCommand(profile))
  const conflict = ['DeleteConflictException', 409]
  const removed = () => refusal(iam.send(new sdk.DeleteRoleCommand({ RoleName: 'used' })))

  expect(await removed()).toEqual(conflict)
  const { PolicyDocument } = await iam.send(new sdk.GetRolePolicyCommand(inline))
  expect(decodeURIComponent(PolicyDocument!)).toBe(POLICY)
  await iam.send(new sdk.DeleteRolePolicyCommand(inline))
  expect(await removed()).toEqual(conflict)
  expect(await refusal(iam.send(new sdk.DeletePolicyCommand(named)))).toEqual(conflict)
  await iam.send(new sdk.DetachRolePolicyCommand(named))
  expect(await removed()).toEqual(conflict)
  const { InstanceProfiles } = await iam.send(new sdk.ListInstanceProfilesForRoleCommand({ RoleName: 'used' }))
  expect(InstanceProfiles).toMatchObject([{ InstanceProfileName: 'worker', Roles: [{ RoleName: 'used' }] }])
  await iam.send(new sdk.RemoveRoleFromInstanceProfileCommand(profile))
  await iam.send(new sdk.DeleteRoleCommand({ RoleName: 'used' }))
  await iam.send(new sdk.DeletePolicyCommand(named))
})

test('policies are attached by ARN: of AWS any, of the account those that are there', async () => {
  await role('holder')
  const attach = (PolicyArn: string) => iam.send(new sdk.AttachRolePolicyCommand({ RoleName: 'holder', PolicyArn }))
  await attach('arn:aws:iam::aws:policy/service-role/AWSGlueServiceRole')
  expect(await refusal(attach('arn:aws:iam::000000000000:policy/none'))).toEqual(['NoSuchEntityException', 404])
  expect(await refusal(attach('nonsense'))).toEqual(['InvalidInputException', 400])
  const { AttachedPolicies } = await iam.send(new sdk.ListAttachedRolePoliciesCommand({ RoleName: 'holder' }))
  expect(AttachedPolicies?.map(({ PolicyName }) => PolicyName)).toEqual(['AWSGlueServiceRole'])
})

test('a policy has versions, of which one counts', async () => {
  const { Policy } = await iam.send(
    new sdk.CreatePolicyCommand({ PolicyName: 'versions', Path: '/x/', PolicyDocument: '{}' }),
  )
  const PolicyArn = Policy!.Arn!
  const next = { PolicyArn, PolicyDocument: POLICY, SetAsDefault: true }
  const { PolicyVersion } = await iam.send(new sdk.CreatePolicyVersionCommand(next))
  expect(PolicyVersion).toMatchObject({ VersionId: 'v2', IsDefaultVersion: true })
  const { Versions } = await iam.send(new sdk.ListPolicyVersionsCommand({ PolicyArn }))
  expect(Versions?.map(({ VersionId, IsDefaultVersion }) => [VersionId, IsDefaultVersion])).toEqual([
    ['v2', true],
    ['v1', false],
  ])
  const removed = (VersionId: string) => iam.send(new sdk.DeletePolicyVersionCommand({ PolicyArn, VersionId }))
  expect(await refusal(removed('v2'))).toEqual(['DeleteConflictException', 409])
  await removed('v1')
  await iam.send(new sdk.CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: '{}' }))
  const { PolicyVersion: third } = await iam.send(new sdk.GetPolicyVersionCommand({ PolicyArn, VersionId: 'v3' }))
  expect(third).toMatchObject({ Document: '%7B%7D', IsDefaultVersion: false })
})

test('lists come in pages', async () => {
  for (const name of ['page-1', 'page-2', 'page-3']) await role(name, { Path: '/pages/' })
  const names: (string | undefined)[] = []
  for await (const { Roles } of sdk.paginateListRoles({ client: iam, pageSize: 2 }, { PathPrefix: '/pages/' }))
    names.push(...Roles!.map(({ RoleName }) => RoleName))
  expect(names).toEqual(['page-1', 'page-2', 'page-3'])
  const wrong = iam.send(new sdk.ListRolesCommand({ Marker: 'nonsense' }))
  expect(await refusal(wrong)).toEqual(['ValidationError', 400])
})

import * as sdk from '@aws-sdk/client-ec2'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { clientOptions, refusal, type Started, start } from './start.ts'

let sandbox: Started
let ec2: sdk.EC2Client
beforeAll(async () => {
  sandbox = await start()
  ec2 = new sdk.EC2Client(clientOptions(sandbox.url))
})
afterAll(async () => {
  ec2.destroy()
  expect(sandbox.faults).toEqual([])
  await sandbox[Symbol.asyncDispose]()
})

const filter = (Name: string, ...Values: string[]) => ({ Filters: [{ Name, Values }] })

test('the default network holds together', async () => {
  const { Vpcs } = await ec2.send(new sdk.DescribeVpcsCommand(filter('is-default', 'true')))
  const [{ VpcId = '' } = {}] = Vpcs!
  const own = filter('vpc-id', VpcId)
  const { Subnets } = await ec2.send(new sdk.DescribeSubnetsCommand(own))
  const { SecurityGroups } = await ec2.send(new sdk.DescribeSecurityGroupsCommand(own))
  const { RouteTables } = await ec2.send(new sdk.DescribeRouteTablesCommand(own))
  const { AvailabilityZones } = await ec2.send(new sdk.DescribeAvailabilityZonesCommand({}))
  expect(Subnets!.map(({ AvailabilityZone }) => AvailabilityZone)).toEqual(
    AvailabilityZones!.map(({ ZoneName }) => ZoneName),
  )
  expect(AvailabilityZones!.map(({ ZoneId }) => ZoneId)).toEqual(['euw1-az1', 'euw1-az2', 'euw1-az3'])
  expect(new Set(Subnets!.map(({ CidrBlock }) => CidrBlock)).size).toBe(3)
  expect(SecurityGroups).toMatchObject([{ GroupName: 'default', VpcId }])
  expect(RouteTables).toMatchObject([{ VpcId, Associations: [{ Main: true }] }])
  const attribute = { VpcId, Attribute: 'enableDnsSupport' as const }
  const { EnableDnsSupport } = await ec2.send(new sdk.DescribeVpcAttributeCommand(attribute))
  expect(EnableDnsSupport).toEqual({ Value: true })
})

test('filters choose, and wildcards do', async () => {
  const subnets = async (asked: sdk.DescribeSubnetsCommandInput) =>
    (await ec2.send(new sdk.DescribeSubnetsCommand(asked))).Subnets!.map(({ CidrBlock }) => CidrBlock)
  expect(await subnets(filter('availability-zone', '*a', '*c'))).toEqual(['172.31.0.0/20', '172.31.32.0/20'])
  expect(await subnets(filter('cidr-block', '172.31.1?.0/20'))).toEqual(['172.31.16.0/20'])
  expect(await subnets(filter('tag:Name', '*'))).toEqual([])
  expect(await refusal(subnets(filter('colour', 'red')))).toEqual(['InvalidParameterValue', 400])
})

test.each([
  ['vpc', new sdk.DescribeVpcsCommand({ VpcIds: ['vpc-1'] }), 'InvalidVpcID.NotFound'],
  ['subnet', new sdk.DescribeSubnetsCommand({ SubnetIds: ['subnet-1'] }), 'InvalidSubnetID.NotFound'],
  ['group', new sdk.DescribeSecurityGroupsCommand({ GroupIds: ['sg-1'] }), 'InvalidGroup.NotFound'],
])('a %s that is not there', async (_, command, code) => {
  expect(await refusal(ec2.send(command as sdk.DescribeVpcsCommand))).toEqual([code, 400])
})

test('nothing can be started', async () => {
  const input = { ImageId: 'ami-1', MinCount: 1, MaxCount: 1 }
  expect((await refusal(ec2.send(new sdk.RunInstancesCommand(input))))[0]).toBe('InvalidAction')
})

import type { Operations, Service } from '../service.ts'
import { chosen, type FilterTexts, filtered } from './filter.ts'
import { defaultGroup, defaultSubnets, defaultVpc, mainRouteTable, ZONES, zoneId } from './network.ts'

type Vpc = import('@aws-sdk/client-ec2').Vpc
type Subnet = import('@aws-sdk/client-ec2').Subnet
type SecurityGroup = import('@aws-sdk/client-ec2').SecurityGroup
type RouteTable = import('@aws-sdk/client-ec2').RouteTable

const VPCS: FilterTexts<Vpc> = {
  'vpc-id': ({ VpcId }) => VpcId,
  'owner-id': ({ OwnerId }) => OwnerId,
  cidr: ({ CidrBlock }) => CidrBlock,
  'cidr-block-association.cidr-block': ({ CidrBlock }) => CidrBlock,
  'dhcp-options-id': ({ DhcpOptionsId }) => DhcpOptionsId,
  'is-default': ({ IsDefault }) => IsDefault,
  isDefault: ({ IsDefault }) => IsDefault,
  state: ({ State }) => State,
}
const SUBNETS: FilterTexts<Subnet> = {
  'subnet-id': ({ SubnetId }) => SubnetId,
  'subnet-arn': ({ SubnetArn }) => SubnetArn,
  'vpc-id': ({ VpcId }) => VpcId,
  'owner-id': ({ OwnerId }) => OwnerId,
  'availability-zone': ({ AvailabilityZone }) => AvailabilityZone,
  availabilityZone: ({ AvailabilityZone }) => AvailabilityZone,
  'availability-zone-id': ({ AvailabilityZoneId }) => AvailabilityZoneId,
  'cidr-block': ({ CidrBlock }) => CidrBlock,
  cidrBlock: ({ CidrBlock }) => CidrBlock,
  'default-for-az': ({ DefaultForAz }) => DefaultForAz,
  defaultForAz: ({ DefaultForAz }) => DefaultForAz,
  'map-public-ip-on-launch': ({ MapPublicIpOnLaunch }) => MapPublicIpOnLaunch,
  state: ({ State }) => State,
}
const GROUPS: FilterTexts<SecurityGroup> = {
  'group-id': ({ GroupId }) => GroupId,
  'group-name': ({ GroupName }) => GroupName,
  description: ({ Description }) => Description,
  'owner-id': ({ OwnerId }) => OwnerId,
  'vpc-id': ({ VpcId }) => VpcId,
}
const ROUTE_TABLES: FilterTexts<RouteTable> = {
  'route-table-id': ({ RouteTableId }) => RouteTableId,
  'vpc-id': ({ VpcId }) => VpcId,
  'owner-id': ({ OwnerId }) => OwnerId,
  'association.main': ({ Associations = [] }) => Associations.map(({ Main }) => String(Main)),
}

/** What data sources read of the default network. EC2 has no other operations here: nothing can be started. */
const operations: Operations<typeof import('@aws-sdk/client-ec2')> = {
  DescribeVpcs({ VpcIds, Filters }, context) {
    const by = { id: (vpc: Vpc) => vpc.VpcId, code: 'InvalidVpcID.NotFound', called: 'vpc' }
    return { Vpcs: filtered(chosen([defaultVpc(context)], VpcIds, by), Filters, VPCS) }
  },

  DescribeVpcAttribute({ VpcId, Attribute }, context) {
    const by = { id: (vpc: Vpc) => vpc.VpcId, code: 'InvalidVpcID.NotFound', called: 'vpc' }
    chosen([defaultVpc(context)], [VpcId], by)
    if (Attribute === 'enableDnsSupport') return { VpcId, EnableDnsSupport: { Value: true } }
    if (Attribute === 'enableDnsHostnames') return { VpcId, EnableDnsHostnames: { Value: true } }
    return { VpcId, EnableNetworkAddressUsageMetrics: { Value: false } }
  },

  DescribeSubnets({ SubnetIds, Filters }, context) {
    const by = { id: (subnet: Subnet) => subnet.SubnetId, code: 'InvalidSubnetID.NotFound', called: 'subnet' }
    return { Subnets: filtered(chosen(defaultSubnets(context), SubnetIds, by), Filters, SUBNETS) }
  },

  DescribeSecurityGroups({ GroupIds, GroupNames, Filters }, context) {
    const by = { code: 'InvalidGroup.NotFound', called: 'security group' }
    const byId = chosen([defaultGroup(context)], GroupIds, { ...by, id: (group: SecurityGroup) => group.GroupId })
    const named = chosen(byId, GroupNames, { ...by, id: (group: SecurityGroup) => group.GroupName })
    return { SecurityGroups: filtered(named, Filters, GROUPS) }
  },

  DescribeRouteTables({ RouteTableIds, Filters }, context) {
    const by = { code: 'InvalidRouteTableID.NotFound', called: 'routeTable' }
    const all = chosen([mainRouteTable(context)], RouteTableIds, { ...by, id: (table) => table.RouteTableId })
    return { RouteTables: filtered(all, Filters, ROUTE_TABLES) }
  },

  DescribeAvailabilityZones({ ZoneNames, ZoneIds, Filters }, { region }) {
    const all = ZONES.map((zone, i) => ({
      ZoneName: `${region}${zone}`,
      ZoneId: zoneId(region, i),
      RegionName: region,
      GroupName: region,
      NetworkBorderGroup: region,
      ZoneType: 'availability-zone',
      State: 'available' as const,
      OptInStatus: 'opt-in-not-required' as const,
      Messages: [],
    }))
    const by = { code: 'InvalidParameterValue', called: 'zone' }
    const named = chosen(all, ZoneNames, { ...by, id: ({ ZoneName }) => ZoneName })
    return {
      AvailabilityZones: filtered(chosen(named, ZoneIds, { ...by, id: ({ ZoneId }) => ZoneId }), Filters, {
        'zone-name': ({ ZoneName }) => ZoneName,
        'zone-id': ({ ZoneId }) => ZoneId,
        'zone-type': ({ ZoneType }) => ZoneType,
        'region-name': ({ RegionName }) => RegionName,
        'group-name': ({ GroupName }) => GroupName,
        'opt-in-status': ({ OptInStatus }) => OptInStatus,
        state: ({ State }) => State,
      }),
    }
  },

  DescribeRegions({ RegionNames, Filters }, { region }) {
    const own = { RegionName: region, Endpoint: `ec2.${region}.amazonaws.com`, OptInStatus: 'opt-in-not-required' }
    const by = { id: ({ RegionName }: typeof own) => RegionName, code: 'InvalidParameterValue', called: 'region' }
    return {
      Regions: filtered(chosen([own], RegionNames, by), Filters, {
        'region-name': ({ RegionName }) => RegionName,
        endpoint: ({ Endpoint }) => Endpoint,
        'opt-in-status': ({ OptInStatus }) => OptInStatus,
      }),
    }
  },
}

export const ec2: Service = { name: 'ec2', operations }

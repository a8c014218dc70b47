import type { Context } from '../service.ts'

type Vpc = import('@aws-sdk/client-ec2').Vpc
type Subnet = import('@aws-sdk/client-ec2').Subnet
type SecurityGroup = import('@aws-sdk/client-ec2').SecurityGroup
type RouteTable = import('@aws-sdk/client-ec2').RouteTable

export const ZONES = ['a', 'b', 'c'] as const
const VPC = 'vpc-5a4db0c5000000000'
const GATEWAY = 'igw-5a4db0c5000000000'
const GROUP = 'sg-5a4db0c5000000000'
const CIDR = '172.31.0.0/16'
const ADDRESSES = 4091

/** The network that each account of AWS begins with: nothing else can be made. Each id is the same in each sandbox. */
export const defaultVpc = ({ account }: Context): Vpc => ({
  VpcId: VPC,
  OwnerId: account,
  CidrBlock: CIDR,
  CidrBlockAssociationSet: [
    { AssociationId: 'vpc-cidr-assoc-5a4db0c5000000000', CidrBlock: CIDR, CidrBlockState: { State: 'associated' } },
  ],
  DhcpOptionsId: 'dopt-5a4db0c5000000000',
  InstanceTenancy: 'default',
  IsDefault: true,
  State: 'available',
  Tags: [],
})

export const defaultSubnets = ({ account, region }: Context): Subnet[] =>
  ZONES.map((zone, i) => ({
    SubnetId: `subnet-5a4db0c500000000${i + 1}`,
    SubnetArn: `arn:aws:ec2:${region}:${account}:subnet/subnet-5a4db0c500000000${i + 1}`,
    VpcId: VPC,
    OwnerId: account,
    CidrBlock: `172.31.${i * 16}.0/20`,
    AvailabilityZone: `${region}${zone}`,
    AvailabilityZoneId: zoneId(region, i),
    AvailableIpAddressCount: ADDRESSES,
    DefaultForAz: true,
    MapPublicIpOnLaunch: true,
    AssignIpv6AddressOnCreation: false,
    MapCustomerOwnedIpOnLaunch: false,
    EnableDns64: false,
    Ipv6Native: false,
    Ipv6CidrBlockAssociationSet: [],
    PrivateDnsNameOptionsOnLaunch: {
      HostnameType: 'ip-name',
      EnableResourceNameDnsARecord: false,
      EnableResourceNameDnsAAAARecord: false,
    },
    State: 'available',
    Tags: [],
  }))

export const defaultGroup = ({ account, region }: Context): SecurityGroup => ({
  GroupId: GROUP,
  GroupName: 'default',
  Description: 'default VPC security group',
  SecurityGroupArn: `arn:aws:ec2:${region}:${account}:security-group/${GROUP}`,
  OwnerId: account,
  VpcId: VPC,
  IpPermissions: [{ IpProtocol: '-1', UserIdGroupPairs: [{ GroupId: GROUP, UserId: account }], IpRanges: [] }],
  IpPermissionsEgress: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }], UserIdGroupPairs: [] }],
  Tags: [],
})

export const mainRouteTable = ({ account }: Context): RouteTable => ({
  RouteTableId: 'rtb-5a4db0c5000000000',
  VpcId: VPC,
  OwnerId: account,
  Associations: [
    {
      Main: true,
      RouteTableAssociationId: 'rtbassoc-5a4db0c5000000000',
      RouteTableId: 'rtb-5a4db0c5000000000',
      AssociationState: { State: 'associated' },
    },
  ],
  Routes: [
    { DestinationCidrBlock: CIDR, GatewayId: 'local', Origin: 'CreateRouteTable', State: 'active' },
    { DestinationCidrBlock: '0.0.0.0/0', GatewayId: GATEWAY, Origin: 'CreateRoute', State: 'active' },
  ],
  PropagatingVgws: [],
  Tags: [],
})

/** `euw1-az1` of eu-west-1. */
export function zoneId(region: string, i: number): string {
  const [area = '', direction = '', number = ''] = region.split('-')
  const short = direction.replace(/(north|south|east|west|central)/g, (word) => word[0]!)
  return `${area}${short}${number}-az${i + 1}`
}

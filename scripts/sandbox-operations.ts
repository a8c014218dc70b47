import type { ServiceHead } from '../src/sandbox/protocol/model.ts'

/**
 * What the sandbox knows of AWS, by service: the SDK's package, how requests name the service, and the operations whose shapes go into
 * `src/sandbox/protocol/models/`. Add a name here and run `node scripts/sandbox-models.ts`.
 */
export interface ServiceSource extends ServiceHead {
  /** The SDK's client package, below `@aws-sdk/`. */
  readonly client: string
  /** Names apart by blanks; `*` is every operation. */
  readonly operations: string
}

const query = (version: string, host: string) => ({ version, xmlNamespace: `${host}/doc/${version}/` })

export const SERVICES: Readonly<Record<string, ServiceSource>> = {
  // All of S3: a route that is not known would be taken for a simpler one.
  s3: {
    client: 'client-s3',
    protocol: 'restXml',
    signingName: 's3',
    xmlNamespace: 'http://s3.amazonaws.com/doc/2006-03-01/',
    operations: '*',
  },
  sts: {
    client: 'client-sts',
    protocol: 'awsQuery',
    signingName: 'sts',
    ...query('2011-06-15', 'https://sts.amazonaws.com'),
    operations: 'AssumeRole GetCallerIdentity GetSessionToken',
  },
  glue: {
    client: 'client-glue',
    protocol: 'awsJson',
    signingName: 'glue',
    target: 'AWSGlue',
    operations: `
      BatchCreatePartition BatchDeletePartition BatchDeleteTable BatchGetPartition BatchStopJobRun BatchUpdatePartition
      CreateConnection CreateCrawler CreateDatabase CreateJob CreatePartition CreateTable CreateTrigger
      DeleteConnection DeleteCrawler DeleteDatabase DeleteJob DeletePartition DeleteTable DeleteTrigger
      GetConnection GetConnections GetCrawler GetCrawlers GetDatabase GetDatabases GetJob GetJobRun GetJobRuns GetJobs
      GetPartition GetPartitionIndexes GetPartitions GetTable GetTables GetTableVersion GetTableVersions GetTags GetTrigger
      GetTriggers ListCrawlers ListCrawls ListJobs ListTriggers SearchTables
      StartCrawler StartJobRun StartTrigger StopCrawler StopTrigger TagResource UntagResource
      UpdateConnection UpdateCrawler UpdateDatabase UpdateJob UpdatePartition UpdateTable UpdateTrigger
      DeleteTableVersion BatchDeleteTableVersion GetResourcePolicy GetSecurityConfiguration GetJobBookmark ResetJobBookmark`,
  },
  athena: {
    client: 'client-athena',
    protocol: 'awsJson',
    signingName: 'athena',
    target: 'AmazonAthena',
    operations: `
      BatchGetNamedQuery BatchGetQueryExecution CreateNamedQuery CreatePreparedStatement CreateWorkGroup
      DeleteNamedQuery DeletePreparedStatement DeleteWorkGroup GetDatabase GetDataCatalog GetNamedQuery GetPreparedStatement
      GetQueryExecution GetQueryResults GetQueryRuntimeStatistics GetTableMetadata GetWorkGroup
      ListDatabases ListDataCatalogs ListEngineVersions ListNamedQueries ListPreparedStatements ListQueryExecutions
      ListTableMetadata ListTagsForResource ListWorkGroups StartQueryExecution StopQueryExecution
      TagResource UntagResource UpdateNamedQuery UpdatePreparedStatement UpdateWorkGroup`,
  },
  rds: {
    client: 'client-rds',
    protocol: 'awsQuery',
    signingName: 'rds',
    ...query('2014-10-31', 'http://rds.amazonaws.com'),
    operations: 'DescribeDBInstances ListTagsForResource',
  },
  logs: {
    client: 'client-cloudwatch-logs',
    protocol: 'awsJson',
    signingName: 'logs',
    target: 'Logs_20140328',
    operations: `
      CreateLogGroup CreateLogStream DeleteLogGroup DeleteLogStream DeleteRetentionPolicy DescribeLogGroups DescribeLogStreams
      FilterLogEvents GetLogEvents ListTagsForResource ListTagsLogGroup PutLogEvents PutRetentionPolicy
      TagLogGroup TagResource UntagResource`,
  },
  cloudwatch: {
    client: 'client-cloudwatch',
    protocol: 'awsJson',
    signingName: 'monitoring',
    target: 'GraniteServiceVersion20100801',
    ...query('2010-08-01', 'http://monitoring.amazonaws.com'),
    operations: `
      DeleteAlarms DescribeAlarms DisableAlarmActions EnableAlarmActions GetMetricData GetMetricStatistics ListMetrics ListTagsForResource PutMetricAlarm PutMetricData
      SetAlarmState TagResource UntagResource`,
  },
  iam: {
    client: 'client-iam',
    protocol: 'awsQuery',
    signingName: 'iam',
    ...query('2010-05-08', 'https://iam.amazonaws.com'),
    operations: `
      AddRoleToInstanceProfile AttachRolePolicy CreateInstanceProfile CreatePolicy CreatePolicyVersion CreateRole
      DeleteInstanceProfile DeletePolicy DeletePolicyVersion DeleteRole DeleteRolePermissionsBoundary DeleteRolePolicy
      DetachRolePolicy GetInstanceProfile GetPolicy GetPolicyVersion GetRole GetRolePolicy ListAttachedRolePolicies
      ListEntitiesForPolicy ListInstanceProfiles ListInstanceProfilesForRole ListPolicies ListPolicyTags ListPolicyVersions
      ListRolePolicies ListRoles ListRoleTags PutRolePermissionsBoundary PutRolePolicy RemoveRoleFromInstanceProfile
      SetDefaultPolicyVersion TagPolicy TagRole UntagPolicy UntagRole UpdateAssumeRolePolicy UpdateRole UpdateRoleDescription`,
  },
  ec2: {
    client: 'client-ec2',
    protocol: 'ec2Query',
    signingName: 'ec2',
    version: '2016-11-15',
    xmlNamespace: 'http://ec2.amazonaws.com/doc/2016-11-15/',
    operations: `
      DescribeAvailabilityZones DescribeRegions DescribeRouteTables DescribeSecurityGroups DescribeSubnets DescribeVpcAttribute
      DescribeVpcs`,
  },
  secretsmanager: {
    client: 'client-secrets-manager',
    protocol: 'awsJson',
    signingName: 'secretsmanager',
    target: 'secretsmanager',
    operations: `
      CreateSecret DeleteResourcePolicy DeleteSecret DescribeSecret GetResourcePolicy GetSecretValue ListSecrets
      ListSecretVersionIds PutResourcePolicy PutSecretValue
      RestoreSecret TagResource UntagResource UpdateSecret UpdateSecretVersionStage`,
  },
  events: {
    client: 'client-eventbridge',
    protocol: 'awsJson',
    signingName: 'events',
    target: 'AWSEvents',
    operations: `
      DeleteRule DescribeEventBus DescribeRule DisableRule EnableRule ListEventBuses ListRuleNamesByTarget ListRules
      ListTagsForResource ListTargetsByRule PutRule
      PutTargets RemoveTargets TagResource UntagResource`,
  },
  scheduler: {
    client: 'client-scheduler',
    protocol: 'restJson',
    signingName: 'scheduler',
    operations: '*',
  },
  sns: {
    client: 'client-sns',
    protocol: 'awsQuery',
    signingName: 'sns',
    ...query('2010-03-31', 'http://sns.amazonaws.com'),
    operations: `
      CreateTopic DeleteTopic GetSubscriptionAttributes GetTopicAttributes ListSubscriptions ListSubscriptionsByTopic ListTagsForResource ListTopics
      Publish SetSubscriptionAttributes SetTopicAttributes Subscribe TagResource Unsubscribe UntagResource`,
  },
}

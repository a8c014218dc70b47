import { afterAll, beforeAll, expect, test } from 'vitest'
import { pythonEnvironment, type RunPython } from '../servers/python.ts'
import { type Started, start } from './start.ts'

/** What the exercise, the AWS CLI and awswrangler were recorded to call, and what people expect of jobs beside it. */
const CALLS: Readonly<Record<string, string>> = {
  athena: 'GetQueryExecution GetQueryResults GetWorkGroup StartQueryExecution',
  cloudwatch: 'DescribeAlarms',
  glue: `BatchCreatePartition BatchDeletePartition BatchStopJobRun CreateDatabase CreateTable DeleteDatabase DeleteTable GetDatabase GetDatabases
    GetJob GetJobRun GetJobRuns GetJobs GetPartitions GetTable GetTables ListJobs StartJobRun UpdateTable`,
  logs: 'FilterLogEvents',
  rds: 'DescribeDBInstances',
  s3: `CompleteMultipartUpload CopyObject CreateBucket CreateMultipartUpload DeleteObject DeleteObjects GetObject HeadBucket HeadObject
    ListBuckets ListObjectsV2 PutObject UploadPart`,
  sts: 'GetCallerIdentity',
}

let sandbox: Started
let run: RunPython
beforeAll(async () => {
  run = await pythonEnvironment(['awswrangler==3.17.1', 'awscli==1.45.11'])
  sandbox = await start()
})
afterAll(async () => {
  expect(sandbox.faults).toEqual([])
  await sandbox[Symbol.asyncDispose]()
})

const STORY = `
import os, time; os.environ.update(given)
import boto3, botocore
from boto3.s3.transfer import TransferConfig
calls = set()
def client(service):
    made = boto3.client(service, config=botocore.config.Config(retries={'total_max_attempts': 1}))
    made.meta.events.register('after-call', lambda event_name, http_response, **_: http_response.status_code < 300 and calls.add(':'.join(event_name.split('.')[1:])))
    return made
s3, glue, athena = map(client, ['s3', 'glue', 'athena'])
account = client('sts').get_caller_identity()['Account']
place = {'CreateBucketConfiguration': {'LocationConstraint': 'eu-west-1'}}
s3.create_bucket(Bucket='lake', **place); s3.head_bucket(Bucket='lake'); buckets = [b['Name'] for b in s3.list_buckets()['Buckets']]
for year in (2023, 2024): s3.put_object(Bucket='lake', Key=f'sales/year={year}/a.csv', Body=f'{year},1.50\\n'.encode())
upload = s3.create_multipart_upload(Bucket='lake', Key='large')['UploadId']
part = s3.upload_part(Bucket='lake', Key='large', UploadId=upload, PartNumber=1, Body=b'x' * 100)['ETag']
s3.complete_multipart_upload(Bucket='lake', Key='large', UploadId=upload, MultipartUpload={'Parts': [{'ETag': part, 'PartNumber': 1}]})
s3.copy_object(Bucket='lake', Key='copy', CopySource='lake/large')
size = s3.head_object(Bucket='lake', Key='copy')['ContentLength']
body = s3.get_object(Bucket='lake', Key='copy', Range='bytes=0-2')['Body'].read().decode()
s3.delete_object(Bucket='lake', Key='large'); s3.delete_objects(Bucket='lake', Delete={'Objects': [{'Key': 'copy'}]})
keys = [o['Key'] for o in s3.list_objects_v2(Bucket='lake')['Contents']]

glue.create_database(DatabaseInput={'Name': 'shop'}); glue.get_database(Name='shop')
def table(columns): return {'Name': 'sales', 'TableType': 'EXTERNAL_TABLE', 'PartitionKeys': [{'Name': 'year', 'Type': 'int'}], 'StorageDescriptor': {
    'Columns': [{'Name': n, 'Type': t} for n, t in columns], 'Location': 's3://lake/sales/', 'InputFormat': 'org.apache.hadoop.mapred.TextInputFormat',
    'SerdeInfo': {'SerializationLibrary': 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe', 'Parameters': {'field.delim': ','}}}}
glue.create_table(DatabaseName='shop', TableInput=table([('id', 'int')]))
glue.update_table(DatabaseName='shop', TableInput=table([('id', 'int'), ('amount', 'decimal(10,2)')]))
columns = glue.get_table(DatabaseName='shop', Name='sales')['Table']['StorageDescriptor']['Columns']
at = {'DatabaseName': 'shop', 'TableName': 'sales'}
def partition(year): return {'Values': [str(year)], 'StorageDescriptor': {**table([('id', 'int'), ('amount', 'decimal(10,2)')])['StorageDescriptor'], 'Location': f's3://lake/sales/year={year}/'}}
glue.batch_create_partition(**at, PartitionInputList=[partition(2023), partition(2024)])
athena.get_work_group(WorkGroup='primary')
query = athena.start_query_execution(QueryString='select year, amount from sales order by 1', QueryExecutionContext={'Database': 'shop'}, ResultConfiguration={'OutputLocation': 's3://lake/out/'})['QueryExecutionId']
while athena.get_query_execution(QueryExecutionId=query)['QueryExecution']['Status']['State'] in ('QUEUED', 'RUNNING'): time.sleep(0.05)
rows = [[d.get('VarCharValue') for d in r['Data']] for r in athena.get_query_results(QueryExecutionId=query)['ResultSet']['Rows']]
glue.batch_delete_partition(**at, PartitionsToDelete=[{'Values': ['2023']}])
left = [p['Values'] for p in glue.get_partitions(**at)['Partitions']]
tables = [t['Name'] for t in glue.get_tables(DatabaseName='shop')['TableList']]
glue.delete_table(DatabaseName='shop', Name='sales'); databases = len(glue.get_databases()['DatabaseList']); glue.delete_database(Name='shop')

glue.create_job(Name='job', Role='r', Command={'Name': 'glueetl', 'ScriptLocation': 's3://lake/none.py'})
glue.get_job(JobName='job'); glue.get_jobs(); glue.list_jobs()
id = glue.start_job_run(JobName='job')['JobRunId']
while (job := glue.get_job_run(JobName='job', RunId=id)['JobRun'])['JobRunState'] in ('STARTING', 'RUNNING'): time.sleep(0.05)
stopped = glue.batch_stop_job_run(JobName='job', JobRunIds=[id]); runs = len(glue.get_job_runs(JobName='job')['JobRuns'])
events = client('logs').filter_log_events(logGroupName='/aws-glue/jobs/error')['events']
instances = client('rds').describe_db_instances()['DBInstances']; alarms = client('cloudwatch').describe_alarms()['MetricAlarms']
result = {'calls': sorted(calls), 'account': account, 'buckets': buckets, 'size': size, 'body': body, 'keys': keys, 'columns': columns, 'rows': rows, 'left': left, 'tables': tables,
  'databases': databases, 'run': [job['JobRunState'], job['ErrorMessage']], 'runs': runs, 'errors': len(stopped['Errors']), 'logged': len(events) > 0, 'instances': instances, 'alarms': alarms}
`

test('boto3 is served every call of the scope, and by what they say', async () => {
  const { calls, ...told } = await run<{ calls: string[] } & Record<string, unknown>>(STORY, {
    AWS_ENDPOINT_URL: sandbox.url,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_DEFAULT_REGION: 'eu-west-1',
    AWS_EC2_METADATA_DISABLED: 'true',
  })
  const wanted = Object.entries(CALLS).flatMap(([service, names]) =>
    names.split(/\s+/).map((name) => `${service}:${name}`),
  )
  const names: Readonly<Record<string, string>> = { 'cloudwatch-logs': 'logs' }
  const served = new Set(calls.map((call) => call.replace(/^[^:]+/, (service) => names[service] ?? service)))
  expect(wanted.filter((call) => !served.has(call))).toEqual([])
  expect(told).toEqual({
    account: '000000000000',
    buckets: ['lake'],
    size: 100,
    body: 'xxx',
    keys: ['sales/year=2023/a.csv', 'sales/year=2024/a.csv'],
    columns: [
      { Name: 'id', Type: 'int' },
      { Name: 'amount', Type: 'decimal(10,2)' },
    ],
    rows: [
      ['year', 'amount'],
      ['2023', '1.50'],
      ['2024', '1.50'],
    ],
    left: [['2024']],
    tables: ['sales'],
    databases: 1,
    run: ['FAILED', expect.stringMatching(/^LAUNCH ERROR \| /)],
    runs: 1,
    errors: 1,
    logged: true,
    instances: [],
    alarms: [],
  })
})

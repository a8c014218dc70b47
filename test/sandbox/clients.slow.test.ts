import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pythonEnvironment, type RunPython } from '../servers/python.ts'
import { type Started, start } from './start.ts'

const CLIENTS = ['boto3==1.43.11', 'awscli==1.45.11'] as const

let sandbox: Started
let run: RunPython
let folder: string
beforeAll(async () => {
  run = await pythonEnvironment(CLIENTS)
  sandbox = await start()
  folder = await mkdtemp(join(tmpdir(), 'starlift-clients-'))
})
afterAll(async () => {
  expect(sandbox.faults).toEqual([])
  await sandbox[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

const environment = () => ({
  AWS_ENDPOINT_URL: sandbox.url,
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_DEFAULT_REGION: 'eu-west-1',
  AWS_EC2_METADATA_DISABLED: 'true',
})

/** Runs boto3 code that has `client(service)`. */
const boto = <Result>(script: string): Promise<Result> =>
  run(
    `
import os, boto3
from botocore.config import Config
os.environ.update(given)
client = lambda service, **more: boto3.client(service, config=Config(retries={'total_max_attempts': 1}, **more))
${script}`,
    environment(),
  )

/** Runs the AWS CLI, each line of a script after the other, as in a terminal. */
async function aws(script: string): Promise<string> {
  const python = await run<string>('result = _sys.executable')
  const env = { PATH: process.env.PATH ?? '', HOME: folder, ...environment() }
  const { stdout } = await promisify(execFile)('bash', ['-euc', `aws() { "${python}" -m awscli "$@"; }\n${script}`], {
    cwd: folder,
    env,
  })
  return stdout
}

test('boto3: objects, listings, conditions, checksums, presigned addresses', async () => {
  const result = await boto<Record<string, unknown>>(`
import urllib.request, botocore
s3 = client('s3')
s3.create_bucket(Bucket='boto', CreateBucketConfiguration={'LocationConstraint': 'eu-west-1'})
s3.put_object(Bucket='boto', Key='ä/1 +.csv', Body=b'a,b', Metadata={'k': 'v'}, ContentType='text/csv')
for i in range(25): s3.put_object(Bucket='boto', Key=f'many/{i:02}', Body=b'x')
pages = s3.get_paginator('list_objects_v2').paginate(Bucket='boto', PaginationConfig={'PageSize': 10})
keys = [o['Key'] for page in pages for o in page['Contents']]
def code(call):
    try: call(); return None
    except botocore.exceptions.ClientError as e: return [e.response['Error']['Code'], e.response['ResponseMetadata']['HTTPStatusCode']]
url = s3.generate_presigned_url('get_object', Params={'Bucket': 'boto', 'Key': 'ä/1 +.csv'})
head = s3.head_object(Bucket='boto', Key='ä/1 +.csv', ChecksumMode='ENABLED')
result = {
  'keys': len(keys), 'first': keys[-1],
  'presigned': urllib.request.urlopen(url).read().decode(),
  'head': [head['ContentType'], head['Metadata'], head['ContentLength'], [k for k in head if k.startswith('ChecksumC')]],
  'missing': code(lambda: s3.get_object(Bucket='boto', Key='no')),
  'head_missing': code(lambda: s3.head_object(Bucket='boto', Key='no')),
  'exists': code(lambda: s3.put_object(Bucket='boto', Key='many/00', Body=b'', IfNoneMatch='*')),
  'no_policy': code(lambda: s3.get_bucket_policy(Bucket='boto')),
  'no_cors': code(lambda: s3.get_bucket_cors(Bucket='boto')),
  'location': s3.get_bucket_location(Bucket='boto')['LocationConstraint'],
  'identity': client('sts').get_caller_identity()['Arn'],
  'unknown': code(lambda: client('sts').get_access_key_info(AccessKeyId='AKIAIOSFODNN7EXAMPLE')),
}
s3r = boto3.resource('s3').Bucket('boto'); s3r.objects.all().delete(); s3r.delete()
`)
  expect(result).toEqual({
    keys: 26,
    first: 'ä/1 +.csv',
    presigned: 'a,b',
    head: ['text/csv', { k: 'v' }, 3, ['ChecksumCRC32']],
    missing: ['NoSuchKey', 404],
    head_missing: ['404', 404],
    exists: ['PreconditionFailed', 412],
    no_policy: ['NoSuchBucketPolicy', 404],
    no_cors: ['NoSuchCORSConfiguration', 404],
    location: 'eu-west-1',
    identity: 'arn:aws:iam::000000000000:root',
    unknown: ['InvalidAction', 400],
  })
})

test('boto3: what is put on a bucket comes back, and goes', async () => {
  const result = await boto<Record<string, unknown>>(`
s3 = client('s3'); b = {'Bucket': 'settings'}
s3.create_bucket(**b, CreateBucketConfiguration={'LocationConstraint': 'eu-west-1'})
s3.put_bucket_policy(**b, Policy='{"Version":"2012-10-17","Statement":[]}')
s3.put_bucket_tagging(**b, Tagging={'TagSet': [{'Key': 'a', 'Value': '<b>'}]})
rule = {'ID': 'old', 'Status': 'Enabled', 'Filter': {'Prefix': 'x/'}, 'Expiration': {'Days': 7}}
s3.put_bucket_lifecycle_configuration(**b, LifecycleConfiguration={'Rules': [rule]})
s3.put_public_access_block(**b, PublicAccessBlockConfiguration={'BlockPublicAcls': True, 'IgnorePublicAcls': False, 'BlockPublicPolicy': True, 'RestrictPublicBuckets': True})
sse = {'Rules': [{'ApplyServerSideEncryptionByDefault': {'SSEAlgorithm': 'aws:kms'}, 'BucketKeyEnabled': True}]}
s3.put_bucket_encryption(**b, ServerSideEncryptionConfiguration=sse)
s3.put_bucket_cors(**b, CORSConfiguration={'CORSRules': [{'AllowedMethods': ['GET', 'PUT'], 'AllowedOrigins': ['*']}]})
s3.put_bucket_versioning(**b, VersioningConfiguration={'Status': 'Enabled'})
lifecycle = s3.get_bucket_lifecycle_configuration(**b)
result = {
  'policy': s3.get_bucket_policy(**b)['Policy'],
  'tags': s3.get_bucket_tagging(**b)['TagSet'],
  'rules': lifecycle['Rules'] == [rule], 'minimum': lifecycle['TransitionDefaultMinimumObjectSize'],
  'block': s3.get_public_access_block(**b)['PublicAccessBlockConfiguration'],
  'sse': s3.get_bucket_encryption(**b)['ServerSideEncryptionConfiguration'] == sse,
  'cors': s3.get_bucket_cors(**b)['CORSRules'],
  'versioning': s3.get_bucket_versioning(**b)['Status'],
  'acl': [g['Permission'] for g in s3.get_bucket_acl(**b)['Grants']],
  'payer': s3.get_bucket_request_payment(**b)['Payer'],
  'ownership': s3.get_bucket_ownership_controls(**b)['OwnershipControls']['Rules'][0]['ObjectOwnership'],
  'logging': 'LoggingEnabled' in s3.get_bucket_logging(**b),
}
for kind in ['policy', 'tagging', 'lifecycle', 'cors', 'encryption']: getattr(s3, f'delete_bucket_{kind}')(**b)
s3.delete_public_access_block(**b); s3.delete_bucket(**b)
`)
  expect(result).toEqual({
    policy: '{"Version":"2012-10-17","Statement":[]}',
    tags: [{ Key: 'a', Value: '<b>' }],
    rules: true,
    minimum: 'all_storage_classes_128K',
    block: { BlockPublicAcls: true, IgnorePublicAcls: false, BlockPublicPolicy: true, RestrictPublicBuckets: true },
    sse: true,
    cors: [{ AllowedMethods: ['GET', 'PUT'], AllowedOrigins: ['*'] }],
    versioning: 'Enabled',
    acl: ['FULL_CONTROL'],
    payer: 'BucketOwner',
    ownership: 'BucketOwnerEnforced',
    logging: false,
  })
})

test('boto3: bodies in chunks, signed and with trailers, and uploads in parts', async () => {
  const result = await boto<Record<string, unknown>>(`
import io, os, hashlib
from boto3.s3.transfer import TransferConfig
s3 = client('s3', s3={'payload_signing_enabled': True}); b = 'large'
s3.create_bucket(Bucket=b, CreateBucketConfiguration={'LocationConstraint': 'eu-west-1'})
data = os.urandom(18 * 1024 * 1024)
s3.upload_fileobj(io.BytesIO(data), b, 'parts', Config=TransferConfig(multipart_threshold=5*1024*1024, multipart_chunksize=5*1024*1024))
back = io.BytesIO(); s3.download_fileobj(b, 'parts', back)
s3.copy({'Bucket': b, 'Key': 'parts'}, b, 'copy', Config=TransferConfig(multipart_threshold=5*1024*1024, multipart_chunksize=6*1024*1024))
copied = s3.get_object(Bucket=b, Key='copy')['Body'].read()
result = {'same': back.getvalue() == data, 'copied': copied == data, 'etag': s3.head_object(Bucket=b, Key='parts')['ETag'][-3:]}
`)
  expect(result).toEqual({ same: true, copied: true, etag: '-4"' })
})

test('the AWS CLI: make, copy, list, move, sync, remove', async () => {
  const said = await aws(`
aws sts get-caller-identity --query Account --output text
aws s3 mb s3://cli > /dev/null
mkdir -p tree/sub; echo one > tree/1.txt; echo two > "tree/sub/2 ü.txt"; head -c 9000000 /dev/zero > tree/large
aws s3 sync tree s3://cli/tree --no-progress > /dev/null
aws s3 ls s3://cli/tree/ --recursive | awk '{$1 = $2 = ""; print}'
aws s3 mv s3://cli/tree/1.txt s3://cli/moved.txt --no-progress > /dev/null
aws s3 cp s3://cli/moved.txt -
aws s3api head-object --bucket cli --key tree/large --query ContentLength
rm -r tree; aws s3 sync s3://cli/tree tree --no-progress > /dev/null; cat "tree/sub/2 ü.txt"
aws s3 rb s3://cli --force > /dev/null
aws s3 ls | wc -l`)
  expect(
    said
      .trim()
      .split('\n')
      .map((line) => line.trim()),
  ).toEqual([
    '000000000000',
    '4 tree/1.txt',
    '9000000 tree/large',
    '4 tree/sub/2 ü.txt',
    'one',
    '9000000',
    'two',
    expect.stringMatching(/^\d+$/),
  ])
})

import { execFile } from 'node:child_process'

/** `aws --version` as it is found on the path; undefined where there is none. */
export const awsCliVersion = (): Promise<string | undefined> =>
  new Promise((resolve) => {
    // The first version 1 wrote it to stderr.
    execFile('aws', ['--version'], { timeout: 10_000 }, (error, stdout, stderr) =>
      resolve(error ? undefined : /aws-cli\/\d+\.\d+(\.\d+)?/.exec(stdout + stderr)?.[0]),
    )
  })

/** What an installed AWS CLI would send to the real AWS although AWS_ENDPOINT_URL says otherwise. */
export function awsCliWarning(version: string | undefined, region: string): string | undefined {
  const [major = 0, minor = 0] = (version?.slice('aws-cli/'.length).split('.') ?? []).map(Number)
  if (major === 2 && minor < 13)
    return `${version} does not know AWS_ENDPOINT_URL: give each command  --endpoint-url , or install 2.13 or later.`
  if (major !== 1) return undefined
  return region === 'us-east-1'
    ? `${version} sends rds and sqs of us-east-1 to the real AWS, whatever AWS_ENDPOINT_URL says: use another --region, or version 2.`
    : `${version} sends sqs, and in us-east-1 rds too, to the real AWS, whatever AWS_ENDPOINT_URL says: stay in ${region}, or use version 2.`
}

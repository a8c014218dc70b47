import { awsFailure, loaded } from './sdk.ts'

/** Where, and as whom, somebody logs in by IAM. */
export interface IamLogin {
  readonly host: string
  readonly port: number
  readonly region: string
  readonly user: string
}

/** Makes passwords for a user of IAM, each good for 15 minutes of connecting; nothing is asked of the server for it. */
export async function iamTokens({ host, port, region, user }: IamLogin): Promise<() => Promise<string>> {
  const { Signer } = await loaded('@aws-sdk/rds-signer', () => import('@aws-sdk/rds-signer'))
  const signer = new Signer({ hostname: host, port, region, username: user })
  return () =>
    signer.getAuthToken().catch((error: unknown) => {
      throw awsFailure(error, { action: 'rds-db:connect', subject: `${user} at ${host}` })
    })
}

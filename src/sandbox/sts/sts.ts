import { randomBytes } from 'node:crypto'
import { ServiceException } from '../protocol/service-exception.ts'
import type { Operations, Service } from '../service.ts'

const HOUR_S = 3600

/** Temporary credentials that open nothing: the sandbox asks for none. */
const credentials = (now: Date, seconds: number) => ({
  AccessKeyId: `SANDBOX${randomBytes(6).toString('hex').toUpperCase()}`,
  SecretAccessKey: randomBytes(20).toString('base64url'),
  SessionToken: randomBytes(32).toString('base64url'),
  Expiration: new Date(now.getTime() + seconds * 1000),
})

const operations: Operations<typeof import('@aws-sdk/client-sts')> = {
  GetCallerIdentity: (_, { account }) => ({
    Account: account,
    UserId: account,
    Arn: `arn:aws:iam::${account}:root`,
  }),

  GetSessionToken: ({ DurationSeconds = 12 * HOUR_S }, { now }) => ({
    Credentials: credentials(now(), DurationSeconds),
  }),

  AssumeRole({ RoleArn, RoleSessionName, DurationSeconds = HOUR_S }, { now }) {
    const role = /^arn:aws[\w-]*:iam::(\d{12}):role\/(?:.*\/)?([\w+=,.@-]+)$/.exec(RoleArn)
    if (!role) throw new ServiceException('ValidationError', `${RoleArn} is invalid`)
    const [, account, name] = role
    const id = 'AROASANDBOX'
    return {
      Credentials: credentials(now(), DurationSeconds),
      AssumedRoleUser: {
        AssumedRoleId: `${id}:${RoleSessionName}`,
        Arn: `arn:aws:sts::${account}:assumed-role/${name}/${RoleSessionName}`,
      },
    }
  },
}

export const sts: Service = { name: 'sts', operations }

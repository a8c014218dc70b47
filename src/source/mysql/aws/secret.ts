import { StarliftError } from '../../../core/error.ts'
import { awsFailure, loaded, regionFor } from './sdk.ts'

export interface Credentials {
  readonly user: string
  readonly password: string
}

/**
 * User and password from Secrets Manager, by a secret's name or ARN. It is JSON with `username` and `password`, as RDS writes it; `user` is
 * who it must be for, where that is known already. Fails with CONFIG, SOURCE_LOGIN or SOURCE_UNREACHABLE, which say nothing that it holds but a
 * user.
 */
export async function credentialsIn(secret: string, user?: string): Promise<Credentials> {
  const { username = user, password } = parsed(await textOf(secret))
  if (typeof username !== 'string' || username === '' || typeof password !== 'string')
    throw faulty(secret, 'is not JSON with username and password')
  if (user !== undefined && username !== user) throw faulty(secret, `is for user ${username}, and not for ${user}`)
  return { user: username, password }
}

async function textOf(secret: string): Promise<string> {
  const { SecretsManagerClient, GetSecretValueCommand } = await loaded(
    '@aws-sdk/client-secrets-manager',
    () => import('@aws-sdk/client-secrets-manager'),
  )
  const client = new SecretsManagerClient(regionFor(secret))
  const asked = {
    action: 'secretsmanager:GetSecretValue',
    subject: `secret ${secret}`,
    absent: 'ResourceNotFoundException',
  }
  try {
    return (await client.send(new GetSecretValueCommand({ SecretId: secret }))).SecretString ?? ''
  } catch (error) {
    throw awsFailure(error, asked)
  } finally {
    client.destroy()
  }
}

/** What the parser says of a text quotes it, and is told to nobody. */
function parsed(text: string): { readonly username?: unknown; readonly password?: unknown } {
  try {
    return Object(JSON.parse(text))
  } catch {
    return {}
  }
}

const faulty = (secret: string, how: string): StarliftError =>
  new StarliftError('CONFIG', {
    operation: 'connect',
    subject: `secret ${secret}`,
    what: `The secret ${secret} ${how}`,
    next: 'Keep {"username": "reader", "password": "…"} in it, or name another in source.mysql.secret.',
  })

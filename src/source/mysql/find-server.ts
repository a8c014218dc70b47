import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { StarliftError } from '../../core/error.ts'
import { addressOf, type ServerUrl } from './address.ts'
import { iamTokens } from './aws/iam-token.ts'
import { type RdsInstance, rdsInstance } from './aws/rds-instance.ts'
import { type Credentials, credentialsIn } from './aws/secret.ts'

/** What a config says of where a server is, and as whom to log in. */
export interface ServerOptions {
  readonly url?: string | undefined
  /** An instance's name or ARN, in place of a URL. */
  readonly rds?: string | undefined
  /** Of an instance: the database, unless the one that was made with it; the user, unless the secret's. */
  readonly database?: string | undefined
  readonly user?: string | undefined
  /** A secret's name or ARN. */
  readonly secret?: string | undefined
  readonly iam?: boolean | undefined
}

/**
 * DATABASE_URL of the environment, then of .env, then what the config says; and which of them it is. AWS is asked only for the last. Fails with
 * CONFIG, SOURCE_LOGIN or SOURCE_UNREACHABLE.
 */
export async function findServer(folder: string, given: ServerOptions): Promise<ServerUrl> {
  const { url, rds, secret } = given
  const named = databaseUrl(folder)
  if (named) return named
  if (rds !== undefined) return ofInstance(rds, given)
  if (!url) throw nowhere()
  return secret === undefined ? { url, origin: 'the config' } : withSecret(url, secret)
}

function databaseUrl(folder: string): ServerUrl | undefined {
  const file = join(folder, '.env')
  const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
  const line = text.split(/\r?\n/).findLastIndex((each) => /^\s*(export\s+)?DATABASE_URL\s*=/.test(each)) + 1
  const found = [
    [process.env.DATABASE_URL, 'DATABASE_URL of the environment'],
    [parseEnv(text).DATABASE_URL, `.env line ${line}`],
  ] as const
  for (const [url, origin] of found) if (url) return { url, origin }
  return undefined
}

async function withSecret(url: string, secret: string): Promise<ServerUrl> {
  const { user } = addressOf(url)
  const credentials = await credentialsIn(secret, user || undefined)
  return { url: loggedIn(url, credentials), origin: `the config and secret ${secret}` }
}

async function ofInstance(name: string, { database, user, secret, iam }: ServerOptions): Promise<ServerUrl> {
  const instance = await rdsInstance(name)
  const url = urlOf(name, { ...instance, database: database ?? instance.database })
  if (iam && user !== undefined) {
    const token = await iamTokens({ ...instance, user })
    return { url: loggedIn(url, { user, password: '' }), origin: `RDS instance ${name}, by IAM`, token }
  }
  const kept = secret ?? instance.secret
  if (kept === undefined) throw noLogin(name)
  return { url: loggedIn(url, await credentialsIn(kept, user)), origin: `RDS instance ${name} and secret ${kept}` }
}

function urlOf(name: string, { host, port, database }: Pick<RdsInstance, 'host' | 'port' | 'database'>): string {
  if (database !== undefined)
    return `mysql://${host.includes(':') ? `[${host}]` : host}:${port}/${encodeURIComponent(database)}`
  throw new StarliftError('CONFIG', {
    operation: 'connect',
    subject: `RDS instance ${name}`,
    what: `The RDS instance ${name} was made without a database, and nothing says which one to read`,
    next: `Say it in the config:  source: { mysql: { rds: '${name}', database: 'shop' } }`,
  })
}

function loggedIn(url: string, { user, password }: Credentials): string {
  const parsed = new URL(url)
  if (parsed.hostname === '') parsed.hostname = 'localhost'
  parsed.username = encodeURIComponent(user)
  parsed.password = encodeURIComponent(password)
  return parsed.href
}

const noLogin = (name: string): StarliftError =>
  new StarliftError('CONFIG', {
    operation: 'connect',
    subject: `RDS instance ${name}`,
    what: `Nothing says how to log in to the RDS instance ${name}: it keeps no master secret, and the config names none`,
    next: "Add  secret: 'name-or-arn'  to source.mysql, or  iam: true, user: 'reader' , or set DATABASE_URL.",
  })

const nowhere = (): StarliftError =>
  new StarliftError('CONFIG', {
    operation: 'connect',
    subject: 'source.mysql',
    what: 'Nothing says which server to read',
    next: 'Set DATABASE_URL=mysql://user:password@host:3306/database in the environment or in .env.',
  })

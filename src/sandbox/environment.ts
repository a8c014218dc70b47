import { StarliftError } from '../core/error.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** What the sandbox's own exports say, and what people write where any credentials will do. */
const MADE_UP = /^(test|testing|dummy|fake|local|sandbox|mock|foo|x+)$/i

/** Variables that hold, or lead to, credentials that may be real; names only, never values. */
export function suspectVariables(env: Environment): string[] {
  const { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret } = env
  const suspects = id && !MADE_UP.test(id) && /^(AKIA|ASIA)/.test(id) ? ['AWS_ACCESS_KEY_ID'] : []
  if (secret && !MADE_UP.test(secret) && secret.length >= 40) suspects.push('AWS_SECRET_ACCESS_KEY')
  const leading = [
    'AWS_SESSION_TOKEN',
    'AWS_PROFILE',
    'AWS_DEFAULT_PROFILE',
    'AWS_ROLE_ARN',
    'AWS_WEB_IDENTITY_TOKEN_FILE',
  ]
  return [...suspects, ...leading.filter((name) => env[name] && !MADE_UP.test(env[name]))]
}

/** Real credentials beside a sandbox mean that one forgotten variable sends a command to a real account. */
export function refuseRealCredentials(env: Environment): void {
  const names = suspectVariables(env)
  if (names.length === 0) return
  throw new StarliftError('SANDBOX_CREDENTIALS', {
    operation: 'sandbox',
    subject: names[0]!,
    what: `${names.join(', ')} may be real credentials`,
    lines: ['A command that does not know of the sandbox would use them on a real account.'],
    next: `unset ${names.join(' ')}  and start again; if they are made up,  --ignore-credentials .`,
  })
}

import { existsSync, readFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { parseEnv } from 'node:util'
import { type CompleteConfig, completeConfig } from '../../config.ts'
import { StarliftError } from '../../core/error.ts'
import { quoted } from '../../model/schema-tables.ts'
import { loadConfig } from '../../project-files.ts'

export interface OriginOptions {
  readonly config: string
  readonly url?: string
  readonly dump?: string
  readonly demo?: boolean
}

/** Which source a new project reads, who says so, and the config that says it from now on. */
export interface Origin {
  readonly config: CompleteConfig
  /** `DATABASE_URL`, `.env`, `--url`, …: what people see. */
  readonly from: string
  /** The value of `source` as starlift.config.ts writes it, and a comment to it; null where there is a config already. */
  readonly source: { readonly text: string; readonly note?: string } | null
  /** True where the config holds all but the password. */
  readonly passwordMissing: boolean
}

/** The dump that `--demo` writes. */
export const DEMO_DUMP = 'shop.sql'

/** The config that is there; else what the command line, the environment or .env say. CONFIG where nothing does. */
export async function originOf(folder: string, options: OriginOptions): Promise<Origin> {
  const file = resolve(folder, options.config)
  if (existsSync(file)) return existing(file, options)
  const given = options.demo ? { ...options, dump: join(folder, DEMO_DUMP) } : options
  if (given.dump !== undefined && given.url !== undefined) throw twoSources()
  if (given.dump !== undefined) return fromDump(file, folder, given.dump, options.demo ? '--demo' : '--dump')
  return given.url === undefined ? fromEnvironment(file, folder) : fromUrl(file, given.url)
}

async function existing(file: string, { config, url, dump, demo }: OriginOptions): Promise<Origin> {
  const flag = url !== undefined ? '--url' : dump !== undefined ? '--dump' : demo ? '--demo' : undefined
  if (flag === undefined) return { config: await loadConfig(file), from: config, source: null, passwordMissing: false }
  throw new StarliftError('USAGE', {
    operation: 'init',
    subject: flag,
    what: `There is a ${config} here already, which names its source; ${flag} would not be used`,
    next: `Leave ${flag} out, or name another folder:  npx starlift init <folder> ${flag} … .`,
  })
}

const twoSources = (): StarliftError =>
  new StarliftError('USAGE', {
    operation: 'init',
    subject: '--url',
    what: '--url and a dump are two sources, and a project reads one',
    next: 'Give one of them.',
  })

function fromDump(file: string, folder: string, dump: string, from: string): Origin {
  const beside = relative(folder, resolve(dump)).replaceAll('\\', '/')
  const path = beside.startsWith('.') || /^([a-z]:|\/)/i.test(beside) ? beside : `./${beside}`
  const config = completeConfig({ source: { dump: path } }, file)
  return { config, from, source: { text: `{ dump: ${quoted(path)} }` }, passwordMissing: false }
}

/** What the command line says goes before the environment; the password stays in this process. */
function fromUrl(file: string, url: string): Origin {
  process.env.DATABASE_URL = url
  const bare = withoutPassword(url)
  return {
    config: completeConfig({ source: { mysql: { url: bare } } }, file),
    from: '--url',
    source: { text: `{ mysql: { url: '${bare}' } }` },
    passwordMissing: bare !== url && URL.parse(url)?.password !== '',
  }
}

/** Of the parameters only the socket's path is no secret for certain. */
function withoutPassword(url: string): string {
  const parsed = URL.parse(url)
  if (!parsed) return 'mysql://not-understood'
  const socket = parsed.searchParams.get('socket')
  parsed.password = ''
  parsed.hash = ''
  parsed.search = socket === null ? '' : `?socket=${encodeURIComponent(socket).replaceAll('%2F', '/')}`
  return parsed.href.replaceAll("'", '%27')
}

function fromEnvironment(file: string, folder: string): Origin {
  const env = join(folder, '.env')
  const own = existsSync(env) ? parseEnv(readFileSync(env, 'utf8')).DATABASE_URL : undefined
  if (!process.env.DATABASE_URL && !own) throw nothingToConnectTo()
  return {
    config: completeConfig({ source: { mysql: {} } }, file),
    from: process.env.DATABASE_URL ? 'DATABASE_URL' : 'DATABASE_URL in .env',
    source: { text: '{ mysql: {} }', note: 'DATABASE_URL, in the environment or in .env, says which server' },
    passwordMissing: false,
  }
}

const nothingToConnectTo = (): StarliftError =>
  new StarliftError('CONFIG', {
    operation: 'init',
    subject: 'DATABASE_URL',
    what: 'Nothing says which database to read',
    lines: [
      'DATABASE_URL is neither in the environment nor in .env, and neither --url nor --dump is given.',
      'A server:  npx starlift init --url mysql://user:password@host:3306/database',
      'A dump:    npx starlift init --dump file.sql',
    ],
    next: 'Or try it without either, on an invented shop:  npx starlift init --demo .',
  })

import { Command, type CommanderError, InvalidArgumentError } from 'commander'
import { StarliftError } from '../core/error.ts'
import { reportFailure } from './failure.ts'
import type { InitOptions } from './init/init.ts'
import type { CommonOptions } from './options.ts'
import { ours } from './version.ts'

type Action = (options: never, ...args: string[]) => Promise<void>

/** The command line: names, options and help; what a command does is loaded when it is called. */
export function program(): Command {
  const root: Command = new Command('starlift')
    .description('A MySQL database as a star schema, every figure proven equal to its source.')
    .version(ours.version)
    .configureOutput({ outputError: (text) => tellUsage(text, root) })
    .exitOverride(leave)
  add(root, 'init', 'look at a database and propose a model of it', async () => {
    const { init } = await import('./init/init.ts')
    return (options: InitOptions, folder: string) => init(options, folder, ours.version)
  })
    .argument('[folder]', 'where the project is, or is to be', '.')
    .option('--url <url>', 'mysql://user:password@host:3306/database; the password is kept nowhere')
    .option('--dump <file>', 'a mysqldump or mariadb-dump file, no server needed')
    .option('--demo', 'an invented shop, no server needed')
  add(root, 'pull', 'read the source and write schema.ts', async () => (await import('./pull.ts')).pull).option(
    '--check',
    'write nothing; exit with 4 where schema.ts is not what the database says',
  )
  add(
    root,
    'explore',
    'show tables, their rows, and what columns hold',
    async () => (await import('./explore.ts')).explore,
  )
    .argument('[name]', 'a table, or table.column; default: all tables')
    .option('--rows <n>', 'read tables of up to so many rows', whole, 1_000_000)
  add(
    root,
    'doctor',
    'test each hop from the config to the source and the lake',
    async () => (await import('./doctor.ts')).doctor,
  )
  add(root, 'plan', 'show what a run would do; reads only', async () => (await import('./plan.ts')).plan)
  add(root, 'run', 'read, build, prove and publish a version', async () => (await import('./run.ts')).run)
    .option('--target <target>', 'aws: let the job in Glue do it')
    .option('--stage', 'with --target aws: read the source from here, in one view')
    .option('--deep', 'compare every row of every table with the source')
    .option('--wait <time>', 'wait while another run holds the lake: 30s, 5m', duration)
    .option('--take-over', 'take the lake from a run on another machine that is known to be dead')
  add(
    root,
    'stage',
    'read and prove the source, and lay its rows where the star’s job on Spark finds them',
    async () => (await import('./stage.ts')).stage,
  )
    .option('--to <place>', 's3://bucket/prefix, or a folder; default: in the lake')
    .option('--deep', 'compare every row of every table with the source')
  add(
    root,
    'check',
    'compare the published version with its receipt and with the source now',
    async () => (await import('./check.ts')).check,
  )
  add(
    root,
    'parity',
    'build the star on DuckDB and on Spark, and compare',
    async () => (await import('./parity.ts')).parity,
  ).option('--python <python>', 'a Python that has pyspark', 'python3')
  add(
    root,
    'deploy',
    'write what AWS needs: Terraform, the job on Spark',
    async () => (await import('./deploy.ts')).deploy,
  )
    .option('--project <name>', 'begins every name; default: the config’s, or the folder’s')
    .option('--upload', 'put the job’s script where Glue reads it')
  add(
    root,
    'status',
    'what is served, and how the last runs went, here and on AWS',
    async () => (await import('./status.ts')).status,
  )
  add(root, 'runs', 'list the runs', async () => (await import('./history.ts')).runs)
  add(root, 'versions', 'list the versions that can be served', async () => (await import('./history.ts')).versions)
  add(root, 'rollback', 'serve an earlier version again', async () => (await import('./history.ts')).rollback).argument(
    '[version]',
    'default: the one before',
  )
  add(
    root,
    'vacuum',
    'remove old versions and files that none uses',
    async () => (await import('./history.ts')).vacuum,
  ).option('--keep <versions>', 'how many versions stay', whole)
  add(root, 'query', 'run a SELECT on the published star', async () => (await import('./query.ts')).query)
    .argument('<sql>', 'tables and columns: select * from tables')
    .option('--csv', 'as CSV')
    .option('--on <engine>', 'athena: run it there, on the Glue catalog')
  add(root, 'ask', 'ask the published star for measures by groups', async () => (await import('./ask.ts')).ask)
    .argument('[measures...]', 'without any: what can be asked')
    .option('--by <paths>', 'groups: product.line,date.year; may be said again', several)
    .option('--where <condition>', 'location.country=USA,France, ordered.year=2003..2004; may be said again', several)
    .option('--since <day>', 'the first day that counts: 2004-01-01')
    .option('--until <day>', 'the last day that counts')
    .option('--order <names>', 'how rows are sorted; -sales: greatest first', several)
    .option('--top <n>', 'only so many rows, greatest first unless an order is said', whole)
    .option('--compare <period>', 'beside last-year or previous-period, like for like')
    .option('--sql', 'the SQL instead of the answer')
    .option('--on <engine>', 'athena: ask there, on the Glue catalog')
    .option('--csv', 'as CSV')
  add(
    root,
    'mcp',
    'let assistants ask the published star (Model Context Protocol, stdio)',
    async () => (await import('./mcp.ts')).mcp,
  )
  add(root, 'demo', 'make a shop, run its star, show the figures', async () => (await import('./demo.ts')).demo)
    .argument('[folder]', 'where to put it', 'starlift-demo')
    .option('--scale <n>', 'so many times 3,000 order lines', whole, 1)
    .option('--seed <n>', 'another seed, another shop', whole, 1)
    .option('--dump <file>', 'only write the shop as a dump, which a server loads as it is')
  add(
    root,
    'dashboard',
    'show the published star as a page, on this machine alone',
    async () => (await import('./dashboard.ts')).dashboard,
  )
    .option('--port <n>', 'of 127.0.0.1; 0 is one that is free', portNumber, 4747)
    .option('--export <file>', 'write the page as one file that works from disk, and serve nothing')
    .option('--view <address>', 'what the file opens with: all behind the page’s address from the ? on')
  add(
    root,
    'notebook',
    'start JupyterLab on the analyst’s notebook, over Athena or the sandbox',
    async () => (await import('./notebook.ts')).notebook,
  )
    .argument('[folder]', 'where the notebook is, or is to be', 'notebooks')
    .option('--python <python>', 'a Python that has what its requirements.txt names', 'python3')
    .option('--port <n>', 'of 127.0.0.1; 0 is one that is free', portNumber, 8888)
    .option('--no-browser', 'open none')
    .option('--jupyter <option>', 'an option for JupyterLab itself: --jupyter=--allow-root; may be said again', several)
  add(
    root,
    'sandbox',
    'an AWS-shaped endpoint on this machine; see docs/sandbox.md',
    async () => (await import('./sandbox.ts')).sandbox,
  )
    .option('--port <n>', 'of 127.0.0.1; 0 is one that is free', portNumber, 4566)
    .option('--folder <folder>', 'keeps all it holds', '.starlift-sandbox')
    .option('--region <name>', 'what it says where it is', 'eu-west-1')
    .option(
      '--rds <id=url>',
      'a MySQL server that RDS names: shop-db=mysql://user:pw@127.0.0.1:3306/shop; more than once',
      several,
    )
    .option('--spark <program>', 'what Glue jobs run on: a spark-submit, or a Python that has pyspark')
    .option('--spark-jars <file>', 'a jar for every job, as a JDBC driver; may be said again', several)
    .option('--spark-packages <coordinates>', 'let Spark fetch this from Maven; may be said again', several)
    .option('--reset', 'forget what the folder holds')
    .option('--ignore-credentials', 'start although the environment may hold real credentials')
  return root
}

function add(root: Command, name: string, description: string, load: () => Promise<unknown>): Command {
  const command = root.command(name).description(description)
  command.option('--config <file>', 'the project’s config', 'starlift.config.ts').option('--json', 'answer in JSON')
  return command.exitOverride(leave).action(async (...given: unknown[]) => {
    const options = command.opts<CommonOptions>()
    const args = given.slice(0, -2) as string[]
    try {
      await ((await load()) as Action)(options as never, ...args)
    } catch (error) {
      process.exitCode = reportFailure(error, { json: options.json ?? false })
    }
  })
}

/** What the parser refuses, told as every other failure. Its text is `error: what`, and perhaps `(Did you mean …?)` below. */
function tellUsage(text: string, root: Command): void {
  const [what = '', ...lines] = text
    .replace(/^error: /, '')
    .trimEnd()
    .split('\n')
  const command = process.argv.slice(2).find((word) => root.commands.some((one) => one.name() === word))
  const details = { operation: 'read the command line', subject: command ?? 'starlift', what, lines }
  const next = `npx starlift ${command ? `${command} ` : ''}--help  shows what can be said.`
  reportFailure(new StarliftError('USAGE', { ...details, next }), { json: process.argv.includes('--json') })
}

/** Wrong usage exits with 2, as every error of the user's does; help and version with 0. */
function leave(error: CommanderError): never {
  process.exit(error.exitCode === 0 ? 0 : 2)
}

const several = (text: string, before: readonly string[] = []): readonly string[] => [...before, text]

function whole(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('a whole number above 0 is needed')
}

function portNumber(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) < 65_536) return Number(text)
  throw new InvalidArgumentError('a port from 0 to 65535 is needed')
}

const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 }

/** Milliseconds of `30s`, `5m`, `1h`. */
function duration(text: string): number {
  const match = /^(\d+)([smh])$/.exec(text)
  if (!match) throw new InvalidArgumentError('a time like 30s, 5m or 1h is needed')
  return Number(match[1]) * UNITS[match[2]!]!
}

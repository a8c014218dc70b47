import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ERRORS, type ErrorCode } from '../../src/core/error.ts'
import { acquireLease } from '../../src/lake/lease.ts'
import { localStore } from '../../src/lake/local-store.ts'
import { config, dump, SERVED } from './failure.ts'
import { expectText, FAILURES, ONE_PER_CODE, shown } from './failures.ts'
import { mayMount, smallDisk } from './mount.ts'
import { edit, shop } from './shop.ts'
import { copyOf, type Folder, REPOSITORY, starlift, steady, succeed } from './starlift.ts'

let published: Folder
beforeAll(async () => {
  published = await shop()
  await succeed(published.path, 'run')
})
afterAll(() => published[Symbol.asyncDispose]())

test.each(ONE_PER_CODE)('$code: $title', (failure) => expectText(published, failure))

test('--json: a failure is JSON on stdout, and stderr stays empty', async () => {
  await using folder = await copyOf(published.path)
  await edit(folder.path, dump('(11,1,', '(10,1,'))
  const { code, stdout, stderr } = await starlift(folder.path, 'run', '--json')
  expect({ code, stderr }).toEqual({ code: 4, stderr: '' })
  expect(JSON.parse(stdout)).toEqual({
    error: {
      code: 'KEY_NOT_UNIQUE',
      operation: 'prove',
      subject: 'orders',
      what: 'orders(id) is not unique: (10) × 2',
      lines: ['The source declares it unique.', expect.stringMatching(/^Version 1 \(.* UTC\) is still served\.$/)],
      next: 'Check that the dump holds each table once.',
      exitCode: 4,
    },
  })
})

test('RUN_BUSY: another process holds the lake', async () => {
  await using folder = await copyOf(published.path)
  await using _lease = await acquireLease(localStore(join(folder.path, 'lake')), { run: 'other' })
  const outcome = await starlift(folder.path, 'run')
  expect(steady(outcome.stderr)).toBe(`
RUN_BUSY  Run other on ${hostname()} (pid ${process.pid}) holds the lake since <time>
${SERVED}
  → Wait with  --wait 5m .  If that process is dead,  --take-over  checks it first.
`)
  expect(outcome).toMatchObject({ code: 6, stdout: '' })
  const { error } = JSON.parse((await starlift(folder.path, 'vacuum', '--json')).stdout)
  expect(error).toMatchObject({ code: 'RUN_BUSY', exitCode: 6, subject: 'other' })
})

describe('the next step that a failure names leads on', () => {
  test('TYPE_OVERFLOW: with the digits that were found, every amount is kept', async () => {
    await using folder = await shop({
      ...dump('`amount` decimal(10,2)', '`amount` decimal(65,30)'),
      ...config("types: { 'orders.amount': 'decimal(5,2)' }"),
    })
    expect(await succeed(folder.path, 'run')).toMatch(/fact_orders sales +119\.75 +119\.75 +✓/)
  })

  test('VALUE_ZERO_DATE: by policy zero dates are NULL, and the receipt counts them', async () => {
    await using folder = await shop({
      ...dump('2024-03-01', '0000-00-00'),
      ...config("zeroDates: { 'orders.ordered': 'null' }"),
    })
    const { version } = JSON.parse(await succeed(folder.path, 'run', '--json'))
    expect(version.receipt.notes.concat(version.receipt.warnings).join()).toMatch(/orders\.ordered.*\b1\b/)
    const unknown = 'select count(*) as n from fact_orders join dim_dates on ordered_key = date_key where date is null'
    expect(JSON.parse(await succeed(folder.path, 'query', '--json', unknown))).toEqual([{ n: '1' }])
  })

  test('MODEL_NO_KEY: a key that the config declares is proven, and refused where it is not unique', async () => {
    const keyless = dump('PRIMARY KEY (`id`),\n  CONSTRAINT `buyer`', 'CONSTRAINT `buyer`')
    const declared = config("pull: { keys: { orders: ['id'] } }")
    await using folder = await shop({ ...keyless, ...declared })
    expect(await succeed(folder.path, 'run')).toContain('publish  version 1')
    await edit(folder.path, dump('(11,1,', '(10,1,'))
    const outcome = await starlift(folder.path, 'run')
    expect(outcome.code).toBe(4)
    expect(outcome.stderr).toContain('Only the config says that it identifies a row.')
  })

  test('PULL_NAME: with the name of the config the schema is written', async () => {
    const taken = dump(
      '`customer_id` int NOT NULL,',
      '`customer_id` int NOT NULL, `customer` int, `customerIdRow` int,',
    )
    await using folder = await shop({ ...taken, ...config("pull: { names: { 'orders.customer_id': 'buyer' } }") })
    await succeed(folder.path, 'pull')
    expect(readFileSync(join(folder.path, 'schema.ts'), 'utf8')).toContain("buyer: ['customer_id', 'customers']")
  })

  test('TYPE_REFUSED: what nothing uses may be of any type', async () => {
    await using folder = await shop(dump('`amount` decimal', '`embedding` vector(3) DEFAULT NULL, `amount` decimal'))
    await edit(folder.path, {
      'shop.sql': [
        ["'2024-02-29',", "'2024-02-29',NULL,"],
        ["'2024-03-01',", "'2024-03-01',NULL,"],
        ["'2025-01-02',", "'2025-01-02',NULL,"],
      ],
    })
    expect(await succeed(folder.path, 'run')).toContain('publish  version 1')
  })
})

const MAY_MOUNT = mayMount()
const needsMount = MAY_MOUNT ? '' : ' (skipped: this process may not mount a small disk)'

describe.skipIf(!MAY_MOUNT)(`a lake on a disk of its own${needsMount}`, () => {
  test('LAKE_FULL: too little room is found before anything is written', async () => {
    const more = Array.from({ length: 3000 }, (_, i) => `,(${i + 100},1,'2024-04-01',${i * 7919 + 1}.25)`).join('')
    await using folder = await shop({ ...config("scratch: './scratch'"), ...dump('100.00)', `100.00)${more}`) })
    using _disk = smallDisk(join(folder.path, 'lake'), '24k')
    const outcome = await starlift(folder.path, 'run')
    expect(outcome.stderr).toMatch(
      /^\nLAKE_FULL {2}Building the star needs about \d+ MB in .*, \d+ MB is free\n {2}Stopped before writing\.\n {2}Nothing is published yet\.\n {2}→ Free \d+ MB, or move/,
    )
    expect(outcome.code).toBe(5)
  })

  test('LAKE_FULL: a disk that fills while rows are read', async () => {
    await using folder = await shop()
    using _disk = smallDisk(join(folder.path, 'lake'), '20k')
    const outcome = await starlift(folder.path, 'run')
    expect(outcome.stderr).toMatch(/^\nLAKE_FULL {2}/)
    expect(outcome.stderr).toContain('Nothing is published yet.')
    expect(outcome.code).toBe(5)
  })

  test('no room for the DuckDB file: the version is published all the same, with a warning', async () => {
    await using folder = await shop(config("duckdb: './small/star.duckdb'"))
    using _disk = smallDisk(join(folder.path, 'small'), '100k')
    expect(await succeed(folder.path, 'run')).toMatch(
      /publish {2}version 1 [\s\S]*warning {2}small\/star\.duckdb was not told of this version: /,
    )
    expect(await succeed(folder.path, 'query', '--csv', 'select sum(amount) from fact_orders')).toContain('119.75')
  })

  test('STORE_DENIED: a lake that may only be read is read, and not written', async () => {
    await using folder = await shop()
    using disk = smallDisk(join(folder.path, 'lake'), '20m')
    await succeed(folder.path, 'run')
    disk.writeProtect()
    const outcome = await starlift(folder.path, 'run')
    expect(shown(outcome.stderr, folder)).toBe(`
STORE_DENIED  The lake may not be used: _starlift/leases/000000002.json
  EROFS: read-only file system, open '<folder>/lake/_starlift/leases/<draft>'
${SERVED}
  → Give this user the right to read and write the lake’s folder.
`)
    expect(outcome.code).toBe(5)
    for (const args of [['versions'], ['runs'], ['plan'], ['query', 'select 1']])
      expect(await starlift(folder.path, ...args)).toMatchObject({
        code: 0,
        stderr: expect.not.stringContaining('FAULT'),
      })
  })
})

/** Codes that no dump and no command line can provoke alone; each is provoked where it is said. */
const ELSEWHERE: Readonly<Partial<Record<ErrorCode, string>>> = {
  // A command that runs nothing.
  EXPLORE_ROWS: 'test/cli/explore.test.ts',
  ENGINE_LOAD: 'test/cli/doctor.slow.test.ts',
  // Needs two tables whose names differ only in case.
  MODEL_UNSUPPORTED: 'test/model',
  // A race: while a run is under way, the dump grows, or the run is stopped.
  SOURCE_CHANGED: 'test/cli/stop.slow.test.ts',
  STOPPED: 'test/cli/stop.slow.test.ts',
  // Only `pull --check` says it.
  SCHEMA_CHANGED: 'test/cli/pull.test.ts',
  // Needs a reader that errs, or two runs that publish in one moment.
  PROOF_FAILED: 'test/prove',
  STORE_EXISTS: 'test/pipeline',
  // Need a live server.
  SOURCE_UNREACHABLE: 'test/source/mysql',
  SOURCE_LOGIN: 'test/source/mysql',
  SOURCE_TLS: 'test/source/mysql',
  SOURCE_PRIVILEGE: 'test/source/mysql',
  SOURCE_LOST: 'test/source/mysql',
  // Needs a bucket.
  STORE_UNREACHABLE: 'test/lake/s3-store.slow.test.ts',
  // Need a Glue.
  JOB_MISSING: 'test/deploy/remote-run.test.ts',
  JOB_FAILED: 'test/deploy/remote-run.test.ts',
  // Commands of their own.
  DASHBOARD_BUSY: 'test/serve/dashboard/server.test.ts',
  NOTEBOOK_MISSING: 'test/cli/notebook.test.ts',
  SPARK_MISSING: 'test/cli/parity.test.ts',
  SPARK_FAILED: 'test/pipeline/parity.slow.test.ts',
  SANDBOX_BUSY: 'test/sandbox',
  SANDBOX_FOLDER: 'test/sandbox',
  SANDBOX_CREDENTIALS: 'test/sandbox',
}

test('every code is provoked', () => {
  const own = readFileSync(join(REPOSITORY, 'test/cli/failures.test.ts'), 'utf8')
  const provoked = new Set<string>(FAILURES.map(({ code }) => code))
  for (const [, code] of own.matchAll(/^ *test\('([A-Z_]+): /gm)) provoked.add(code!)
  const open = Object.keys(ERRORS).filter((code) => !provoked.has(code) && !(code in ELSEWHERE))
  expect(open).toEqual([])
})

const onADisk = test.skipIf(!MAY_MOUNT)

// What is left of the DuckDB file stays on the full disk, and the ledger has no room to say that the run succeeded.
onADisk('a disk that the DuckDB file fills: what was published is said to be published', async () => {
  await using folder = await shop()
  using _disk = smallDisk(join(folder.path, 'lake'), '400k')
  const { code, stdout } = await starlift(folder.path, 'run')
  expect({ code, published: stdout.includes('publish  version 1') }).toEqual({ code: 0, published: true })
})

onADisk('check of a lake that may only be read', async () => {
  await using folder = await shop()
  using disk = smallDisk(join(folder.path, 'lake'), '20m')
  await succeed(folder.path, 'run')
  disk.writeProtect()
  expect((await starlift(folder.path, 'check')).stderr).not.toContain('FAULT')
})

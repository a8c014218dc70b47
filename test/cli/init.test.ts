import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { dumpAlone, filesOf, read } from './init-folder.ts'
import { shop } from './shop.ts'
import { contentOf, starlift, succeed, tempFolder } from './starlift.ts'
import { typeErrors } from './type-check.ts'

test('init --demo: what is there, what is worth knowing, four files, and a run that needs no more', async () => {
  await using folder = await tempFolder()
  const said = await succeed(folder.path, 'init', '--demo')
  expect(said.replace(/^starlift \S+ · node \S+$/m, 'starlift')).toBe(`starlift

◇ Source   shop.sql   (--demo)
◇ 8 tables, 3,948 rows, 8 foreign keys, every table has a key
◇ Best fact: orderdetails, one row per (orderNumber, productCode), 3,064 rows
  reaches products → productlines · orders → customers → employees → offices
◇ Fact too: payments, one row per (customerNumber, checkNumber), 289 rows
◇ Worth knowing
  · orders.shippedDate is NULL in 15 rows: they will use the unknown date
  · customers.country: 26 values byte by byte, 25 if case, accents and blanks do not count
    ('Norway' and 'Norway␠␠'); star.ts trims it
  · customers.postalCode is not unique and is NULL in 6 rows: not usable as a key

  schema.ts            what the database says   (generated, do not edit)
  star.ts              your model               (yours, 76 lines)
  starlift.config.ts   where from, where to
  .env.example         names of secrets
  .gitignore           .env, lake/   (added)

  Next   npx starlift run
         For an editor that knows the model:  npm init -y  and  npm install --save-dev starlift
`)
  const files = ['.env.example', '.gitignore', 'schema.ts', 'shop.sql', 'star.ts', 'starlift.config.ts']
  expect(await filesOf(folder)).toEqual(files)
  expect(await read(folder, 'starlift.config.ts')).toBe(`import { defineConfig } from 'starlift'

export default defineConfig({
  source: { dump: './shop.sql' },
  lake: './lake',
})
`)
  expect(await typeErrors(folder.path)).toBe('')
  expect(await succeed(folder.path, 'run')).toMatch(/fact_orderdetails amount +10,552,098\.73 +10,552,098\.73 +✓/)
  expect(await succeed(folder.path, 'pull')).toContain('Nothing has changed.')
})

test('init again: star.ts and the config are kept, schema.ts is the database’s', async () => {
  await using folder = await dumpAlone()
  await succeed(folder.path, 'init', '--dump', 'shop.sql')
  const [config, schema] = [await read(folder, 'starlift.config.ts'), await read(folder, 'schema.ts')]
  await writeFile(join(folder.path, 'star.ts'), '// mine\n')
  await writeFile(join(folder.path, '.env.example'), '# mine\n')
  await rm(join(folder.path, 'schema.ts'))
  const said = await succeed(folder.path, 'init')
  expect(said).toContain('◇ Source   shop.sql   (starlift.config.ts)')
  for (const file of ['star.ts', 'starlift.config.ts', '.env.example'])
    expect(said).toMatch(new RegExp(`^ {2}${file.replaceAll('.', '\\.')} +kept as it was$`, 'm'))
  expect(said).not.toContain('.gitignore')
  expect(await read(folder, 'star.ts')).toBe('// mine\n')
  expect(await read(folder, '.env.example')).toBe('# mine\n')
  expect(await read(folder, 'starlift.config.ts')).toBe(config)
  expect(await read(folder, 'schema.ts')).toBe(schema)
})

test('a source on the command line, where the config names one already, is not passed over in silence', async () => {
  await using folder = await shop()
  const before = await contentOf(folder.path)
  const { code, stderr } = await starlift(folder.path, 'init', '--dump', 'other.sql')
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: `
USAGE  There is a starlift.config.ts here already, which names its source; --dump would not be used
  → Leave --dump out, or name another folder:  npx starlift init <folder> --dump … .
`,
  })
  expect(await contentOf(folder.path)).toEqual(before)
})

test('a folder of its own, and JSON', async () => {
  await using folder = await dumpAlone()
  const said = JSON.parse(await succeed(folder.path, 'init', 'mart', '--dump', 'shop.sql', '--json'))
  expect(said).toMatchObject({
    folder: 'mart',
    source: { label: 'shop.sql', from: '--dump', witness: 'the dump', connection: null },
    tables: 3,
    rows: 8,
    exact: true,
    foreignKeys: 2,
    facts: [{ table: 'orders', grain: ['id'], reaches: ['customers → countries'] }],
    dimensions: ['customers'],
    files: [
      { file: 'schema.ts', state: 'written' },
      { file: 'star.ts', state: 'written' },
      { file: 'starlift.config.ts', state: 'written' },
      { file: '.env.example', state: 'written' },
    ],
    ignored: ['.env', 'lake/'],
    package: 'none',
  })
  expect(await readFile(join(folder.path, 'mart/starlift.config.ts'), 'utf8')).toContain(
    "source: { dump: '../shop.sql' }",
  )
  expect(await succeed(join(folder.path, 'mart'), 'run')).toMatch(/fact_orders amount +119\.75 +119\.75 +✓/)
})

test('package.json gets a script and a dev dependency and keeps its ways; .gitignore gets what it lacks', async () => {
  await using folder = await dumpAlone()
  const manifest = '{\n    "zebra": 1,\n    "scripts": {\n        "test": "vitest"\n    },\n    "name": "mart"\n}'
  await writeFile(join(folder.path, 'package.json'), manifest)
  await writeFile(join(folder.path, '.gitignore'), 'node_modules\n/lake')
  expect(await succeed(folder.path, 'init', '--dump', 'shop.sql')).toContain('package.json')
  expect((await read(folder, 'package.json')).replace(/\^[\d.]+/, '^<version>')).toBe(
    '{\n    "zebra": 1,\n    "scripts": {\n        "test": "vitest",\n        "star": "starlift run"\n    },\n    "name": "mart",\n    "devDependencies": {\n        "starlift": "^<version>"\n    }\n}',
  )
  expect(await read(folder, '.gitignore')).toBe('node_modules\n/lake\n.env\n')
  const changed = await contentOf(folder.path)
  expect(await succeed(folder.path, 'init')).not.toContain('package.json')
  expect(await contentOf(folder.path)).toEqual(changed)
})

test('a package.json that is no JSON stays as it is', async () => {
  await using folder = await dumpAlone()
  await writeFile(join(folder.path, 'package.json'), '{ "name": ')
  expect(await succeed(folder.path, 'init', '--dump', 'shop.sql')).toContain(
    'package.json is no JSON and stays as it is',
  )
  expect(await read(folder, 'package.json')).toBe('{ "name": ')
})

test('a foreign key whose names are all taken gets one, and the config says it', async () => {
  await using folder = await dumpAlone(
    [
      '`customer_id` int NOT NULL,',
      '`customer_id` int NOT NULL, `customer` int DEFAULT NULL, `customerIdRow` int DEFAULT NULL,',
    ],
    ["VALUES (10,1,'2024-02-29'", "VALUES (10,1,NULL,NULL,'2024-02-29'"],
    ["(11,1,'2024-03-01'", "(11,1,7,7,'2024-03-01'"],
    ["(12,2,'2025", "(12,2,7,7,'2025"],
  )
  await succeed(folder.path, 'init', '--dump', 'shop.sql')
  expect(await read(folder, 'starlift.config.ts')).toContain(
    "pull: { names: { 'orders.customer_id': 'customer_idReference' } },",
  )
  expect(await typeErrors(folder.path)).toBe('')
  await succeed(folder.path, 'run')
})

test('a foreign key to what is not unique: what the config would have to say', async () => {
  await using folder = await dumpAlone(['PRIMARY KEY (`code`)', 'KEY `c` (`code`)'])
  const { code, stderr } = await starlift(folder.path, 'init', '--dump', 'shop.sql')
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: `
PULL_NAME  A foreign key leads to countries(code), which is not unique, so a row could find several
  There is no config yet: write one with a source and this, and run init again.
  → If it is unique all the same, say so in the config:  pull: { keys: { countries: ['code'] } } . Each run will prove it.
`,
  })
  const config = `import { defineConfig } from 'starlift'
export default defineConfig({ source: { dump: './shop.sql' }, pull: { keys: { countries: ['code'] } } })
`
  await writeFile(join(folder.path, 'starlift.config.ts'), config)
  expect(await succeed(folder.path, 'init')).toContain('reaches customers → countries')
  await succeed(folder.path, 'run')
})

test('nothing to connect to, or nothing there: an error that says what else there is, and not a file', async () => {
  await using folder = await tempFolder()
  const nothing = await starlift(folder.path, 'init')
  expect(nothing).toEqual({
    code: 2,
    stdout: '',
    stderr: `
CONFIG  Nothing says which database to read
  DATABASE_URL is neither in the environment nor in .env, and neither --url nor --dump is given.
  A server:  npx starlift init --url mysql://user:password@host:3306/database
  A dump:    npx starlift init --dump file.sql
  → Or try it without either, on an invented shop:  npx starlift init --demo .
`,
  })
  expect((await starlift(folder.path, 'init', '--dump', 'absent.sql')).stderr).toMatch(/^\nSOURCE_MISSING {2}/)
  for (const [url, code] of [
    ['mysql://u:geheim@127.0.0.1:1/shop', 'SOURCE_UNREACHABLE'],
    ['mysql://u:geheim@127.0.0.1:1/', 'CONFIG'],
    ['postgres://u:geheim@127.0.0.1/shop', 'CONFIG'],
    ['u:geheim@127.0.0.1/shop', 'CONFIG'],
    ['mysql://u:ge#heim@127.0.0.1/shop', 'CONFIG'],
  ] as const) {
    const { stdout, stderr } = await starlift(folder.path, 'init', 'new', '--url', url)
    expect(stderr, url).toMatch(new RegExp(`^\n${code} {2}`))
    expect(stdout + stderr).not.toMatch(/geheim|ge#|heim@/)
  }
  expect(await filesOf(folder)).toEqual([])
})

test('tables that cannot be read, or not at this cost, are named, and the rest is looked at', async () => {
  await using folder = await dumpAlone(["(11,1,'2024-03-01',7.25)", "(11,1,'2024-03-01','abc')"])
  const said = await succeed(folder.path, 'init', '--dump', 'shop.sql')
  expect(said.replaceAll(/\s+/g, ' ')).toContain('orders could not be read: ')
  expect(said).toContain('Best fact: orders, one row per id, 3 rows')
  const many = Array.from({ length: 200_000 }, (_, i) => `(${i + 1000},'c',NULL)`).join(',')
  await using large = await dumpAlone(["(3,'Cy',NULL)", `(3,'Cy',NULL),${many}`])
  expect(await succeed(large.path, 'init', '--dump', 'shop.sql')).toContain(
    'customers has more rows than init looks at',
  )
})

test('a folder that cannot be written is told without a stack', async () => {
  await using folder = await dumpAlone()
  await mkdir(join(folder.path, 'mart/schema.ts'), { recursive: true })
  const { code, stderr } = await starlift(folder.path, 'init', 'mart', '--dump', 'shop.sql')
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(/^\nUSAGE {2}mart cannot be written\n/) })
})

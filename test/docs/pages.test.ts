import { execFile } from 'node:child_process'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { program } from '../../src/cli/program.ts'

const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url))
const PAGES = globSync(['*.md', 'docs/**/*.md', 'bench/*.md'], { cwd: REPOSITORY })
const pageText = (page: string): string => readFileSync(join(REPOSITORY, page), 'utf8')

/** Links to files, and paths in code spans that begin at a folder of the repository. */
function pathsOf(page: string): readonly string[] {
  const text = pageText(page)
  const links = [...text.matchAll(/\]\((?!\w+:|#)([^)#]+)/g)].map(([, path]) => join(dirname(page), path!))
  const spans = [...text.matchAll(/`((?:src|test|docs|scripts|bench|examples)\/[\w./-]*)`/g)].map(([, path]) => path!)
  return [...new Set([...links, ...spans])]
}

test.each(PAGES)('%s: every path it names is there', (page) => {
  expect(pathsOf(page).filter((path) => !existsSync(join(REPOSITORY, path)))).toEqual([])
})

test('the README names paths at all', () => {
  expect(pathsOf('README.md')).toContain('docs/errors.md')
})

test('every command of the README is one, and every command is in it', () => {
  const commands = program()
    .commands.map((command) => command.name())
    .sort()
  const named = [...pageText('README.md').matchAll(/npx starlift (\w+)/g)].map(([, name]) => name!)
  expect([...new Set(named)].sort()).toEqual(commands)
})

const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc')

test('the TypeScript of the README compiles, as a project that has installed the package', async () => {
  const blocks = [...pageText('README.md').matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(([, code]) => code!)
  expect(blocks.length).toBeGreaterThan(1)
  const folder = await mkdtemp(join(tmpdir(), 'starlift-readme-'))
  try {
    await copyFile(join(REPOSITORY, 'examples/classicmodels/schema.ts'), join(folder, 'schema.ts'))
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
    const nameOf = (block: string, i: number) => (block.includes('export default star(') ? 'star.ts' : `block-${i}.ts`)
    for (const [i, block] of blocks.entries()) await writeFile(join(folder, nameOf(block, i)), block)
    const compilerOptions = {
      ...{
        strict: true,
        noEmit: true,
        module: 'nodenext',
        target: 'es2024',
        allowImportingTsExtensions: true,
        types: [],
      },
      paths: { starlift: [join(REPOSITORY, 'src/index.ts')], zod: [join(REPOSITORY, 'node_modules/zod')] },
      typeRoots: [join(REPOSITORY, 'node_modules/@types')],
    }
    compilerOptions.types = ['node'] as never
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }))
    const { stdout } = await promisify(execFile)(process.execPath, [tsc, '-p', folder]).catch(
      (error: { stdout: string }) => error,
    )
    expect(stdout).toBe('')
  } finally {
    await rm(folder, { recursive: true })
  }
})

import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { REPOSITORY } from './starlift.ts'

const TSC = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc')

/** What the compiler says of the TypeScript in a folder, as a project that has installed the package; empty where all is well. */
export async function typeErrors(folder: string, include = '*.ts'): Promise<string> {
  const compilerOptions = {
    strict: true,
    noEmit: true,
    module: 'nodenext',
    target: 'es2024',
    allowImportingTsExtensions: true,
    skipLibCheck: true,
    types: ['node'],
    typeRoots: [join(REPOSITORY, 'node_modules/@types')],
    paths: { starlift: [join(REPOSITORY, 'dist/index.d.ts')], zod: [join(REPOSITORY, 'node_modules/zod')] },
  }
  const [config, manifest] = [join(folder, 'tsconfig.check.json'), join(folder, 'package.json')]
  const lacksManifest = !existsSync(manifest)
  if (lacksManifest) await writeFile(manifest, '{ "type": "module" }')
  await writeFile(config, JSON.stringify({ compilerOptions, include: [include] }))
  const { stdout } = await promisify(execFile)(process.execPath, [TSC, '-p', config]).catch(
    (error: { stdout: string }) => error,
  )
  await rm(config)
  if (lacksManifest) await rm(manifest)
  return stdout
}

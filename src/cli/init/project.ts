import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import type { CompleteConfig } from '../../config.ts'
import { StarliftError } from '../../core/error.ts'
import { addToPackage, envExample, ignore } from './files.ts'
import type { Initialized, WrittenFile } from './initialized.ts'

export interface ProjectTexts {
  readonly schema: string
  readonly star: string
  /** Null where there is a config already. */
  readonly settings: string | null
}

export interface ProjectPlace {
  readonly folder: string
  readonly configFile: string
  readonly config: CompleteConfig
  /** Of starlift, for package.json. */
  readonly version: string
}

/** star.ts, the config and .env.example are people's: what is there stays. schema.ts is the database's. */
export async function writeProject(
  { folder, configFile, config, version }: ProjectPlace,
  { schema, star, settings }: ProjectTexts,
): Promise<Pick<Initialized, 'files' | 'ignored' | 'package'>> {
  const own = resolve(folder)
  const shown = (path: string): string => relative(own, path)
  try {
    await mkdir(own, { recursive: true })
    await put(config.schema, schema)
    const files: readonly WrittenFile[] = [
      { file: shown(config.schema), what: 'what the database says   (generated, do not edit)', state: 'written' },
      {
        file: shown(config.model),
        what: `your model               (yours, ${star.split('\n').length - 1} lines)`,
        state: await putNew(config.model, star),
      },
      { file: shown(configFile), what: 'where from, where to', state: await putNew(configFile, settings ?? '') },
      {
        file: '.env.example',
        what: 'names of secrets',
        state: await putNew(join(own, '.env.example'), envExample(config.source.mysql !== undefined)),
      },
    ]
    return { files, ignored: await ignore(own, config), package: await addToPackage(own, version) }
  } catch (error) {
    throw cannotWrite(folder, error)
  }
}

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, text)
}

async function putNew(path: string, text: string): Promise<WrittenFile['state']> {
  if (existsSync(path)) return 'kept'
  await put(path, text)
  return 'written'
}

/** Where people want it is for them to say; that it cannot be written there is no fault of ours. */
export function cannotWrite(folder: string, error: unknown): unknown {
  if ((error as NodeJS.ErrnoException).code === undefined || error instanceof StarliftError) return error
  return new StarliftError('USAGE', {
    operation: 'init',
    subject: folder,
    what: `${folder} cannot be written`,
    lines: [(error as Error).message],
    next: 'Name another place:  npx starlift init <folder> .',
    cause: error,
  })
}

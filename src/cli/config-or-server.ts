import { existsSync } from 'node:fs'
import type { CompleteConfig } from '../config.ts'
import { loadConfig } from '../project-files.ts'
import { originOf } from './init/origin.ts'

export interface Found {
  readonly config: CompleteConfig
  /** Who says what the source is: the config's file, `DATABASE_URL`, `DATABASE_URL in .env`. */
  readonly from: string
}

const USUAL = 'starlift.config.ts'

/** The config of the folder; before there is one, the server that DATABASE_URL names. */
export async function configOrServer(file: string): Promise<Found> {
  if (file !== USUAL || existsSync(file)) return { config: await loadConfig(file), from: file }
  const named = await originOf(process.cwd(), { config: file }).catch(() => null)
  return named ?? { config: await loadConfig(file), from: file }
}

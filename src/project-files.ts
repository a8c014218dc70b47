import { existsSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type CompleteConfig, completeConfig } from './config.ts'
import { StarliftError } from './core/error.ts'
import type { SchemaTables, StarDefinition } from './model/definition.ts'
import { definitionOf } from './model/star.ts'

const OURS = new URL(import.meta.url.endsWith('.ts') ? './index.ts' : './index.js', import.meta.url).href

/**
 * Lets star.ts and the config import `starlift` where it is run by npx and not installed beside them, and be modules whatever the
 * package.json above them says: `npm init` writes one that makes them CommonJS.
 */
function resolveOurselves(): void {
  registerHooks({
    resolve(specifier, context, next) {
      if (specifier === 'starlift') return { url: OURS, shortCircuit: true }
      const found = next(specifier, context)
      return isProjectFile(found.url) ? { ...found, format: 'module-typescript' } : found
    },
  })
}

const isProjectFile = (url: string): boolean => /\.m?ts$/.test(url) && !url.includes('/node_modules/')

let resolved = false

async function imported(file: string): Promise<{ readonly default?: unknown; readonly database?: unknown }> {
  if (!resolved) resolveOurselves()
  resolved = true
  return await import(pathToFileURL(file).href)
}

const load = async (file: string): Promise<unknown> => (await imported(file)).default

/** starlift.config.ts of a folder, complete. */
export async function loadConfig(path: string): Promise<CompleteConfig> {
  const file = resolve(path)
  if (!existsSync(file)) {
    throw new StarliftError('CONFIG', {
      operation: 'read the config',
      subject: path,
      what: `There is no ${path} here`,
      next: 'Go to the folder of your project, name the file with --config, or try  npx starlift demo .',
    })
  }
  return completeConfig(
    await load(file).catch((error: unknown) => Promise.reject(unloadable('CONFIG', path, error))),
    file,
  )
}

/** What a schema.ts that is there says; null where it is not one. */
export async function loadSchema(file: string): Promise<SchemaTables | null> {
  const { database } = await imported(file).catch((): { database?: unknown } => ({}))
  const tables = typeof database === 'object' && database !== null ? (database as SchemaTables) : null
  return tables && Object.values(tables).every((table) => table?.key && table.columns && table.refs) ? tables : null
}

/** The model that star.ts exports by default. */
export async function loadModel(file: string): Promise<StarDefinition> {
  const exported = await load(file).catch((error: unknown) => Promise.reject(unloadable('MODEL_LOAD', file, error)))
  const definition = definitionOf(exported)
  if (definition) return definition
  throw new StarliftError('MODEL_LOAD', {
    operation: 'read the model',
    subject: file,
    what: `${file} does not export a star`,
    next: 'End it with  export default star({ … }) .',
  })
}

/** Errors of ours pass; anything else that a file of the user's throws is told with its own words. */
function unloadable(code: 'CONFIG' | 'MODEL_LOAD', file: string, error: unknown): unknown {
  if (error instanceof StarliftError) return error
  const message = String((error as Error).message ?? error)
  return new StarliftError(code, {
    operation: 'load',
    subject: file,
    what: `${file} does not load`,
    lines: message.split('\n').slice(0, 3),
    next: 'Correct it; an editor or  npx tsc --noEmit  shows where.',
    cause: error,
  })
}

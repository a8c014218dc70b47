import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { edit, shop } from './shop.ts'
import { contentOf, type Folder } from './starlift.ts'

export const read = ({ path }: Folder, file: string): Promise<string> => readFile(join(path, file), 'utf8')
export const filesOf = async ({ path }: Folder): Promise<readonly string[]> => [...(await contentOf(path)).keys()]

/** The shop's dump, and nothing else. */
export async function dumpAlone(...changes: readonly (readonly [string, string])[]): Promise<Folder> {
  const folder = await shop()
  for (const file of ['schema.ts', 'star.ts', 'starlift.config.ts']) await rm(join(folder.path, file))
  await edit(folder.path, { 'shop.sql': changes })
  return folder
}

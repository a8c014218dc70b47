import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { ERRORS } from '../../src/core/error.ts'
import type { Failure } from './failure.ts'
import { FAILURES_OF_DATA } from './failures-of-data.ts'
import { FAILURES_OF_PEOPLE } from './failures-of-people.ts'
import { edit } from './shop.ts'
import { copyOf, type Folder, starlift, steady } from './starlift.ts'

export const FAILURES: readonly Failure[] = [...FAILURES_OF_PEOPLE, ...FAILURES_OF_DATA]

/** A copy of a published shop, with what makes the failure. */
export async function spoilt(published: Folder, { edits, spoil }: Failure): Promise<Folder> {
  const folder = await copyOf(published.path)
  await edit(folder.path, edits ?? {})
  await spoil?.(folder.path)
  return folder
}

/** Output without the places that are the test's own. */
export const shown = (text: string, { path }: Folder): string =>
  steady(text.replaceAll(path, '<folder>'))
    .replace(/v000001-\w+\/[\w-]+\.parquet/g, '<file>')
    .replace(/\.draft-\w+/, '<draft>')

/** The first failure of each code. */
export const ONE_PER_CODE: readonly Failure[] = [
  ...new Map(FAILURES.toReversed().map((failure) => [failure.code, failure])).values(),
].toReversed()

/** Provokes a failure and reads all of it; nothing may be published, and nothing left over. */
export async function expectText(published: Folder, failure: Failure): Promise<void> {
  const { code, args = ['run'], says } = failure
  await using folder = await spoilt(published, failure)
  const outcome = await starlift(folder.path, ...args)
  expect(shown(outcome.stderr, folder)).toBe(`\n${code}  ${says}\n`)
  expect(outcome.code).toBe(ERRORS[code][0])
  if (args[0] !== 'run') return expect(outcome.stdout).toBe('')
  expect(readdirSync(join(folder.path, 'lake/_starlift/versions'))).toEqual(['000001.json'])
  expect(readdirSync(join(folder.path, 'lake/_starlift/scratch'))).toEqual([])
}

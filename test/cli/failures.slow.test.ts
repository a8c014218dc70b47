import { afterAll, beforeAll, expect, test } from 'vitest'
import { ERRORS } from '../../src/core/error.ts'
import { expectText, FAILURES, ONE_PER_CODE, shown, spoilt } from './failures.ts'
import { shop } from './shop.ts'
import { type Folder, starlift, succeed } from './starlift.ts'

let published: Folder
beforeAll(async () => {
  published = await shop()
  await succeed(published.path, 'run')
})
afterAll(() => published[Symbol.asyncDispose]())

const OTHERS = FAILURES.filter((failure) => !ONE_PER_CODE.includes(failure))

test.each(OTHERS)('$code: $title', (failure) => expectText(published, failure))

test.each(ONE_PER_CODE)('$code as JSON: $title', async (failure) => {
  const { code, args = ['run'], says } = failure
  await using folder = await spoilt(published, failure)
  const outcome = await starlift(folder.path, ...args, '--json')
  const { what, lines, next, ...rest } = JSON.parse(outcome.stdout).error
  const text = [what, ...lines.map((line: string) => `  ${line}`), `  → ${next}`].join('\n')
  expect(shown(text, folder)).toBe(says)
  expect(rest).toEqual({ code, exitCode: ERRORS[code][0], operation: expect.any(String), subject: expect.any(String) })
  expect(outcome).toMatchObject({ code: ERRORS[code][0], stderr: '' })
})

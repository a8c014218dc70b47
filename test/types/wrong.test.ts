import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const FOLDER = fileURLToPath(new URL('./wrong/', import.meta.url))
const TSC = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc')
/** As much as people read. */
const LONGEST = 600

/** What tsc says of each line of wrong.ts. */
async function told(): Promise<ReadonlyMap<number, string>> {
  const output = await new Promise<string>((resolve) => {
    execFile(process.execPath, [TSC, '-p', FOLDER, '--pretty', 'false'], (_, stdout) => resolve(stdout))
  })
  const lines = new Map<number, string>()
  for (const [, line, message] of output.matchAll(/wrong\.ts\((\d+),\d+\): (error [\s\S]*?)(?=\n\S|$)/g)) {
    lines.set(Number(line), `${lines.get(Number(line)) ?? ''}${message}`)
  }
  const elsewhere = output.split('\n').filter((line) => /^\S.*\): error/.test(line) && !line.includes('wrong.ts('))
  expect(elsewhere).toEqual([])
  return lines
}

const marked = readFileSync(join(FOLDER, 'wrong.ts'), 'utf8')
  .split('\n')
  .flatMap((text, i) => {
    const word = /\/\/ wrong: (.+)$/.exec(text)?.[1]
    return word ? [{ line: i + 1, word, use: text.trim() }] : []
  })

test('every wrong use is refused at its line, in words that people can read', async () => {
  const found = await told()
  expect([...found.keys()]).toEqual(marked.map(({ line }) => line))
  const unclear = marked.filter(
    ({ line, word }) => !found.get(line)!.includes(word) || found.get(line)!.length > LONGEST,
  )
  expect(unclear.map(({ use, line }) => ({ use, message: found.get(line) }))).toEqual([])
  expect(marked.length).toBeGreaterThanOrEqual(21)
})

import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const COUNT = fileURLToPath(new URL('../../.ci/count.mjs', import.meta.url))

interface Suite {
  readonly exit: number
  readonly passed?: number
  readonly failed?: number
  readonly skipped?: number
  /** Files that did not load. */
  readonly crashed?: number
}

function countSuites(suites: Readonly<Record<string, Suite>>): { status: number | null; line: string } {
  const folder = mkdtempSync(join(tmpdir(), 'starlift-count-'))
  try {
    for (const [name, suite] of Object.entries(suites)) writeSuite(join(folder, name), suite)
    const { status, stdout } = spawnSync(process.execPath, [COUNT, folder], { encoding: 'utf8' })
    return { status, line: stdout }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function writeSuite(path: string, { exit, passed, failed = 0, skipped = 0, crashed = 0 }: Suite): void {
  writeFileSync(`${path}.exit`, `${exit}\n`)
  if (passed === undefined) return
  const testResults = [
    ...Array(failed).fill({
      name: '/here/one.test.ts',
      status: 'failed',
      assertionResults: [{ status: 'passed' }, { status: 'failed', fullName: 'it holds' }],
    }),
    ...Array(crashed).fill({
      name: '/here/two.test.ts',
      status: 'failed',
      message: 'no such file\nat',
      assertionResults: [],
    }),
  ]
  const report = {
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: skipped,
    numTodoTests: 0,
    testResults,
  }
  writeFileSync(`${path}.json`, JSON.stringify(report))
}

test.each<[string, Record<string, Suite>, number, string]>([
  ['all pass', { test: { exit: 0, passed: 7 }, slow: { exit: 0, passed: 2 } }, 0, '9 passed, 0 failed\n'],
  ['some skipped', { test: { exit: 0, passed: 7, skipped: 3 } }, 0, '7 passed, 0 failed, 3 skipped\n'],
  ['one fails', { test: { exit: 1, passed: 7, failed: 1 } }, 1, 'failed: one.test.ts: it holds\n7 passed, 1 failed\n'],
  [
    'a file does not load',
    { test: { exit: 1, passed: 7, crashed: 1 } },
    1,
    'failed: two.test.ts: no such file\n7 passed, 1 failed\n',
  ],
  ['an error outside any test', { test: { exit: 1, passed: 7 } }, 1, '7 passed, 1 failed\n'],
  ['no report, as when lint fails', { test: { exit: 1 }, slow: { exit: 0, passed: 2 } }, 1, '2 passed, 1 failed\n'],
  ['a report that never came', { test: { exit: 0 }, slow: { exit: 0, passed: 2 } }, 1, '2 passed, 1 failed\n'],
  ['only skipped', { test: { exit: 0, passed: 0, skipped: 4 } }, 1, '0 passed, 0 failed, 4 skipped\n'],
  ['nothing ran', {}, 1, '0 passed, 0 failed\n'],
])('%s', (_, suites, status, line) => {
  expect(countSuites(suites)).toEqual({ status, line })
})

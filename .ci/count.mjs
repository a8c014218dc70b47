// Sums the suites' reports. Runs on the machine's own Node 20, before or without any package.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'

const folder = process.argv[2] ?? '.'
const suites = readdirSync(folder).filter((file) => file.endsWith('.exit'))
const total = { passed: 0, failed: 0, skipped: 0 }
for (const suite of suites) add(countSuite(basename(suite, '.exit')))

for (const suite of suites) nameFailures(join(folder, `${basename(suite, '.exit')}.json`))

const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : ''
console.log(`${total.passed} passed, ${total.failed} failed${skipped}`)
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0

/** @param {string} suite */
function countSuite(suite) {
  const exit = Number(readFileSync(join(folder, `${suite}.exit`), 'utf8'))
  const counts = countTests(join(folder, `${suite}.json`))
  // What failed outside the tests (install, build, lint, types, a crash) is one failure more.
  if (exit !== 0 && counts.failed === 0) counts.failed = 1
  return counts
}

/** @param {string} report */
function countTests(report) {
  if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0 }
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(
    readFileSync(report, 'utf8'),
  )
  return {
    passed: numPassedTests,
    failed: numFailedTests + testResults.filter(crashed).length,
    skipped: numPendingTests + numTodoTests,
  }
}

/**
 * A file that failed though none of its tests did: it did not load, or a hook threw.
 * @param {{ status: string, assertionResults: { status: string }[] }} file
 */
function crashed(file) {
  return file.status === 'failed' && file.assertionResults.every(({ status }) => status !== 'failed')
}

/**
 * Names what failed once more, where whoever reads the end of the output finds it.
 * @param {string} report
 */
function nameFailures(report) {
  if (!existsSync(report)) return
  for (const file of JSON.parse(readFileSync(report, 'utf8')).testResults) {
    const failed = file.assertionResults.filter((/** @type {{ status: string }} */ { status }) => status === 'failed')
    for (const { fullName } of failed) console.log(`failed: ${basename(file.name)}: ${fullName}`)
    if (crashed(file)) console.log(`failed: ${basename(file.name)}: ${String(file.message).split('\n')[0]}`)
  }
}

/** @param {{ passed: number, failed: number, skipped: number }} counts */
function add(counts) {
  total.passed += counts.passed
  total.failed += counts.failed
  total.skipped += counts.skipped
}

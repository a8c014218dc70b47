import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { pythonEnvironment } from '../servers/python.ts'

const MODULE = fileURLToPath(new URL('../../deploy/terraform/', import.meta.url))

/** Asks nothing of any network: its rules come with the package. */
const CHECKOV = `
import json, subprocess, sys
run = subprocess.run([sys.executable, '-m', 'checkov.main', '-d', given, '--framework', 'terraform', '--skip-download', '-o', 'json'], capture_output=True, text=True)
found = json.loads(run.stdout)['results']
result = {
    'passed': len(found['passed_checks']),
    'failed': [one['check_id'] + ' ' + one['resource'] + ' ' + one['check_name'] for one in found['failed_checks']],
    'skipped': [[one['check_id'], one['check_result'].get('suppress_comment')] for one in found['skipped_checks']],
}
`

test('checkov finds nothing in what deploy writes, and each exception has its reason', async () => {
  const run = await pythonEnvironment(['checkov==3.3.30'])
  const { passed, failed, skipped } = await run<{
    passed: number
    failed: string[]
    skipped: [string, string | null][]
  }>(CHECKOV, MODULE)
  expect(failed).toEqual([])
  expect(passed).toBeGreaterThan(80)
  expect(skipped.filter(([, reason]) => (reason ?? '').length < 30)).toEqual([])
})

import { vi } from 'vitest'
import type * as Known from '../../conformance/known-database.ts'
import { liveSuite } from './live-suite.ts'

// MySQL's TIME ends at 838:59:59, without the fraction that MariaDB's has.
vi.mock('../../conformance/known-database.ts', async (original) => {
  const { KNOWN_DATABASE } = await original<typeof Known>()
  const text = JSON.stringify(KNOWN_DATABASE)
    .replace('-838:59:59.5', '-838:59:58.5')
    .replace('-3020399500000', '-3020398500000')
  return { KNOWN_DATABASE: JSON.parse(text) }
})

liveSuite('MySQL')

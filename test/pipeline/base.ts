import { readdir } from 'node:fs/promises'
import { expect } from 'vitest'
import type { StarliftError } from '../../src/core/error.ts'
import { versionNumbers } from '../../src/lake/version.ts'
import type { Project } from '../../src/pipeline/project.ts'
import { intact } from './intact.ts'
import { ask, failureOf, type Published, sampleText, type TestProject, testProject } from './project.ts'

/** Two lines of one order, of one product line: no group can tell them apart. */
export interface Pair {
  readonly order: string
  readonly one: string
  readonly other: string
}

/** The sample with its first version published, for runs that must publish nothing after it. */
export interface Base {
  readonly given: TestProject
  readonly version: Published
  readonly pair: Pair
  /** Asks that version for one text. */
  readonly one: (sql: string) => Promise<string>
  /** What a run that must be refused tells people, on one line each. */
  readonly refused: (wrapped: Partial<Project>) => Promise<string>
}

export async function publishedBase(): Promise<Base> {
  const given = await testProject({ dump: sampleText() })
  const version = await given.run()
  const [found] = await ask(given.project, version, PAIR)
  return {
    given,
    version,
    pair: { order: found![0]!, one: found![1]!, other: found![2]! },
    one: async (sql) => (await ask(given.project, version, sql))[0]![0]!,
    refused: async (wrapped) => told(await failureOf(given.run(wrapped)), given.project, version),
  }
}

const PAIR = `select a.order_number, a.product_code, b.product_code
  from fact_orders a join dim_products p on p.product_key = a.product_key
  join fact_orders b on a.order_number = b.order_number and a.product_code < b.product_code and a.price_each <> b.price_each
  join dim_products q on q.product_key = b.product_key and q.line = p.line order by all limit 1`

async function told(failure: StarliftError, project: Project, version: Published): Promise<string> {
  expect(failure.exitCode).toBe(4)
  expect(await versionNumbers(project.store)).toEqual([version.version])
  await intact(project, version)
  expect((await readdir(project.scratch)).filter((name) => name.startsWith('run-'))).toEqual([])
  return [failure.code, failure.subject, failure.message, ...failure.lines].join('\n')
}

/** The value of a column in the pair's other row. */
export const exchanged = ({ one, other }: Pair, column: string, is: (code: string) => string): string =>
  `case when ${is(one)} then (select ${column} from it where ${is(other)})
   when ${is(other)} then (select ${column} from it where ${is(one)}) else ${column} end`

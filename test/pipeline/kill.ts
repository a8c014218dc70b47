import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import { filesOf } from '../../src/lake/retention.ts'
import { newestVersion, readVersion, versionNumbers } from '../../src/lake/version.ts'
import { readRecords } from '../../src/ledger/ledger.ts'
import { type Step, stepsOf, subjectOf } from '../../src/pipeline/step.ts'
import { intact } from './intact.ts'
import { ask, type Published, type TestProject, testProject } from './project.ts'
import { type Shop, shopDump, shopModel } from './shop.ts'

const RUN = fileURLToPath(new URL('./kill-run.ts', import.meta.url))

export const openShop = (): Promise<TestProject> =>
  testProject({ dump: shopDump(shopOf(0)), model: shopModel, config: { duckdb: 'star.duckdb' } })

/** Another shop for each round: a customer comes, one goes, all orders change. */
export function shopOf(round: number): Shop {
  const customers = Array.from({ length: 6 }, (_, i) => `c${(i * 7 + round * 5) % 23}`)
  return {
    customers: customers.map((id) => [id, `name of ${id}`, `city ${id.length}`, null]),
    orders: customers.map((id, i) => [i, id, `2024-0${(round % 9) + 1}-0${i + 1}`, `${round}.${i}0`]),
  }
}

export type Moment = readonly ['started' | 'finished', string, string]

/** The start and the end of every step of a run. */
export function moments({ plan }: Published, catalog: string): readonly Moment[] {
  const name = (step: Step): readonly [string, string] => [step.kind, subjectOf(step)]
  return stepsOf(plan, [catalog]).flatMap((step) => [
    ['started', ...name(step)] as const,
    ['finished', ...name(step)] as const,
  ])
}

export interface Ended {
  readonly signal: NodeJS.Signals | null
  readonly output: string
}

/** Starts a run in a process of its own. */
export function startRun(
  folder: string,
  moment: readonly string[] = [],
): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, [RUN, folder, ...moment], { stdio: ['ignore', 'pipe', 'inherit'] })
  return { child, ended: ending(child) }
}

async function ending(child: ChildProcess): Promise<Ended> {
  let output = ''
  child.stdout!.on('data', (more: Buffer) => {
    output += more.toString()
  })
  const [, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null]
  return { signal, output: output.trim() }
}

/** What is left behind a run that was killed, and what the next one makes of it. */
export class Survivor {
  readonly #given: TestProject
  readonly #meaning = new Map<string, string>()
  readonly #seen = new Map<number, Published>()

  constructor(given: TestProject) {
    this.#given = given
  }

  /** The newest version is whole, every file of it; what older ones said still holds. */
  async check(): Promise<Published> {
    const { project } = this.#given
    for (const number of await versionNumbers(project.store)) {
      const version = (await readVersion(project.store, number)) as Published
      expect(this.#seen.get(number) ?? version).toEqual(version)
      if (!this.#seen.has(number)) await this.#meanings(version)
      this.#seen.set(number, version)
      await intact(project, version)
    }
    return (await newestVersion(project.store)) as Published
  }

  /** The next run succeeds and leaves nothing of the killed one: no scratch, no orphan file, no open page of the ledger. */
  async next(): Promise<Published> {
    const { project } = this.#given
    const before = (await newestVersion(project.store))?.version ?? 0
    const version = await this.#given.run()
    expect(version.version).toBe(before + 1)
    await this.check()
    expect(existsSync(project.scratch) ? await readdir(project.scratch) : []).toEqual([])
    expect(await this.#looseFiles()).toEqual([])
    const open = (await readRecords(project.store)).filter(({ state }) => state === 'running')
    expect(open).toEqual([])
    return version
  }

  async interrupted(): Promise<number> {
    const records = await readRecords(this.#given.project.store)
    return records.filter(({ state }) => state === 'interrupted').length
  }

  /** A number of a dimension means one member for ever. */
  async #meanings(version: Published): Promise<void> {
    for (const { name, natural, key } of version.plan.dimensions) {
      const columns = natural.map((column) => `"${column.name}"`).join(', ')
      const rows = await ask(this.#given.project, version, `select "${key}", [${columns}] from "keys of ${name}"`)
      for (const [number, member] of rows) {
        const subject = `${name} ${number}`
        expect(`${subject} ${this.#meaning.get(subject) ?? member}`).toBe(`${subject} ${member}`)
        this.#meaning.set(subject, member!)
      }
    }
  }

  async #looseFiles(): Promise<readonly string[]> {
    const { store } = this.#given.project
    const numbers = await versionNumbers(store)
    const versions = await Promise.all(numbers.map((number) => readVersion(store, number)))
    const named = new Set(versions.flatMap(filesOf))
    const there = await readdir(this.#given.lake, { recursive: true })
    return there.filter((path) => path.endsWith('.parquet') && !named.has(path.replaceAll('\\', '/')))
  }
}

export const duckdbFileOf = ({ folder }: TestProject): string => join(folder, 'star.duckdb')

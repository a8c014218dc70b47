// What the benches of the reader share: the raw pull that all is a ratio to, peers that pip has, and the table of ratios.
import { pythonEnvironment } from '../test/servers/python.ts'
import type { Cost } from './cost.ts'
import { DATABASE, USER } from './orders-server.ts'
import { median, printTable } from './table.ts'

export const POLARS = ['connectorx==0.4.6', 'polars==2.1.0', 'pyarrow==26.0.1']
export const DUCKDB = ['duckdb==1.5.5', 'duckdb-extensions==1.5.5', 'duckdb-extension-mysql-scanner==1.5.5']

/** The server's own client, which sends every row of the order lines to nowhere. */
export const rawPull = (port: number): readonly string[] => [
  'mariadb',
  '--no-defaults',
  '-h127.0.0.1',
  `-P${port}`,
  `-u${USER.name}`,
  `-p${USER.password}`,
  '--skip-ssl',
  '--quick',
  '-B',
  '-e',
  'select * from orderdetails',
  DATABASE,
]

/** A contestant in Python, made of its interpreter; one that cannot be had is named and left out. */
export async function inPython<T>(
  name: string,
  packages: readonly string[],
  contestant: (python: string) => T,
): Promise<readonly T[]> {
  try {
    const run = await pythonEnvironment(packages)
    return [contestant(await run<string>('result = _sys.executable'))]
  } catch (error) {
    console.log(`${name} cannot be had: ${String((error as Error).message)}`)
    return []
  }
}

/** Medians of every contestant as ratios to those of the first. */
export function printRatios(head: string, costs: readonly (readonly [name: string, costs: readonly Cost[]])[]): void {
  const middle = (each: readonly Cost[], of: (cost: Cost) => number): number => median(each.map(of))
  const base = costs[0]![1]
  const ratio = (each: readonly Cost[], of: (cost: Cost) => number): string =>
    (middle(each, of) / middle(base, of)).toFixed(2)
  printTable(
    [head, 'wall / raw', 'cpu / raw', 'peak MB', 'wall s'],
    costs.map(([name, each]) => [
      name,
      ratio(each, ({ seconds }) => seconds),
      ratio(each, ({ cpuSeconds }) => cpuSeconds),
      middle(each, ({ peakMegabytes }) => peakMegabytes).toFixed(0),
      middle(each, ({ seconds }) => seconds).toFixed(1),
    ]),
  )
}

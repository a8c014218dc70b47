// What a whole demo costs as it grows: time, processor and memory of the command. Needs a build: npm run --silent build
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { printTable } from './table.ts'

const MAIN = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url))
const SCALES = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [1, 10, 100]

interface Cost {
  readonly scale: number
  /** Source rows that were read. */
  readonly rows: number
  readonly seconds: number
  readonly cpuSeconds: number
  readonly peakMegabytes: number
}

/** Writes what the process used to the file it is given, as the process ends. */
const WATCH = `data:text/javascript,import{writeFileSync}from'node:fs';process.on('exit',()=>writeFileSync(process.env.STARLIFT_BENCH_USAGE,JSON.stringify(process.resourceUsage())))`

async function runOnce(
  folder: string,
  args: readonly string[],
): Promise<{ readonly seconds: number; readonly stdout: string; readonly usage: NodeJS.ResourceUsage }> {
  const usageFile = join(folder, 'usage.json')
  const begun = performance.now()
  const child = spawn(process.execPath, ['--import', WATCH, MAIN, ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, STARLIFT_BENCH_USAGE: usageFile },
  })
  let stdout = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  const code = await new Promise((resolve) => child.on('close', resolve))
  if (code !== 0) throw new Error(`starlift ${args.join(' ')} ended with ${code}`)
  return { seconds: (performance.now() - begun) / 1000, stdout, usage: JSON.parse(readFileSync(usageFile, 'utf8')) }
}

/** The dump is written first and not counted: the run of it is what is measured. */
async function costOf(scale: number): Promise<Cost> {
  const folder = mkdtempSync(join(tmpdir(), 'starlift-bench-'))
  try {
    await runOnce(folder, ['demo', '.'])
    await runOnce(folder, ['demo', '--dump', 'shop.sql', '--scale', String(scale)])
    rmSync(join(folder, 'lake'), { recursive: true })
    const { seconds, stdout, usage } = await runOnce(folder, ['run'])
    const rows = [...stdout.matchAll(/^read +\S+ ([\d,]+)/gm)].reduce(
      (sum, [, n]) => sum + Number(n!.replaceAll(',', '')),
      0,
    )
    const cpuSeconds = (usage.userCPUTime + usage.systemCPUTime) / 1e6
    return { scale, rows, seconds, cpuSeconds, peakMegabytes: usage.maxRSS / 1024 }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const costs: Cost[] = []
for (const scale of SCALES) costs.push(await costOf(scale))
const [first] = costs as [Cost, ...Cost[]]
const ratio = (value: number, to: number): string => `${(value / to).toFixed(1)} ×`
printTable(
  ['scale', 'rows read', 'wall s', 'cpu s', 'peak MB', 'rows/s', 'rows', 'wall', 'cpu', 'peak'],
  costs.map(({ scale, rows, seconds, cpuSeconds, peakMegabytes }) => [
    String(scale),
    rows.toLocaleString('en-US'),
    seconds.toFixed(2),
    cpuSeconds.toFixed(2),
    peakMegabytes.toFixed(0),
    Math.round(rows / seconds).toLocaleString('en-US'),
    ratio(rows, first.rows),
    ratio(seconds, first.seconds),
    ratio(cpuSeconds, first.cpuSeconds),
    ratio(peakMegabytes, first.peakMegabytes),
  ]),
)

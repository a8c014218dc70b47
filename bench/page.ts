// What the dashboard's page weighs, and how soon its first chart stands, beside an empty page of the same browser in the same run, and beside
// another dashboard that runs already:  node bench/page.ts http://127.0.0.1:3000/ 'canvas'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import type { Browser } from 'playwright-core'
import { launchChromium } from '../test/servers/chromium.ts'
import { median, printTable } from './table.ts'

const ROUNDS = 9
const MAIN = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'starlift-bench-'))

const run = (args: readonly string[], cwd: string) =>
  spawn(process.execPath, [MAIN, ...args], { cwd, stdio: ['ignore', 'pipe', 'inherit'] })

/** Milliseconds from the navigation until the first element that this selector finds has been painted. */
async function firstSeen(browser: Browser, url: string, selector: string): Promise<number> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  await page.addInitScript(`new MutationObserver((_, one) => {
    if (document.querySelector(${JSON.stringify(selector)})) {
      one.disconnect()
      requestAnimationFrame(() => setTimeout(() => { window.seen = performance.now() }))
    }
  }).observe(document, { childList: true, subtree: true })`)
  await page.goto(url)
  await page.waitForFunction('window.seen')
  const seen = await page.evaluate<number>('window.seen')
  await page.close()
  return seen
}

try {
  await once(run(['demo', 'shop', '--json'], folder).on('error', console.error).stdout!.resume(), 'end')
  const server = run(['dashboard', '--port', '0', '--json'], join(folder, 'shop'))
  const [line] = (await once(server.stdout!.setEncoding('utf8'), 'data')) as [string]
  const { url } = JSON.parse(line) as { url: string }
  const browser = await launchChromium()
  const [ours, empty, others]: [number[], number[], number[]] = [[], [], []]
  const [other, chart = 'svg'] = process.argv.slice(2)
  for (let round = 0; round < ROUNDS; round++) {
    ours.push(await firstSeen(browser, url, '.chart svg'))
    empty.push(await firstSeen(browser, 'data:text/html,<main>x</main>', 'main'))
    if (other) others.push(await firstSeen(browser, other, chart))
  }
  await browser.close()
  server.kill('SIGINT')
  const built = ['page.js', 'page.css'].map((name) =>
    readFileSync(fileURLToPath(new URL(`../dist/serve/dashboard/browser/${name}`, import.meta.url))),
  )
  const [script, style] = built.map((bytes) => `${(gzipSync(bytes, { level: 9 }).length / 1000).toFixed(0)} KB`) as [
    string,
    string,
  ]
  const figures = (all: readonly number[]) => [median(all), Math.min(...all)].map((ms) => ms.toFixed(0))
  printTable(
    ['page', 'script, gzip', 'style, gzip', 'first chart, ms', 'fastest'],
    [
      ['dashboard', script, style, ...figures(ours)],
      ['an empty page', '', '', ...figures(empty)],
      ...(other ? [[other, '', '', ...figures(others)]] : []),
    ],
  )
} finally {
  rmSync(folder, { recursive: true, force: true })
}

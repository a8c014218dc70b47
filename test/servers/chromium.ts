import { spawnSync } from 'node:child_process'
import { type Browser, chromium } from 'playwright-core'
import { aptInstall } from './apt.ts'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']

const found = (): string | undefined =>
  NAMES.map((name) => spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).stdout.trim()).find(Boolean)

/** Whether there is a Chromium to drive; tries to install it. With CI=true it must be there. */
export function chromiumAvailable(): boolean {
  if (!found()) aptInstall('chromium')
  if (!found() && process.env.CI === 'true') throw new Error('Chromium is not installed and cannot be')
  return found() !== undefined
}

/** The system's Chromium, without a window, and without what it would fetch for itself. */
export const launchChromium = (): Promise<Browser> =>
  chromium.launch({
    executablePath: found()!,
    args: [
      '--no-sandbox',
      '--headless',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-domain-reliability',
      '--disable-sync',
      '--no-first-run',
      '--no-pings',
      '--disable-features=OptimizationHints,MediaRouter,Translate',
    ],
  })

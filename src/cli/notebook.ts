import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { copyFile, mkdir } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { StarliftError } from '../core/error.ts'
import type { CommonOptions } from './options.ts'
import { bold, dim, print } from './text.ts'

interface NotebookOptions extends CommonOptions {
  readonly python: string
  readonly port: number
  readonly browser: boolean
  /** Options for JupyterLab itself. */
  readonly jupyter?: readonly string[]
}

const EXAMPLE = fileURLToPath(new URL('../../examples/classicmodels/', import.meta.url))
const FILES = ['analyst.ipynb', 'analyst.py', 'requirements.txt'] as const

/** Starts JupyterLab on the analyst's notebooks, which are put into the folder where they are not there yet. */
export async function notebook({ python, ...options }: NotebookOptions, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const file of FILES) if (!existsSync(join(folder, file))) await copyFile(join(EXAMPLE, file), join(folder, file))
  const requirements = join(folder, 'requirements.txt')
  await checkInstalled(python, requirements)
  print(
    `notebook  ${bold(relative('.', folder) || '.')}\n${dim('AWS_ENDPOINT_URL says where Athena is: unset, it is Amazon’s. Ctrl-C ends it.')}`,
  )
  const code = await lab(python, argumentsOf(folder, options))
  // JupyterLab has said why.
  if (code !== 0) process.exitCode = 1
}

const argumentsOf = (folder: string, { port, browser, jupyter = [] }: Omit<NotebookOptions, 'python'>): string[] => [
  ...['-m', 'jupyterlab', '--notebook-dir', folder, '--ip', '127.0.0.1', '--port', String(port), '-y'],
  // Said of the page and not of a file, it is in the address that is printed as well as in the browser.
  '--LabApp.default_url=/lab/tree/analyst.ipynb',
  ...(browser ? [] : ['--no-browser']),
  ...jupyter,
]

/** Runs JupyterLab until it ends, or is ended: it would ask before it ends by SIGINT, and nobody may be there to answer. */
async function lab(python: string, args: readonly string[]): Promise<number | null> {
  const child = spawn(python, args, { stdio: 'inherit' })
  let isStopped = false
  const stop = () => {
    isStopped = true
    child.kill('SIGTERM')
  }
  process.once('SIGINT', stop).once('SIGTERM', stop)
  const [code] = (await once(child, 'close')) as [number | null]
  return isStopped ? 0 : code
}

const PROBE = 'import awswrangler, ipywidgets, jupyterlab, matplotlib'

/** Fails with NOTEBOOK_MISSING, and with what to install. */
async function checkInstalled(python: string, requirements: string): Promise<void> {
  const child = spawn(python, ['-c', PROBE], { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  // A program that is not there is an error and no exit code.
  const code = await once(child, 'close').then(
    ([number]) => number as number | null,
    () => -1,
  )
  if (code === 0) return
  throw new StarliftError('NOTEBOOK_MISSING', {
    operation: 'notebook',
    subject: python,
    what: code === -1 ? `There is no ${python} here` : `${python} has not what the notebook needs`,
    lines: said.trim() === '' ? [] : [said.trim().split('\n').at(-1)!],
    next: `python3 -m venv .venv && .venv/bin/pip install -r ${requirements}   and then   npx starlift notebook --python .venv/bin/python`,
  })
}

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { StarliftError } from '../core/error.ts'
import { writeDurably } from './durable.ts'

const MARK = 'sandbox.json'
const LOCK = 'sandbox.lock'
const FORMAT = 1

/** The folder that holds all the sandbox knows; one process at a time. */
export interface SandboxFolder extends Disposable {
  readonly path: string
}

/** Opens or makes it. What is there and is no sandbox's is refused, with `reset` above all. */
export function openFolder(given: string, { reset = false }: { readonly reset?: boolean } = {}): SandboxFolder {
  const path = resolve(given)
  mkdirSync(path, { recursive: true })
  const marked = existsSync(join(path, MARK))
  if (!marked && readdirSync(path).length > 0) throw notOurs(given)
  if (marked) refuseOtherFormat(path, given)
  lock(path, given)
  if (reset)
    for (const name of readdirSync(path))
      if (name !== LOCK && name !== MARK) rmSync(join(path, name), { recursive: true })
  writeDurably(join(path, MARK), `${JSON.stringify({ format: FORMAT })}\n`)
  return { path, [Symbol.dispose]: () => rmSync(join(path, LOCK), { force: true }) }
}

const notOurs = (given: string): StarliftError =>
  new StarliftError('SANDBOX_FOLDER', {
    operation: 'sandbox',
    subject: given,
    what: `${given} holds files, and is not a sandbox’s folder`,
    lines: ['Nothing in it was touched.'],
    next: 'Name a new or an empty folder:  --folder ./another',
  })

function refuseOtherFormat(path: string, given: string): void {
  const { format } = JSON.parse(readFileSync(join(path, MARK), 'utf8')) as { format?: unknown }
  if (format === FORMAT) return
  throw new StarliftError('SANDBOX_FOLDER', {
    operation: 'sandbox',
    subject: given,
    what: `${given} was written by another version of Starlift`,
    lines: [`Its format is ${String(format)}; this version reads ${FORMAT}.`],
    next: 'Name another folder:  --folder ./another',
  })
}

function lock(path: string, given: string): void {
  const file = join(path, LOCK)
  try {
    writeFileSync(file, `${process.pid}\n`, { flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    const holder = Number(readFileSync(file, 'utf8'))
    if (isAlive(holder)) throw inUse(given, holder)
    rmSync(file, { force: true })
    lock(path, given)
  }
}

function isAlive(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

const inUse = (given: string, pid: number): StarliftError =>
  new StarliftError('SANDBOX_BUSY', {
    operation: 'sandbox',
    subject: given,
    what: `Another sandbox uses ${given} (pid ${pid})`,
    next: 'Use that one, end it, or name another folder:  --folder ./another',
  })

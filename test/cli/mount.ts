import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const mount = (...args: string[]): void => {
  execFileSync('mount', args, { stdio: 'pipe' })
}
const unmount = (folder: string): void => {
  execFileSync('umount', [folder], { stdio: 'pipe' })
}

/** A file system of its own in a folder, gone when it is disposed of. */
export function smallDisk(folder: string, size: string): Disposable & { readonly writeProtect: () => void } {
  mkdirSync(folder, { recursive: true })
  mount('-t', 'tmpfs', '-o', `size=${size}`, 'starlift-test', folder)
  return {
    writeProtect: () => mount('-o', 'remount,ro', folder),
    [Symbol.dispose]: () => unmount(folder),
  }
}

/** Whether this process may mount: root on Linux may, in most containers nobody may. */
export function mayMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'starlift-mount-'))
  try {
    using _disk = smallDisk(folder, '64k')
    return true
  } catch {
    return false
  } finally {
    rmdirSync(folder)
  }
}

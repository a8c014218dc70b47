import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

let drafts = 0

/** Replaces a file whole: whoever reads it, after a crash too, finds the old text or the new one. Back when it is on the disk. */
export function writeDurably(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true })
  drafts += 1
  const draft = `${file}.draft-${process.pid}-${drafts}`
  const handle = openSync(draft, 'wx')
  try {
    writeSync(handle, text)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  renameSync(draft, file)
}

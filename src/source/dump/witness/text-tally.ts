import { hash } from 'node:crypto'
import { NotText } from './not-a-value.ts'
import type { Written } from './row-text.ts'
import type { Tally } from './tally.ts'
import { Total } from './total.ts'

/** sha256 of a text of one character a byte, as lower-case hex. */
export const sha256 = (bytes: string): string => hash('sha256', Buffer.from(bytes, 'latin1'), 'hex')

const hex = (bytes: string | null): string | null =>
  bytes === null ? null : Buffer.from(bytes, 'latin1').toString('hex').toUpperCase()

/** Keeps a short text without keeping the long one it was cut from. */
const apart = (bytes: string): string => Buffer.from(bytes, 'latin1').toString('latin1')

export function textTally(stored: string, long: boolean): Tally {
  const length = new Total()
  let least: string | null = null
  let most: string | null = null
  return {
    add(value, charset) {
      const text = utf8Of(value, stored, charset)
      length.add(text.length)
      if (least === null || text < least) least = apart(text)
      if (most === null || text > most) most = apart(text)
      return long ? sha256(text) : text.replaceAll('~', '~0').replaceAll('|', '~1')
    },
    answer: () => ({ sum: least === null ? null : String(length.value), min: hex(least), max: hex(most) }),
  }
}

/** Texts that were masked: the figures are those of the digests. */
export function maskedTally(stored: string, key: string): Tally {
  const digests = textTally('ascii', false)
  const prefix = `${Buffer.from(key, 'utf8').toString('latin1')}|`
  return {
    add(value, charset) {
      const digest = sha256(prefix + utf8Of(value, stored, charset)).slice(0, 16)
      return digests.add({ kind: 'quoted', text: digest, introducer: '' }, 'ascii')
    },
    answer: () => digests.answer(),
  }
}

export function bytesTally(): Tally {
  const length = new Total()
  let any = false
  return {
    add({ text }) {
      any = true
      length.add(text.length)
      return sha256(text)
    },
    answer: () => ({ sum: any ? String(length.value) : null, min: null, max: null }),
  }
}

/** The value as UTF-8, one character a byte. */
function utf8Of({ kind, text, introducer }: Written, stored: string, session: string): string {
  if (kind === 'number') return text
  const raw = kind === 'bytes' || introducer === 'binary' || (introducer === '' && session === 'binary')
  const named = introducer === '' || introducer === 'binary' ? session : introducer
  const charset = raw && (introducer === '' || introducer === 'binary') ? stored : named
  const plain = !/[\x80-\xff]/.test(text)
  if (/^(|utf8|utf8mb3|utf8mb4)$/.test(charset)) {
    if (!plain) checkUtf8(text)
    return text
  }
  if (charset === 'ascii' && plain) return text
  if (charset !== 'latin1') throw new NotText()
  if (plain) return text
  return Buffer.from(new TextDecoder('windows-1252').decode(Buffer.from(text, 'latin1')), 'utf8').toString('latin1')
}

const STRICT = new TextDecoder('utf-8', { fatal: true })

function checkUtf8(text: string): void {
  try {
    STRICT.decode(Buffer.from(text, 'latin1'))
  } catch {
    throw new NotText()
  }
}

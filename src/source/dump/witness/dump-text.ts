/** Text of a dump, one character a byte, from `at` on; more is added at its end until the dump is over. */
export class DumpText {
  text = ''
  at = 0
  ended = false
  /** What ends a comment's line: a lone CR where the dump knows no LF. */
  lineEnd: '\n' | '\r' | undefined

  add(bytes: Buffer): void {
    this.lineEnd ??= bytes.includes('\n') || !bytes.includes('\r') ? '\n' : '\r'
    this.text = this.text.slice(this.at) + bytes.toString('latin1')
    this.at = 0
  }
}

/** The text ends inside what is being read: more must be added first, and the reading begun again. */
export class NeedsMore extends Error {}

/** Position behind the closing quote of a quote that opened before `from`. */
export function behindQuote(text: string, from: number, quote: string, backslashEscapes = true): number {
  const special = quote === '`' || !backslashEscapes ? new RegExp(quote, 'g') : quote === "'" ? /['\\]/g : /["\\]/g
  special.lastIndex = from
  for (let found = special.exec(text); found; found = special.exec(text)) {
    if (found[0] === '\\' || text[found.index + 1] === quote) special.lastIndex = found.index + 2
    else if (found.index + 1 < text.length) return found.index + 1
    else break
  }
  throw new NeedsMore()
}

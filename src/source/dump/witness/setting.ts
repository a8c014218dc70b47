/** Follows the character set and the database that statements choose. */
export class Setting {
  charset = ''
  database = ''
  readonly #saved = new Map<string, string>()

  /** Looks at a statement that is no INSERT. */
  see(statement: string): void {
    const text = statement.replace(/^\s*\/\*M?!\d*\s*/, '')
    const use = /^use\s+(.+?)\s*(?:\*\/)?\s*$/i.exec(text)
    if (use) this.database = this.nameOf(use[1]!)
    if (!/^set\s/i.test(text)) return
    for (const [, to, from, value] of text.matchAll(SETTING)) this.#change(to, from, value)
    const names = /^set\s+(?:names|character\s+set|charset)\s+'?(@?\w+)/i.exec(text)
    if (names) this.charset = this.#valueOf(names[1]!)
  }

  /** The name behind its quotes, as text. */
  nameOf(quoted: string): string {
    const bytes = Buffer.from(quoted, 'latin1')
    const text = this.charset === 'latin1' ? new TextDecoder('windows-1252').decode(bytes) : bytes.toString('utf8')
    return /^[`"]/.test(text)
      ? text
          .slice(1, -1)
          .split(text[0]! + text[0]!)
          .join(text[0]!)
      : text
  }

  #change(to: string | undefined, from: string | undefined, value: string | undefined): void {
    if (to !== undefined && from !== undefined) this.#saved.set(to.toLowerCase(), this.charset)
    else if (value !== undefined) this.charset = this.#valueOf(value)
  }

  #valueOf(value: string): string {
    if (value.startsWith('@')) return this.#saved.get(value.slice(1).toLowerCase()) ?? ''
    return value.toLowerCase() === 'default' ? '' : value.toLowerCase()
  }
}

const SETTING =
  /@(\w+)\s*:?=\s*@@(?:session\.)?(character_set_client)|(?<![@\w])(?:@@(?:session\.)?)?character_set_client\s*:?=\s*'?(@?\w+)/gi

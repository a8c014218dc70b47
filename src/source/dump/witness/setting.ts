const SETTING =
  /@(\w+)\s*:?=\s*@@(?:session\.)?(character_set_client|sql_mode)|(?<![@\w])(?:@@(?:session\.)?)?(character_set_client|sql_mode)\s*:?=\s*(?:'([^']*)'|"([^"]*)"|(@?\w+))/gi

/** Follows the database, the character set and the mode that statements choose. */
export class Setting {
  database = ''
  readonly #values = new Map<string, string>()

  get charset(): string {
    return this.#values.get('character_set_client')?.toLowerCase() ?? ''
  }

  get backslashEscapes(): boolean {
    return !/no_backslash_escapes/i.test(this.#values.get('sql_mode') ?? '')
  }

  /** Looks at a statement that is no INSERT. */
  see(statement: string): void {
    const text = statement.replace(/^\s*\/\*M?!\d*\s*/, '')
    const use = /^use\s+(.+?)\s*(?:\*\/)?\s*$/i.exec(text)
    if (use) this.database = this.nameOf(use[1]!)
    if (!/^set\s/i.test(text)) return
    for (const [, save, saved = '', name = '', single, double, word] of text.matchAll(SETTING)) {
      if (save !== undefined) this.#assign(`@${save}`, this.#values.get(saved.toLowerCase()))
      else this.#assign(name, single ?? double ?? this.#valueOf(word!))
    }
    const names = /^set\s+(?:names|character\s+set|charset)\s+'?(@?\w+)/i.exec(text)
    if (names) this.#assign('character_set_client', this.#valueOf(names[1]!))
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

  #assign(name: string, value: string | undefined): void {
    this.#values.set(name.toLowerCase(), value ?? '')
  }

  #valueOf(word: string): string | undefined {
    if (word.startsWith('@')) return this.#values.get(word.toLowerCase())
    return word.toLowerCase() === 'default' ? undefined : word
  }
}

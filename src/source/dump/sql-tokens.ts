/** A piece of SQL text. `name` was quoted as an identifier, `text` as a string; `word` is a keyword, a bare name or a number. */
export interface Token {
  readonly kind: 'name' | 'text' | 'word' | 'variable' | 'symbol'
  readonly value: string
  /** The value in upper case for words, else empty: names and texts are never keywords. */
  readonly keyword: string
}

/** Comments are left out; those that a server runs (`/*!50100 … *​/`, `/*M! … *​/`) are opened. */
const TOKEN =
  /\s+|(?:--(?=\s|$)|#)[^\n]*|\/\*M?!(?!999999)\d*|\*\/|\/\*[\s\S]*?(?:\*\/|$)|`((?:[^`]|``)*)`|"((?:[^"\\]|""|\\[\s\S])*)"|'((?:[^'\\]|''|\\[\s\S])*)'|([\w$\u0080-\uffff]+)|(@@?[\w.$]*)|([\s\S])/gy

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  0: '\0',
  Z: '\x1a',
  '%': '\\%',
  _: '\\_',
}

const unescaped = (text: string, quote: string): string =>
  text.replaceAll(quote + quote, quote).replace(/\\([\s\S])/g, (_, char: string) => ESCAPES[char] ?? char)

const token = (kind: Token['kind'], value: string, keyword = ''): Token => ({ kind, value, keyword })

/** The tokens of one statement. */
export function sqlTokens(sql: string, ansiQuotes: boolean): Token[] {
  const tokens: Token[] = []
  for (const [, name, double, single, word, variable, symbol] of sql.matchAll(TOKEN)) {
    if (name !== undefined) tokens.push(token('name', name.replaceAll('``', '`')))
    else if (double !== undefined)
      tokens.push(ansiQuotes ? token('name', double.replaceAll('""', '"')) : token('text', unescaped(double, '"')))
    else if (single !== undefined) tokens.push(token('text', unescaped(single, "'")))
    else if (word !== undefined) tokens.push(token('word', word, word.toUpperCase()))
    else if (variable !== undefined) tokens.push(token('variable', variable))
    else if (symbol !== undefined) tokens.push(token('symbol', symbol))
  }
  return tokens
}

import { canonicalName } from '../declaration.ts'
import type { ColumnDefinition, TextRules } from './definition.ts'
import type { Token } from './sql-tokens.ts'
import { atCommas, type TokenCursor } from './token-cursor.ts'

/** Words that continue the name of a type: `double precision`, `national character varying`. */
const CONTINUED: Readonly<Record<string, readonly string[]>> = {
  DOUBLE: ['PRECISION'],
  CHARACTER: ['VARYING'],
  CHAR: ['VARYING', 'BYTE'],
  NATIONAL: ['CHAR', 'CHARACTER', 'VARCHAR', 'VARYING'],
  LONG: ['VARCHAR', 'VARBINARY'],
}

interface Attributes {
  sign: string
  nullable: boolean
  charset?: string
  collation?: string
  comment?: string
  generated?: boolean
  invisible?: boolean
  primary?: boolean
  unique?: boolean
}

/** Reads one column of a CREATE TABLE: ``​`price` decimal(10,2) unsigned NOT NULL DEFAULT '0.00' COMMENT 'net'``. */
export function columnDefinition(cursor: TokenCursor, table: TextRules): ColumnDefinition {
  const name = cursor.name()
  const word = typeName(cursor)
  const inside = cursor.isSymbol('(') ? `(${typeArguments(cursor.brackets())})` : ''
  const attributes: Attributes = { sign: '', nullable: true }
  if (word === 'SERIAL') Object.assign(attributes, { nullable: false, unique: true })
  while (!cursor.done) readAttribute(cursor, attributes)
  const { sign, nullable, charset, collation, ...rest } = attributes
  const declared = `${canonicalName(word)}${inside}${sign}`
  return {
    name,
    declared,
    nullable: nullable && rest.primary !== true,
    ...textRules(declared, { charset, collation }, table),
    ...rest,
  }
}

function typeName(cursor: TokenCursor): string {
  let name = cursor.name()
  const continued = CONTINUED[name.toUpperCase()] ?? []
  for (let more = cursor.oneOf(...continued); more !== ''; more = cursor.oneOf(...continued)) name += ` ${more}`
  return name.toUpperCase()
}

const typeArguments = (tokens: readonly Token[]): string =>
  atCommas(tokens)
    .map((part) =>
      part.map(({ kind, value }) => (kind === 'text' ? `'${value.replaceAll("'", "''")}'` : value)).join(''),
    )
    .join(',')

const TEXT = /^(char|varchar|(tiny|medium|long)?text|enum|set)\b/

/** A column that names its character set alone has that set's own default collation, not the table's. */
function textRules(
  declared: string,
  own: { charset: string | undefined; collation: string | undefined },
  table: TextRules,
): TextRules {
  if (declared === 'json') return { charset: 'utf8mb4' }
  if (!TEXT.test(declared)) return {}
  const charset = own.charset ?? own.collation?.split('_')[0] ?? table.charset
  const collation = own.collation ?? (own.charset === undefined ? table.collation : undefined)
  return { ...(charset === undefined ? {} : { charset }), ...(collation === undefined ? {} : { collation }) }
}

function readAttribute(cursor: TokenCursor, attributes: Attributes): void {
  const word = cursor.keyword()
  if (cursor.isSymbol('(')) cursor.brackets()
  else if (word in READERS) {
    cursor.take()
    READERS[word]!(cursor, attributes)
  } else cursor.take()
}

type Reader = (cursor: TokenCursor, attributes: Attributes) => void

function skipExpression(cursor: TokenCursor): void {
  if (cursor.isSymbol('(')) cursor.brackets()
  else if (!cursor.done) cursor.take()
}

const READERS: Readonly<Record<string, Reader>> = {
  UNSIGNED: (_, attributes) => {
    attributes.sign = ` unsigned${attributes.sign.replace(' unsigned', '')}`
  },
  ZEROFILL: (_, attributes) => {
    attributes.sign = ' unsigned zerofill'
  },
  NOT: (cursor, attributes) => {
    if (cursor.words('NULL')) attributes.nullable = false
  },
  NULL: () => {},
  CHARACTER: (cursor, attributes) => {
    if (cursor.words('SET')) attributes.charset = cursor.take().value.toLowerCase()
  },
  CHARSET: (cursor, attributes) => {
    attributes.charset = cursor.take().value.toLowerCase()
  },
  ASCII: (_, attributes) => {
    attributes.charset = 'latin1'
  },
  COLLATE: (cursor, attributes) => {
    attributes.collation = cursor.take().value.toLowerCase()
  },
  COMMENT: (cursor, attributes) => {
    attributes.comment = cursor.take().value
  },
  DEFAULT: skipExpression,
  ON: (cursor) => {
    if (cursor.oneOf('UPDATE', 'DELETE') !== '') skipExpression(cursor)
  },
  AS: (cursor, attributes) => {
    attributes.generated = true
    skipExpression(cursor)
  },
  INVISIBLE: (_, attributes) => {
    attributes.invisible = true
  },
  PRIMARY: (cursor, attributes) => {
    cursor.words('KEY')
    attributes.primary = true
  },
  UNIQUE: (cursor, attributes) => {
    cursor.words('KEY')
    attributes.unique = true
  },
  CHECK: skipExpression,
  REFERENCES: (cursor) => {
    cursor.path()
    skipExpression(cursor)
  },
}

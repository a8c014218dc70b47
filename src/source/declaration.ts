/** A column's type as MySQL or MariaDB declares it, taken apart: `decimal(10,2) unsigned` is name `decimal`, arguments `10` and `2`. */
export interface Declaration {
  readonly name: string
  /** Numbers of the brackets; for `enum` and `set` nothing. */
  readonly sizes: readonly number[]
  readonly unsigned: boolean
}

const SYNONYMS: Readonly<Record<string, string>> = {
  bool: 'tinyint(1)',
  boolean: 'tinyint(1)',
  int1: 'tinyint',
  int2: 'smallint',
  int3: 'mediumint',
  middleint: 'mediumint',
  int4: 'int',
  int8: 'bigint',
  integer: 'int',
  serial: 'bigint unsigned',
  dec: 'decimal',
  fixed: 'decimal',
  numeric: 'decimal',
  number: 'decimal',
  float4: 'float',
  float8: 'double',
  real: 'double',
  'double precision': 'double',
  character: 'char',
  nchar: 'char',
  'national char': 'char',
  'national character': 'char',
  nvarchar: 'varchar',
  varchar2: 'varchar',
  varcharacter: 'varchar',
  'char varying': 'varchar',
  'character varying': 'varchar',
  'national varchar': 'varchar',
  'national char varying': 'varchar',
  'national character varying': 'varchar',
  'char byte': 'binary',
  long: 'mediumtext',
  'long varchar': 'mediumtext',
  'long varbinary': 'mediumblob',
  geomcollection: 'geometrycollection',
}

/** One spelling of a type that has several: `INTEGER` and `int4` are `int`. */
export const canonicalName = (name: string): string => SYNONYMS[name.toLowerCase()] ?? name.toLowerCase()

/** Reads a declaration such as `int(10) unsigned zerofill` or `enum('a','b')`; NULL, defaults and the like are not part of it. */
export function parseDeclaration(declared: string): Declaration {
  const [, word = '', inside = '', rest = ''] =
    /^\s*([a-z][\w ]*?)\s*(?:\(([\s\S]*)\))?\s*((?:unsigned|signed|zerofill|\s)*)$/i.exec(declared) ?? []
  const [, name = '', size, sign = ''] = /^(\S*?)(?:\((\d+)\))?( unsigned)?$/.exec(canonicalName(word)) ?? []
  const sizes = /^[\d\s,]*$/.test(inside)
    ? inside
        .split(',')
        .filter((text) => text.trim() !== '')
        .map(Number)
    : []
  return {
    name,
    sizes: size === undefined ? sizes : [Number(size)],
    unsigned: sign !== '' || /unsigned|zerofill/i.test(rest),
  }
}

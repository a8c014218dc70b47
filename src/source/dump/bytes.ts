/** The bytes that mean something in a dump. */
export const NEWLINE = 10
export const RETURN = 13
export const SPACE = 32
export const DOUBLE_QUOTE = 34
export const HASH = 35
export const SINGLE_QUOTE = 39
export const OPEN = 40
export const CLOSE = 41
export const STAR = 42
export const PLUS = 43
export const COMMA = 44
export const MINUS = 45
export const DOT = 46
export const SLASH = 47
export const ZERO = 48
export const NINE = 57
export const COLON = 58
export const BACKSLASH = 92
export const UNDERSCORE = 95
export const BACKTICK = 96

/** Lower case of an ASCII letter. */
export const lower = (byte: number): number => byte | 32

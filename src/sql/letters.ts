const LETTERS = 'abcdefghijklmnopqrstuvwxyzàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþ'

/** ASCII and Latin-1 letters, lower and upper in the same order: the part of case on which all engines agree. */
export const LOWER = LETTERS
export const UPPER = LETTERS.toUpperCase()

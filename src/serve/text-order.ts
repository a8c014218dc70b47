/** Texts in the order of their UTF-8 bytes, which is that of their code points, and not JavaScript's own. */
export function compareTexts(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const [left, right] = [a.charCodeAt(i), b.charCodeAt(i)]
    if (left !== right) return placeOf(left) - placeOf(right)
  }
  return a.length - b.length
}

/** Halves of characters beyond U+FFFF stand behind those up to it. */
const placeOf = (unit: number): number => (unit >= 0xe000 ? unit - 0x800 : unit >= 0xd800 ? unit + 0x2000 : unit)

import { binary, text } from './literal.ts'
import { PRODUCT_LINES, type ProductLine } from './words/products.ts'

const CARE =
  'Dust it with a soft brush; keep it from the sun; move it by the base, never by the mast. If a part is lost, write to us with the number on the box, and we will turn another one. '
/** `textDescription` holds 4,000 characters. */
const LONG = 3_900

export function* productLineRows(): Generator<string> {
  for (const [index, line] of PRODUCT_LINES.entries()) {
    yield `(${[
      text(line.name),
      text(index === 4 ? longText(line) : line.about),
      text(index % 3 === 1 ? page(line) : null),
      binary(index % 4 === 2 ? bitmap(index) : null),
    ].join(',')})`
  }
}

const longText = ({ about }: ProductLine): string =>
  `${about} “Mind the step”, as keepers say. ${CARE.repeat(30)}`.slice(0, LONG)

const page = ({ name, about }: ProductLine): string =>
  `<section class="line" lang='en'>\n  <h2>${name} &amp; more</h2>\n  <p>${about}</p>\n</section>\n`

const SIDE = 16
const PIXELS = SIDE * SIDE * 3
const BITMAP_HEADER = 54

/** A picture of 16 x 16 points that has all 256 bytes in it, the ones that SQL must escape too. */
function bitmap(shade: number): Buffer {
  const bytes = Buffer.alloc(BITMAP_HEADER + PIXELS)
  bytes.write('BM', 'latin1')
  bytes.writeUInt32LE(bytes.length, 2)
  bytes.writeUInt32LE(BITMAP_HEADER, 10)
  bytes.writeUInt32LE(40, 14)
  bytes.writeInt32LE(SIDE, 18)
  bytes.writeInt32LE(SIDE, 22)
  bytes.writeUInt16LE(1, 26)
  bytes.writeUInt16LE(24, 28)
  bytes.writeUInt32LE(PIXELS, 34)
  for (let byte = 0; byte < PIXELS; byte++) bytes[BITMAP_HEADER + byte] = (byte * 5 + shade * 31) & 255
  return bytes
}

/** Statements stay below the smallest `max_allowed_packet` that servers are set up with. */
const STATEMENT_BYTES = 1_000_000
const PIECE_BYTES = 64 * 1024

/** Extended INSERTs of rows, cut into pieces that are small enough to stream. */
export function* insertRows(table: string, rows: Iterable<string>): Generator<string> {
  const head = `INSERT INTO \`${table}\` VALUES `
  let sent = 0
  let piece = ''
  for (const row of rows) {
    const open = sent + piece.length
    if (open === 0) piece = head + row
    else if (open + row.length + 3 <= STATEMENT_BYTES) piece += `,${row}`
    else {
      yield `${piece};\n`
      sent = 0
      piece = head + row
    }
    if (piece.length >= PIECE_BYTES) {
      yield piece
      sent += piece.length
      piece = ''
    }
  }
  if (sent + piece.length > 0) yield `${piece};\n`
}

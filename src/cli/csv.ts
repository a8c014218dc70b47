/** RFC 4180: NULL is nothing, an empty text is `""`. */
export function csvText({
  head,
  rows,
}: {
  head: readonly string[]
  rows: readonly (readonly (string | null)[])[]
}): string {
  const cell = (value: string | null) =>
    value === null ? '' : value === '' || /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value
  return [head, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('')
}

type Tagged = { readonly $date: string } | { readonly $bytes: string }

/** JSON of what SDK types hold: dates and bytes come back as what they were. */
export const documentText = (document: unknown): string => JSON.stringify(document, tag, 1)

// JSON.stringify has called toJSON on a value by the time it shows it; the object still holds the date.
function tag(this: Readonly<Record<string, unknown>>, key: string, value: unknown): unknown {
  const own = this[key]
  if (own instanceof Date) return { $date: own.toISOString() } satisfies Tagged
  if (own instanceof Uint8Array) return { $bytes: Buffer.from(own).toString('base64') } satisfies Tagged
  return value
}

export const parseDocument = (text: string): unknown =>
  JSON.parse(text, (_, value: unknown) => {
    if (typeof value !== 'object' || value === null || Object.keys(value).length !== 1) return value
    if ('$date' in value) return new Date(String(value.$date))
    return '$bytes' in value ? new Uint8Array(Buffer.from(String(value.$bytes), 'base64')) : value
  })

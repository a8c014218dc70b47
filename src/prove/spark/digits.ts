/** Whole numbers by their digits, where Spark's own division would cut or round them in its own way. */

const WHOLE = 'decimal(38,0)'

export const power = (digits: number): string => `cast('1${'0'.repeat(digits)}' as ${WHOLE})`

/** A whole number without its last `count` digits (SQL of an integer from 0), rounded half away from zero. */
export function dropDigits(number: string, count: string): string {
  const digits = `concat(repeat('0', ${count} + 1), cast(abs(${number}) as string))`
  const kept = `cast(substr(${digits}, 1, length(${digits}) - ${count}) as ${WHOLE})`
  const next = `if(${count} > 0 and substr(${digits}, length(${digits}) - ${count} + 1, 1) >= '5', 1, 0)`
  return `(cast(sign(${number}) as int) * cast(${kept} + ${next} as ${WHOLE}))`
}

/** A float is taken by its shortest text (`1.5E-7`), so that rounding starts from what people see: its digits, moved by its exponent. */
export function decimalOfFloat(value: string, scale: number): string {
  const written = `cast(abs(${value}) as string)`
  const digits = `cast(replace(regexp_extract(${written}, '^[0-9.]+', 0), '.', '') as ${WHOLE})`
  const after = `length(regexp_extract(${written}, '\\\\.([0-9]+)', 1))`
  const exponent = `nvl(cast(nullif(regexp_extract(${written}, 'E(.+)$', 1), '') as int), 0)`
  const moved = `(${scale} + ${exponent} - ${after})`
  const larger = `cast(rpad(cast(${digits} as string), cast(length(cast(${digits} as string)) + greatest(${moved}, 0) as int), '0') as ${WHOLE})`
  const smaller = dropDigits(digits, `greatest(-${moved}, 0)`)
  return `(cast(sign(${value}) as int) * if(${moved} >= 0, ${larger}, ${smaller}))`
}

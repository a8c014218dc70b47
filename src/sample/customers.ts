import { salesRep } from './employees.ts'
import { integer, money, text } from './literal.ts'
import { locate } from './places.ts'
import { type Random, rowRandom } from './random.ts'
import { BLOCK, type SampleSize } from './size.ts'
import { COMPANY_TRADES, COMPANY_WORDS, FIRST_NAMES, LAST_NAMES, SECOND_LINES, STREETS } from './words/names.ts'

export const customerNumber = ({ seed }: SampleSize, customer: number): number =>
  drawNumber(customer, rowRandom(seed, 'customer', customer))

/** Numbers rise with gaps, as where customers were deleted; the first draw of the customer's stream. */
const drawNumber = (customer: number, random: Random): number => 1001 + 3 * customer + random.below(3)

/** Four of five customers of a block have ordered something. */
export const BUYERS = 98

/** The place in its block of one that buys. */
export const buyer = (index: number): number => 5 * Math.floor(index / 4) + (index % 4)
const buys = (place: number): boolean => place % 5 !== 4

/** Nobody looks after half of those who never bought, and after two who did. */
const hasRep = (place: number): boolean => place % 10 !== 9 && place !== 6 && place !== 48

export function* customerRows(size: SampleSize): Generator<string> {
  for (let customer = 0; customer < size.customers; customer++) yield customerRow(size, customer)
}

function customerRow(size: SampleSize, customer: number): string {
  const place = customer % BLOCK.customers
  const random = rowRandom(size.seed, 'customer', customer)
  const number = drawNumber(customer, random)
  const location = locate(place, random)
  const { country } = location
  return `(${[
    integer(number),
    text(`${companyName(size.seed, customer)} ${country.company}`),
    text(random.pick(LAST_NAMES)),
    text(random.pick(FIRST_NAMES)),
    text(location.phone),
    text(`${random.between(1, 399)} ${random.pick(STREETS)}`),
    text(random.chance(20) ? random.pick(SECOND_LINES) : null),
    text(location.city),
    text(location.state),
    text(location.postalCode),
    text(location.countryAsTyped),
    integer(hasRep(place) ? salesRep(country.region, random) : null),
    money(creditLimit(place, random)),
  ].join(',')})`
}

/** Eight hundred names before the first comes again; 367 shares no factor with that. */
function companyName(seed: number, customer: number): string {
  const names = COMPANY_WORDS.length * COMPANY_TRADES.length
  const name = (customer * 367 + rowRandom(seed, 'customer', -1).below(names)) % names
  return `${COMPANY_WORDS[name % COMPANY_WORDS.length]} ${COMPANY_TRADES[Math.floor(name / COMPANY_WORDS.length)]}`
}

/** In cents: never agreed with some, and nothing for those who never bought. */
function creditLimit(place: number, random: Random): number | null {
  if (place % 40 === 13) return null
  return buys(place) ? random.between(80, 1400) * 100_00 + random.below(4) * 25 : 0
}

import { type Random, rowRandom } from './random.ts'
import { COUNTRIES, type Country } from './words/countries.ts'

export interface Location {
  readonly country: Country
  /** As somebody typed it: MySQL takes `Norway` with two blanks for Norway, other engines do not. */
  readonly countryAsTyped: string
  readonly city: string
  readonly state: string | null
  readonly postalCode: string | null
  readonly phone: string
}

interface CountrySlot {
  readonly country: Country
  readonly index: number
  /** Which of the country's customers in a block. */
  readonly ordinal: number
}

const SLOTS: readonly CountrySlot[] = COUNTRIES.flatMap((country, index) =>
  Array.from({ length: country.customersPerBlock }, (_, ordinal) => ({ country, index, ordinal })),
)
const CODES_PER_CITY = 3

/** Where the customer at a place of its block lives: every block has every country. */
export function locate(place: number, random: Random): Location {
  // 37 shares no factor with 122, so that neighbours live in different countries and every slot is used once.
  const slot = SLOTS[(place * 37) % SLOTS.length]!
  const { country } = slot
  const cityIndex = random.below(country.cities.length)
  const [city, state] = country.cities[cityIndex]!.split('/')
  return {
    country,
    countryAsTyped: typedCountry(slot),
    city: city!,
    state: state ?? null,
    postalCode: place % 31 === 7 ? null : postalCode(slot, cityIndex, random.below(CODES_PER_CITY)),
    phone: fill(country.phone, random),
  }
}

const typedCountry = ({ country, ordinal }: CountrySlot): string =>
  country.name === 'Norway' && ordinal % 2 === 1 ? `${country.name}  ` : country.name

/** A city has three codes; the first two cities of a country share one, so that a code is not the key of a city. */
function postalCode({ country, index }: CountrySlot, city: number, code: number): string | null {
  if (country.postalCode === null) return null
  const owner = code === 0 && city === 1 ? 0 : city
  return fill(country.postalCode, rowRandom(0, 'place', (index * 100 + owner) * CODES_PER_CITY + code))
}

const LETTERS = 'ABCEGHJKLMNPRSTVWXYZ'

const fill = (pattern: string, random: Random): string =>
  pattern.replace(/[#@]/g, (mark) => (mark === '#' ? String(random.below(10)) : LETTERS[random.below(20)]!))

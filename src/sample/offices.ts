import { text } from './literal.ts'

type Office = readonly [
  city: string,
  phone: string,
  street: string,
  second: string | null,
  state: string | null,
  country: string,
  postalCode: string,
  territory: string,
]

const OFFICES: readonly Office[] = [
  ['Portland', '+1 555 0110 200', '40 Observatory Hill', 'Suite 9', 'OR', 'USA', '97299', 'NA'],
  ['Trois-Rivières', '+1 555 0111 300', '7 Rue des Tilleuls', null, 'QC', 'Canada', 'G9Z 0A1', 'NA'],
  ['Duluth', '+1 555 0112 400', '300 Harbour Parade', null, 'MN', 'USA', '55899', 'NA'],
  ['Delft', '+31 20 555 01 00', '12 Brouwersgracht', null, null, 'Netherlands', '2699 ZZ', 'EMEA'],
  ['Lübeck', '+49 30 55100-10', 'Mühlenweg 88', 'Haus B', null, 'Germany', '23599', 'EMEA'],
  ['Kanazawa', '+81 3 5550 0100', '3-9 Lantern Court', null, null, 'Japan', '920-9999', 'Japan'],
  ['Hobart', '+61 2 5550 0200', '1 Saltern Close', 'Top Floor', 'TAS', 'Australia', '7999', 'APAC'],
]

export const officeCode = (office: number): string => String(office + 1)

export function* officeRows(): Generator<string> {
  for (const [index, office] of OFFICES.entries()) {
    yield `(${[officeCode(index), ...office].map(text).join(',')})`
  }
}

export type Region = 'Americas' | 'Europe' | 'Asia-Pacific'

export interface Country {
  readonly name: string
  readonly region: Region
  readonly customersPerBlock: number
  /** What a company of the country ends in. */
  readonly company: string
  /** `#` is a digit, `@` a letter. */
  readonly phone: string
  /** As `phone`; null where no addresses have a postal code. */
  readonly postalCode: string | null
  /** `City` or `City/State`. */
  readonly cities: readonly string[]
}

const rows: readonly (readonly [string, Region, number, string, string, string | null, string])[] = [
  [
    'USA',
    'Americas',
    30,
    'Inc.',
    '+1 555 01## ###',
    '#####',
    'Portland/OR|Savannah/GA|Duluth/MN|Tucson/AZ|Albany/NY|Boise/ID|Galveston/TX|Portland/ME',
  ],
  ['Germany', 'Europe', 11, 'GmbH', '+49 30 55###-##', '#####', 'Lübeck|Görlitz|Bamberg|Münster|Stralsund'],
  ['France', 'Europe', 10, 'SARL', '+33 1 99 00 ## ##', '#####', 'Brest|Nîmes|Annecy|Besançon|La Rochelle'],
  ['UK', 'Europe', 8, 'Ltd', '+44 1632 960###', '@@## #@@', 'Whitby|Falmouth|Stirling|Norwich'],
  ['Spain', 'Europe', 7, 'S.L.', '+34 955 55 ## ##', '#####', 'Cádiz|Girona|Logroño|A Coruña'],
  ['Canada', 'Americas', 6, 'Ltd.', '+1 555 01## ###', '@#@ #@#', 'Halifax/NS|Trois-Rivières/QC|Victoria/BC|Regina/SK'],
  ['Netherlands', 'Europe', 5, 'B.V.', '+31 20 555 ## ##', '#### @@', 'Delft|Zaandam|Leeuwarden'],
  ['Italy', 'Europe', 5, 'S.r.l.', '+39 06 555 ####', '#####', 'Trieste|Lecce|Ferrara|Cefalù'],
  ['Norway', 'Europe', 5, 'AS', '+47 55 50 ## ##', '####', 'Tromsø|Ålesund|Kristiansand'],
  ['Australia', 'Asia-Pacific', 4, 'Pty Ltd', '+61 2 5550 ####', '####', 'Hobart/TAS|Fremantle/WA|Ballarat/VIC'],
  ['Japan', 'Asia-Pacific', 4, 'K.K.', '+81 3 5550 ####', '###-####', 'Kanazawa|Otaru|Onomichi'],
  ['Sweden', 'Europe', 3, 'AB', '+46 8 5550 ####', '### ##', 'Visby|Kalmar|Umeå'],
  ['Denmark', 'Europe', 3, 'A/S', '+45 55 50 ## ##', '####', 'Helsingør|Ribe|Ærøskøbing'],
  ['Switzerland', 'Europe', 3, 'AG', '+41 44 555 ## ##', '####', 'Zürich|Neuchâtel|Chur'],
  ['Finland', 'Europe', 2, 'Oy', '+358 9 5550 ###', '#####', 'Porvoo|Jyväskylä'],
  ['Belgium', 'Europe', 2, 'NV', '+32 2 555 ## ##', '####', 'Ghent|Liège'],
  ['Austria', 'Europe', 2, 'GmbH', '+43 1 555 ####', '####', 'Steyr|Bregenz'],
  ['Poland', 'Europe', 2, 'Sp. z o.o.', '+48 22 555 ## ##', '##-###', 'Sopot|Gdynia'],
  ['Portugal', 'Europe', 2, 'Lda', '+351 21 555 ####', '####-###', 'Évora|Aveiro'],
  ['Ireland', 'Europe', 1, 'Ltd', '+353 1 555 ####', '@## @#@#', 'Galway|Kinsale'],
  ['Brazil', 'Americas', 2, 'Ltda.', '+55 11 5550-####', '#####-###', 'Paraty|São Luís'],
  ['Mexico', 'Americas', 1, 'S.A.', '+52 55 5550 ####', '#####', 'Mérida|Xalapa'],
  ['Singapore', 'Asia-Pacific', 1, 'Pte Ltd', '+65 5550 ####', '######', 'Singapore'],
  ['Hong Kong', 'Asia-Pacific', 2, 'Ltd', '+852 5550 ####', null, 'Central|Sai Kung'],
  ['New Zealand', 'Asia-Pacific', 1, 'Ltd', '+64 4 555 ####', '####', 'Dunedin|Nelson'],
]

export const COUNTRIES: readonly Country[] = rows.map(
  ([name, region, customersPerBlock, company, phone, postalCode, cities]) => ({
    name,
    region,
    customersPerBlock,
    company,
    phone,
    postalCode,
    cities: cities.split('|'),
  }),
)

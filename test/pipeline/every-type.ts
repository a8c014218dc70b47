import {
  average,
  coalesce,
  concat,
  count,
  dates,
  day,
  decimal,
  eq,
  from,
  gt,
  isIn,
  isNull,
  lower,
  minus,
  not,
  or,
  plus,
  sql,
  star,
  sum,
  times,
  trim,
  upper,
  when,
} from '../../src/index.ts'

const tables = {
  places: {
    key: ['country', 'nr'],
    columns: { country: 'varchar(9)', nr: 'smallint', name: 'varchar(40)?', opened: 'datetime(6)?' },
    refs: {},
  },
  events: {
    key: ['id'],
    columns: {
      id: 'bigint unsigned',
      country: 'varchar(9)?',
      nr: 'smallint?',
      text: 'text?',
      small: 'tinyint?',
      medium: 'int?',
      big: 'bigint?',
      wide: 'decimal(38,0)?',
      money: 'decimal(19,4)?',
      share: 'decimal(19,4)?',
      real4: 'float?',
      real8: 'double?',
      at: 'timestamp(6)?',
      local: 'datetime(6)?',
      on: 'date?',
      flag: 'bit(1)?',
      bytes: 'varbinary(9)?',
    },
    refs: { place: [['country', 'nr'], 'places'] },
  },
} as const

/** Every type that is published, with the values at its ends, and every way of a key to lead nowhere. */
export const EVERY_TYPE = `/*!40103 SET TIME_ZONE='+00:00' */;
SET NAMES utf8mb4;
CREATE TABLE places (country varchar(9) NOT NULL, nr smallint NOT NULL, name varchar(40), opened datetime(6), PRIMARY KEY (country, nr)) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
INSERT INTO places VALUES ('FR',1,'  Paris ','0001-01-01 00:00:00.000001'),('FR',2,'It\\'s \\\\ "x"','9999-12-31 23:59:59.999999'),('日',1,'ß é 😀',NULL),('a',-5,'',NULL),('A',-5,NULL,'1582-10-10 00:00:00'),('e',7,'É',NULL);
CREATE TABLE events (id bigint unsigned NOT NULL, country varchar(9), nr smallint, text text, small tinyint, medium int, big bigint, wide decimal(38,0), money decimal(19,4), share decimal(19,4), real4 float, real8 double, at timestamp(6) NULL, local datetime(6), \`on\` date, flag bit(1), bytes varbinary(9), PRIMARY KEY (id), CONSTRAINT p FOREIGN KEY (country, nr) REFERENCES places (country, nr)) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
INSERT INTO events VALUES
(1,'FR',1,'a|b~c',-128,-2147483648,-9223372036854775808,-99999999999999999999999999999999999999,999999999999999.9999,999999999999999.9999,1.5,0.1,'1970-01-01 00:00:01.000001','1000-01-01 00:00:00','1000-01-01',b'1',x'00ff'),
(2,'FR',2,'',127,2147483647,9223372036854775807,99999999999999999999999999999999999999,-999999999999999.9999,0.0001,-0.25,123456789.125,'2038-01-19 03:14:07.999999','2024-03-31 01:59:59.999999','2024-02-29',b'0',''),
(3,'日',1,NULL,0,0,0,0,0.0000,0.0000,0,0,'2024-03-31 00:59:59','2024-10-27 00:30:00','9999-12-31',NULL,NULL),
(4,'a',-5,'It''s \\\\n',1,1,1,1,0.0050,2.5000,3.25,2.5,'2024-03-31 01:00:00','2024-10-27 01:00:00','1970-01-01',b'1',x'61'),
(5,'A',-5,'ÀÉß',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL),
(6,NULL,1,'{mark} {first}',5,5,5,5,5.5555,5.5555,5.5,5.5,'2024-10-27 00:59:59','2024-01-01 00:00:00','2024-01-01',b'0',x'ff'),
(18446744073709551615,'x',9,'gone',5,5,5,5,5.5555,5.5555,5.5,5.5,'2024-10-27 01:00:00','2024-01-01 00:00:00','2023-12-31',b'0',x'ff');
`
const { dimension, distinct, fact } = from(tables)
const places = dimension('places', (p) => ({
  name: trim(p.name),
  loud: upper(p.name),
  soft: lower(p.name),
  opened: p.opened,
}))
const names = distinct('names', 'places', (p) => ({
  name: p.name,
  known: when(isNull(p.name), coalesce(p.name, "it's \\ none"), p.country),
}))
const events = fact(
  'events',
  (e) => ({
    place: places.at(e.place),
    name: names.at(e.place),
    day: dates.at(e.on),
    berlin: dates.at(day(e.at, 'Europe/Berlin')),
    auckland: dates.at(day(e.local, 'Pacific/Auckland')),
    text: e.text,
    small: e.small,
    medium: e.medium,
    big: e.big,
    wide: e.wide,
    money: e.money,
    product: times(e.money, e.share),
    scaled: times(e.medium, e.money),
    more: plus(e.money, e.big),
    less: minus(e.small, e.money),
    cents: decimal(e.money, 20, 2),
    shown: decimal(e.real8, 38, 4),
    real4: e.real4,
    real8: e.real8,
    at: e.at,
    local: e.local,
    flag: e.flag,
    bytes: e.bytes,
    label: concat(coalesce(e.text, '-'), ' / ', e.country),
    kind: when(or(isIn(e.nr, 1, 2), gt(e.money, 1)), e.money, e.share),
    twice: sql(
      'decimal(20,4)?',
      { duckdb: 'cast({0} * 2 as decimal(20,4))', spark: 'cast({0} * 2 as decimal(20,4))' },
      e.money,
    ),
  }),
  { where: (e) => not(eq(e.id, 4)) },
).measures({ events: count(), money: sum('money'), mean: average('money') })
export const everyType = star({ events })

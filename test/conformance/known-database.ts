/** A small database that every adapter is tested with: SQL that makes it, and what must be read from it. */
export const KNOWN_DATABASE = {
  sql: `
create table region (
  code char(2) not null primary key,
  label varchar(40) character set latin1 not null comment 'as people write it'
) default charset=utf8mb4 comment='Regions';
create table sale (
  id bigint unsigned not null auto_increment,
  line smallint not null,
  region char(2) default null,
  amount decimal(10,2) not null,
  day date default null,
  moment datetime(6) default null,
  instant timestamp(3) null default null,
  spent time(1) default null,
  rate double default null,
  flag bit(1) default null,
  note text,
  raw varbinary(20) default null,
  primary key (id, line),
  unique key by_day (day, moment),
  key by_note (note(5)),
  constraint sale_region foreign key (region) references region (code)
) default charset=utf8mb4;
set time_zone = '+00:00';
insert into region values ('FR', 'Île-de-France'), ('DE', 'Straße | ~');
insert into sale values
  (18446744073709551615, 1, 'FR', -0.01, '2024-02-29', '2024-02-29 23:59:59.999999', '2024-03-31 01:30:00.5', '-838:59:59.5', 0.1, b'1', 'it''s \\\\ "quoted" \\n', x'00ff27225c0a'),
  (1, 2, null, 99999999.99, '0001-01-01', '9999-12-31 00:00:00', '1970-01-01 00:00:01', '00:00:00', -2.5e300, b'0', '😀 | ~', x''),
  (1, 3, 'DE', 0, null, null, null, null, null, null, null, null);`,
  tables: {
    region: {
      key: ['code'],
      types: ['text', 'text'],
      rows: [
        ['DE', 'Straße | ~'],
        ['FR', 'Île-de-France'],
      ],
    },
    sale: {
      key: ['id', 'line'],
      types: [
        'decimal(20,0)',
        'smallint',
        'text',
        'decimal(10,2)',
        'date',
        'timestamp',
        'timestamp with time zone',
        'bigint',
        'double',
        'boolean',
        'text',
        'bytes',
      ],
      rows: [
        [
          '1',
          '2',
          null,
          '99999999.99',
          '0001-01-01',
          '9999-12-31 00:00:00.000000',
          '1970-01-01 00:00:01.000000',
          '0',
          '-2.5e+300',
          'false',
          '😀 | ~',
          '',
        ],
        ['1', '3', 'DE', '0.00', null, null, null, null, null, null, null, null],
        [
          '18446744073709551615',
          '1',
          'FR',
          '-0.01',
          '2024-02-29',
          '2024-02-29 23:59:59.999999',
          '2024-03-31 01:30:00.500000',
          '-3020399500000',
          '0.1',
          'true',
          `it's \\ "quoted" \n`,
          '00FF27225C0A',
        ],
      ],
    },
  },
} as const

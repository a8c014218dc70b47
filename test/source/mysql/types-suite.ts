import { expect, test } from 'vitest'
import { mysqlSource } from '../../../src/source/mysql/mysql-source.ts'
import { cellsOf, figuresOf } from '../../conformance/canonical-rows.ts'
import type { LiveServer } from '../../servers/mysql.ts'
import { failure, openAll, openBytes } from '../dumped.ts'
import { sameAsDump } from './same-as-dump.ts'
import { urlOf } from './shop.ts'

/** Values at the ends of the types that both kinds of server have. */
const SQL = `
create database types character set utf8mb4; use types;
set sql_mode = 'ALLOW_INVALID_DATES,NO_AUTO_VALUE_ON_ZERO'; set time_zone = '+00:00';
create table n (
  id bigint unsigned not null primary key, i1 tinyint, u1 tinyint unsigned, i3 mediumint, u3 mediumint unsigned, z int(8) zerofill,
  i8 bigint, d decimal(65,30), e decimal(38,10), b1 bit(1), b10 bit(10), b64 bit(64), y year, f float, g double, flag tinyint(1),
  g1 int as (i1 + 1) virtual, g2 bigint as (i8) stored
);
insert into n (id, i1, u1, i3, u3, z, i8, d, e, b1, b10, b64, y, f, g, flag) values
  (18446744073709551615, -128, 255, -8388608, 16777215, 42, -9223372036854775808, -12345678901234567890123456789012345.12345, -0.0000000001, b'1', b'1000000001', 18446744073709551615, 2155, 0.5, 0.1, 1),
  (0, 126, 0, 8388607, 0, 99999999, 9223372036854775807, 1e-30, 1234567890123456789012345678.0123456789, b'0', 0, 0, 1901, -3.5, 1.7976931348623157e308, 0),
  (2, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null),
  (3, 0, 1, -1, 1, 0, -1, 0, 0, b'1', 1023, 1, 0, 0, 5e-324, 1);
create table t (
  id int not null, d date, dm datetime(6), dm0 datetime, ts timestamp(6) null, ts0 timestamp null, t6 time(6), t0 time, primary key (id)
);
insert into t values
  (1, '0000-01-01', '0000-02-28 23:59:59.999999', '0000-03-01', '1970-01-01 00:00:01', '2038-01-19 03:14:07', '-838:59:59', '838:59:59'),
  (2, '0000-02-29', '0000-12-31 00:00:00', '9999-12-31 23:59:59', '2024-03-31 01:30:00.000001', null, '-00:00:00.000001', '-00:00:01'),
  (3, '1900-02-29', '2000-02-29 12:00:00.5', '2100-02-29', null, '2000-01-01', '00:00:00.000001', '00:00:00'),
  (4, '2000-02-29', '0000-00-00', '1969-12-31 23:59:59', null, null, null, null),
  (5, '2024-04-31', '2024-00-10', '2024-10-00', null, null, '100:00:00.1', '-100:00:00'),
  (6, '9999-12-31', null, null, null, null, null, null);
create table x (
  id int not null primary key auto_increment, a varchar(40) character set latin1, b varchar(40) character set utf16, c varchar(40) character set gbk,
  d text, e longtext, f char(10), bi binary(4), vb varbinary(20), bl longblob, en enum('a','b,c','x''y','|~'), s set('p','q'), j json,
  p point, ci varchar(20) character set latin1 collate latin1_bin, unique key by_c (c(5)), key by_d (d(3))
) comment='Texts';
insert into x (a, b, c, d, e, f, bi, vb, bl, en, s, j, p, ci) values
  ('Straße €', '中文😀', '中文', '~|~0|~1', repeat('0123456789', 100000), 'ab  ', 'ab', x'00ff', repeat(x'00', 70000), 'b,c', 'p,q', '{"a": [1, 2.50, "é"]}', st_geomfromtext('point(1 2)'), 'A '),
  ('', '', '', '', '', '', '', '', '', '|~', '', '[]', null, ''),
  (null, null, null, null, null, null, null, null, null, null, null, null, null, null),
  ('a', 'A', 'a', 'é', 'É', 'z', x'0a0d0000', x'27225c', x'fe', 'x''y', 'q', 'null', st_geomfromtext('point(-1.5 1e300)'), 'a');
create table same (a int not null, b int not null, c int, unique key zz (b, a), unique key aa (c), unique key mm (a));
create table child (id int primary key, a int, b int, unique key by_b (b),
  constraint later foreign key (a) references same (a), constraint both_ foreign key (b, a) references same (b, a));
create view v as select * from same;
insert into same values (1, 2, null), (2, 1, null);`

const POLICY = {
  types: { 'n.d': 'text', 'n.e': 'decimal(38,10)', 'n.flag': 'boolean', 'n.z': 'text', 't.t0': 'text', 'x.p': 'bytes' },
  zeroDates: { 't.d': 'null', 't.dm': 'null', 't.dm0': 'null' },
  columns: { 'x.a': 'mask', 'x.d': 'mask' },
  maskKey: 'mask-key',
} as const

/** Values at the ends of every type, live and from the server's own dump. */
export function typesSuite(server: () => LiveServer): void {
  test('values at the ends of every type are those of the dump', async () => {
    await server().sql(SQL)
    await using live = await mysqlSource({ url: urlOf(server(), 'types'), policy: POLICY })
    const bytes = server().dump(['types', '--complete-insert', '--hex-blob'])
    await using dump = await openBytes(bytes, { policy: POLICY })
    expect(await sameAsDump(live, dump, true)).toEqual({ n: 4, t: 6, x: 4, same: 2, child: 0 })
  })

  test('figures do not hang on how the session before left its settings, nor on the columns’ order', async () => {
    await using live = await mysqlSource({ url: urlOf(server(), 'types'), policy: POLICY })
    const { views } = await openAll(live)
    const turned = views.map(({ table, columns }) => ({ table, columns: columns.toReversed() }))
    await using snapshot = await live.snapshot(turned)
    for (const view of turned) {
      const cells = await cellsOf(snapshot, view.table)
      expect(await snapshot.aggregate({ table: view.table, content: true })).toEqual(figuresOf(cells, view))
    }
  })

  test('a value that does not fit the type of the config is refused', async () => {
    const policy = { types: { 'n.d': 'decimal(38,5)' }, zeroDates: {} }
    await using live = await mysqlSource({ url: urlOf(server(), 'types'), policy })
    await using snapshot = (await openAll(live)).snapshot
    await expect(cellsOf(snapshot, 'n')).rejects.toEqual(failure('VALUE_INVALID', /^n\.d: /))
    expect(await live.digits('n', 'd')).toEqual({ before: 35, after: 30, row: 4 })
    expect(await live.digits('n', 'e')).toEqual({ before: 28, after: 10, row: 1 })
  })
}

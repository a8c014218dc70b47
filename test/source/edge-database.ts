/** A database of everything that makes dumps hard to read. */
export const EDGE_SQL = String.raw`
create database edge default character set utf8mb4;
use edge;
set sql_mode = 'ALLOW_INVALID_DATES,NO_AUTO_VALUE_ON_ZERO';
set time_zone = '+00:00';
create table parent (
  id int unsigned not null auto_increment,
  code char(3) character set latin1 not null default 'x''y',
  primary key (id),
  unique key uc (code)
) auto_increment = 10 comment = 'it''s; a "comment" -- with /* stuff */';
insert into parent values (1, 'a\\b'), (2, 'é'), (3, ''), (4294967295, '€');
create table odd (
  id bigint unsigned not null auto_increment,
  ${'`col ``tick`'} varchar(20) default 'a,b)c(''d',
  ${'`select`'} text,
  ${'`sélé`'} varchar(30) character set utf16,
  b blob, bi binary(4), bt bit(10) default b'101', one bit(1), wide bit(64),
  d decimal(65,30), e38 decimal(38,10), f float, db double,
  dt date default '0000-00-00', dm datetime(6), tm time(3), ts timestamp(6) null default null,
  e enum('a','b,c','x''y','(',')') default 'b,c', s set('p','q'), j json, y year,
  i1 tinyint, u1 tinyint unsigned, i3 mediumint, u3 mediumint unsigned, z int(8) zerofill, i8 bigint,
  inv int invisible default 7, g1 int as (i1 + 1) virtual, g2 varchar(40) as (concat(${'`col ``tick`'}, ';')) stored,
  pt point, u uuid, ip inet6, parent_id int unsigned,
  primary key (id), key k1 (${'`col ``tick`'}(5)),
  constraint fk foreign key (parent_id) references parent (id) on delete cascade, constraint ck check (inv > 0)
);
insert into odd (id, ${'`col ``tick`'}, ${'`select`'}, ${'`sélé`'}, b, bi, bt, one, wide, d, e38, f, db, dt, dm, tm, ts, e, s, j, y, i1, u1, i3, u3, z, i8, inv, pt, u, ip, parent_id) values
(1, 'q''uo"te\\ \n\r\t\0\Z%_;-- x', repeat('0123456789', 5000), '中文😀', x'00ff0a0d1a275c22', 'ab', b'1000000001', b'1', b'1111111111111111111111111111111111111111111111111111111111111111',
  -12345678901234567890123456789012345.12345, 1234567890123456789012345678.0123456789, 0.5, 0.1, '0000-00-00', '2024-02-03 04:05:06.000007', '-838:59:59', '2024-02-03 04:05:06.123456',
  'x''y', 'p,q', '{"a":"q\\"uo\\u00e9","n":null}', 2024, -128, 255, -8388608, 16777215, 42, -9223372036854775808, 1, st_geomfromtext('point(1 2)'), '123e4567-e89b-12d3-a456-426655440000', '::1', 1),
(2, null, '', '', x'', null, null, null, null, null, null, 3.5e38 / 10, 1e308, '2024-02-30', '9999-12-31 23:59:59.999999', '838:59:58.999', null, '(', null, 'null', 0, 127, 0, 8388607, 0, 0, 9223372036854775807, 2, null, null, null, null),
(3, '😀''); insert into x', '/*!50000 x */', '-- ', x'efbbbf', '    ', b'0', b'0', b'0', 0, -1e-10, -0.25, 5e-324, '0001-01-01', '0001-01-01', '00:00:00', '1970-01-01 00:00:01', ')', '', '[]', 1901, 0, 1, 0, 1, 99999999, 0, 5, null, null, '1.2.3.4', 2);
create table myi (a int, b text) engine=myisam;
insert into myi values (1, 'NULL'), (2, null), (null, '\\N'), (null, 'null');
create table part (id int not null, d date not null, primary key (id, d))
  partition by range (year(d)) (partition p0 values less than (2020), partition p1 values less than maxvalue);
insert into part values (1, '2019-01-01'), (2, '2021-01-01');
create table many (id int primary key, t varchar(200), n decimal(18,4));
insert into many select seq, repeat(char(33 + seq % 90), seq % 200), seq / 7 from seq_1_to_5000;
create table empty_t (a int);
create view v1 as select id, code from parent where code <> ';';
delimiter $$
create trigger tr before insert on parent for each row begin set new.code = concat(new.code, ';'); end$$
create procedure p1() begin select ';'; end$$
create function f1() returns int deterministic return 1$$
create event ev on schedule every 1 day do begin set @x = 1; end$$
delimiter ;
`

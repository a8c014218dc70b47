/** Databases of which a model is to be proposed, each with what tempts a proposal to go wrong. */

/** Composite keys, references to the own table, several foreign keys to one table, a head with two keys of its own. */
export const FLEET = `
create table country (code char(2) primary key, name varchar(40) not null);
create table port (
  country char(2) not null, no int not null, name varchar(40) not null, berths smallint, parent_country char(2), parent_no int,
  primary key (country, no), foreign key (country) references country (code),
  constraint part_of foreign key (parent_country, parent_no) references port (country, no));
create table sailor (
  id int primary key, first_name varchar(20) not null, last_name varchar(20) not null, boss_id int, hired date, email varchar(60),
  login_token char(8), home_country char(2), home_no int,
  foreign key (boss_id) references sailor (id), foreign key (home_country, home_no) references port (country, no));
create table product (
  code varchar(12) primary key, name varchar(40) not null, category varchar(20) not null, unit_cost decimal(12,4) not null,
  predecessor varchar(12), foreign key (predecessor) references product (code));
create table shipment (
  id bigint unsigned primary key, origin_country char(2) not null, origin_no int not null, target_country char(2), target_no int,
  captain_id int not null, mate_id int, departed datetime not null, arrived datetime, status varchar(12) not null, freight decimal(10,2),
  updated_at timestamp not null default current_timestamp,
  constraint from_port foreign key (origin_country, origin_no) references port (country, no),
  constraint to_port foreign key (target_country, target_no) references port (country, no),
  foreign key (captain_id) references sailor (id), foreign key (mate_id) references sailor (id));
create table shipment_line (
  shipment_id bigint unsigned not null, line_no smallint not null, product_code varchar(12) not null, substitute_code varchar(12),
  quantity int not null, unit_price decimal(12,4) not null, discount_pct decimal(5,2) not null, tare decimal(8,3),
  primary key (shipment_id, line_no), foreign key (shipment_id) references shipment (id),
  foreign key (product_code) references product (code), foreign key (substitute_code) references product (code));
create table port_product (
  country char(2) not null, no int not null, product_code varchar(12) not null, primary key (country, no, product_code),
  foreign key (country, no) references port (country, no), foreign key (product_code) references product (code));
insert into country values ('NL','Netherlands'),('DE','Germany'),('PT','Portugal');
insert into port values ('NL',1,'Rotterdam',40,null,null),('NL',2,'Europoort',12,'NL',1),('DE',1,'Hamburg',30,null,null),('PT',1,'Sines',null,null,null);
insert into sailor values (1,'Ada','Berg',null,'2001-04-01','a@x.example','t0k3n001','NL',1),(2,'Bo','Cole',1,null,null,null,'DE',1),(3,'Cy','Dahl',2,'2010-05-06',null,null,null,null);
insert into product values ('A-1','Anchor','metal',10.5,null),('A-2','Anchor II','metal',12.25,'A-1'),('R-1','Rope','fibre',0.3333,null);
insert into shipment values
  (1,'NL',1,'DE',1,1,2,'2024-01-01 23:30:00','2024-01-03 04:00:00','done',100.10,'2024-01-04 00:00:00'),
  (2,'NL',2,'PT',1,2,null,'2024-02-29 12:00:00',null,'sailing',null,'2024-03-01 00:00:00'),
  (3,'DE',1,null,null,3,1,'2025-06-30 00:00:00',null,'planned',55.00,'2025-06-01 00:00:00');
insert into shipment_line values (1,1,'A-1',null,3,20.0000,0,1.5),(1,2,'R-1','A-1',1000,0.7512,5,null),(2,1,'A-2','A-1',2,30.1,10,2.25),(3,1,'A-1','R-1',7,19.99,0,3.125);
insert into port_product values ('NL',1,'A-1'),('NL',2,'R-1'),('DE',1,'A-1');
`

/** Odd names, nothing declared but keys, a table without one, types without a home, dates that do not exist. */
export const ODD = `
set sql_mode = '';
create table \`order\` (
  \`order id\` int primary key, \`class\` varchar(20), \`unit price\` decimal(10,2), \`quantity\` int, \`a.b\` varchar(5), \`日本\` varchar(9),
  \`数\` int, \`Größe\` decimal(6,2), \`it's "quoted"\\\\\` varchar(9), \`2nd\` date, \`order-date\` date, \`order_date\` datetime, \`toString\` varchar(9),
  \`constructor\` int, \`customer_id\` int, \`huge\` decimal(65,30), \`notes\` text, \`photo\` blob, \`password_hash\` char(8), \`ratio\` double, \`at\` time);
create table customers (id int primary key, \`Name\` varchar(20) not null, \`E-Mail\` varchar(30), customers_key int, rating tinyint(1));
create table audit_log (session_id int not null, seen_at datetime not null, what varchar(20));
create table \`dates\` (\`day\` date primary key, \`name\` varchar(20));
insert into \`order\` values
  (1,'x',1.25,4,'p','いち',5,1.10,'q','2024-01-01','2024-01-02','2024-01-02 03:04:05','s',1,1,1.5,'n','b','abcdefgh',0.1,'01:02:03'),
  (2,'y ',2.50,2,null,'に',6,2.20,null,null,'0000-00-00','2024-02-02 00:00:00',null,2,2,null,null,null,null,null,null),
  (3,'y',null,1,'r',null,null,null,'','2025-12-31','2024-03-03',null,'',null,1,2.5,'','','',1e300,'-838:59:59');
insert into customers values (1,'Ada','a@b.example',7,1),(2,'Bo',null,null,null);
insert into audit_log values (1,'2024-01-01 00:00:00','in'),(1,'2024-01-02 00:00:00','out'),(2,'2024-01-01 00:00:00','in');
insert into \`dates\` values ('2024-01-01','new year');
`

/** No table has a key. */
export const KEYLESS = `
create table visits (page varchar(20) not null, at datetime not null);
insert into visits values ('a','2024-01-01 00:00:00'),('b','2024-01-01 00:00:00'),('a','2024-01-02 00:00:00');
`

/** Every kind of column, keys of bytes, a table that is an event and looked up as well, a table without rows. */
export const typesOf = (kind: 'MariaDB' | 'MySQL'): string =>
  kind === 'MariaDB' ? TYPES : TYPES.replace('u uuid', 'u char(36)').replace('i4 inet4', 'i4 char(15)')

const TYPES = `
create table kinds (
  id binary(16) primary key, t tinyint, b1 bit(1), b9 bit(9), y year, e enum('a','b c'), s set('x','y'), j json, u uuid, i4 inet4, f float, d double,
  g point, tm time(3), ts timestamp(6) null, dt datetime(6), dz decimal(20,10), du int unsigned, bu bigint unsigned, c char(3) character set latin1,
  vb varbinary(4), lt longtext);
insert into kinds values
  (unhex('00112233445566778899aabbccddeeff'),-1,1,5,2024,'b c','x,y','{"a":1}','123e4567-e89b-12d3-a456-426614174000','1.2.3.4',1.5,2.25,point(1,2),
   '-01:02:03.5','2024-01-01 00:00:00.123456','9999-12-31 23:59:59',1.1234567891,4294967295,18446744073709551615,'é',x'01ff','long'),
  (unhex('ff112233445566778899aabbccddeeff'),null,null,null,null,null,null,null,null,null,null,null,null,null,null,null,null,null,null,null,null,null);
create table events (
  id bigint unsigned primary key, kind_id binary(16) not null, other_kind binary(16), happened timestamp not null, fee decimal(38,10), count int unsigned,
  weight float, mood enum('good','bad') not null, tags set('p','q'), flag bit(1), at time,
  foreign key (kind_id) references kinds (id), foreign key (other_kind) references kinds (id));
insert into events values
  (1,unhex('00112233445566778899aabbccddeeff'),null,'2024-05-05 10:00:00',1.5,3,0.1,'good','p,q',1,'10:00:00'),
  (2,unhex('ff112233445566778899aabbccddeeff'),unhex('00112233445566778899aabbccddeeff'),'2024-05-06 10:00:00',2.5,null,null,'bad',null,0,null);
create table planned (id int primary key, event_id bigint unsigned, amount decimal(9,2), day date, foreign key (event_id) references events (id));
`

/** Keys that begin with a tenant, a reference to what is unique and no key, columns called as keys of the star are, tables that lead in a ring. */
export const LEDGER = `
create table tenant (id int primary key, name varchar(9) not null, first_account int);
create table account (
  tenant_id int not null, id int not null, iban varchar(30), code varchar(9) not null unique, account_key varchar(3), primary key (tenant_id, id),
  foreign key (tenant_id) references tenant (id));
alter table tenant add foreign key (id, first_account) references account (tenant_id, id);
create table ledger_entry (
  tenant_id int not null, entry_key bigint not null, account_id int not null, account_key varchar(9), contra_code varchar(9), booked date not null,
  debit decimal(12,2), credit decimal(12,2), balance decimal(12,2), updated_at timestamp not null, primary key (tenant_id, entry_key),
  foreign key (tenant_id, account_id) references account (tenant_id, id), foreign key (contra_code) references account (code));
insert into tenant values (1,'t',null),(2,'u',null);
insert into account values (1,1,null,'a',null),(2,1,'x','b','k');
update tenant set first_account = 1 where id = 1;
insert into ledger_entry values (1,1,1,'x','b','2024-01-01',1.5,null,1.5,'2024-01-02'),(2,1,1,null,null,'2024-01-02',null,2,-2,'2024-01-02');
`

/** Dump and server alike: a table with every flaw that a profile tells. */
export const FLAWED = `
create table places (
  id int not null primary key,
  country varchar(20) collate utf8mb4_general_ci,
  code char(3) character set utf8mb4 collate utf8mb4_bin,
  limit_to decimal(38,2),
  small bigint,
  ratio double,
  opened date,
  touched timestamp null,
  photo blob,
  flag bit(1)
) character set utf8mb4;
insert into places values
  (1, 'Norway', 'a', 100.10, 1, 0.5, '2003-01-06', '2003-01-06 10:00:00', x'00ff', b'1'),
  (2, 'Norway  ', 'A', 110.20, 2, 0.25, '2004-02-29', null, null, b'0'),
  (3, 'NORWAY', null, 120.30, 3, 1.5, '9999-12-31', null, null, null),
  (4, 'Österreich', 'b', 130.40, 4, 2, '0000-00-00', null, null, null),
  (5, 'osterreich', 'b', 140.50, 5, 1, null, null, null, null),
  (6, '', 'c', 150.60, 6, 1, '2004-05-31', null, null, null),
  (7, '   ', 'd', 160.70, 9223372036854775807, 1, '2005-05-31', null, x'00ff', null),
  (8, ' Spain', 'e', 999999999999999999999999999999999999.99, -9223372036854775808, 1, '2005-05-30', null, null, null),
  (9, null, 'f', null, null, null, null, null, null, null);
`

export const FLAWED_DUMP = `-- MySQL dump 10.13  Distrib 8.0.39, for Linux (x86_64)
SET NAMES utf8mb4;
/*!40103 SET TIME_ZONE='+00:00' */;
${FLAWED}-- Dump completed on 2025-01-03  4:05:06
`

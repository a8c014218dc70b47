/** Keys in as many spellings as MySQL takes for one: case, accents, blanks, at each level another. */
export const SPELLINGS = `
create table regions (code varchar(9) primary key, name varchar(20) not null) charset=utf8mb4 collate=utf8mb4_general_ci;
insert into regions values ('SÜD', 'south'), ('NORD', 'north'), ('ss', 'islands');
create table countries (code varchar(9) primary key, region_code varchar(9) not null, foreign key (region_code) references regions (code)) charset=utf8mb4 collate=utf8mb4_general_ci;
insert into countries values ('FR', 'sud'), ('Es', 'Süd  '), ('NO', 'nord'), ('ç', 'SS');
create table cities (country varchar(9), nr int, name varchar(20) not null, primary key (country, nr), foreign key (country) references countries (code)) charset=utf8mb4 collate=utf8mb4_general_ci;
insert into cities values ('fr', 1, 'Paris'), ('Fr', 2, 'Lyon'), ('ES', 1, 'Madrid'), ('no', 1, 'Oslo'), ('C', 1, 'Rock');
create table customers (code varchar(9) primary key, country varchar(9), city int, boss varchar(9), foreign key (country, city) references cities (country, nr), foreign key (boss) references customers (code)) charset=utf8mb4 collate=utf8mb4_general_ci;
insert into customers values ('José', 'FR ', 1, null), ('anna', 'fR', 2, 'JOSE'), ('Ola', 'NO', 1, 'Anna '), ('Kim', 'c', 1, 'kim'), ('Nil', null, 1, null), ('ana', 'eS', 1, 'ana');
create table orders (id int primary key, customer varchar(9), amount decimal(10,2) not null, foreign key (customer) references customers (code)) charset=utf8mb4 collate=utf8mb4_general_ci;
insert into orders values (1, 'jose', 1.10), (2, 'JOSÉ', 2.20), (3, 'Anna', 4.40), (4, 'OLA  ', 8.80), (5, 'kim', 17.60), (6, 'Nil', 35.20), (7, null, 70.40), (8, 'ANA', 140.80);
set foreign_key_checks = 0; insert into orders values (9, 'nobody', 281.60), (10, 'NOBODY', 0.01); set foreign_key_checks = 1;`

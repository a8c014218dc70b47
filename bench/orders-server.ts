// A MariaDB of its own with order lines, the classicmodels shape: as many as wanted, ten to an order.
import { KINDS, type LiveServer, startServer } from '../test/servers/mysql.ts'

export const DATABASE = 'orders'
export const USER = { name: 'bench', password: 'bench' }

const SETTINGS = ['--innodb-buffer-pool-size=1500M', '--max-allowed-packet=64M']

/** The rows are loaded past the binlog, which is there for views of one moment. */
export async function ordersServer(lines: number): Promise<LiveServer> {
  const server = await startServer(KINDS.MariaDB, SETTINGS)
  const orders = Math.ceil(lines / 10)
  await server.sql(`create user ${USER.name}@'%' identified by '${USER.password}'; grant all on *.* to ${USER.name}@'%';
    create database ${DATABASE} character set utf8mb4`)
  await server.sql(
    `set sql_log_bin = 0, unique_checks = 0, foreign_key_checks = 0;
    create table products (productCode varchar(15) primary key, productName varchar(70) not null, productLine varchar(50) not null, buyPrice decimal(10,2) not null);
    insert into products select concat('S', 10 + seq % 90, '_', lpad(seq, 4, '0')), concat('Product ', seq), elt(1 + seq % 4, 'Planes', 'Ships', 'Trains', 'Cars'), 10 + seq % 1000 / 100 from seq_0_to_999;
    create table customers (customerNumber int primary key, customerName varchar(50) not null, city varchar(50) not null, country varchar(50) not null);
    insert into customers select seq, concat('Customer ', seq), concat('City ', seq % 977), elt(1 + seq % 4, 'USA', 'France', 'Österreich', '日本') from seq_1_to_100000;
    create table orders (orderNumber int primary key, orderDate date not null, status varchar(15) not null, customerNumber int not null, foreign key (customerNumber) references customers (customerNumber));
    insert into orders select seq, '2020-01-01' + interval seq % 1826 day, elt(1 + seq % 3, 'Shipped', 'Resolved', 'On Hold'), 1 + seq * 7919 % 100000 from seq_1_to_${orders};
    create table orderdetails (orderNumber int not null, productCode varchar(15) not null, quantityOrdered int not null, priceEach decimal(10,2) not null, orderLineNumber smallint not null,
      primary key (orderNumber, productCode), foreign key (orderNumber) references orders (orderNumber));
    insert into orderdetails select o, concat('S', 10 + p % 90, '_', lpad(p, 4, '0')), 1 + s * 31 % 60, 10 + s * 7919 % 20000 / 100, l
      from (select seq as s, 1 + seq div 10 as o, 1 + seq % 10 as l, (seq div 10 * 37 + seq % 10 * 97) % 1000 as p from seq_0_to_${lines - 1}) t;
    alter table orderdetails add foreign key (productCode) references products (productCode);
    analyze table products, customers, orders, orderdetails`,
    DATABASE,
  )
  return server
}

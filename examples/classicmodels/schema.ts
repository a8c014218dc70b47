// Written by `starlift pull`: what the database says. Do not edit; people write star.ts.
const tables = {
  customers: {
    key: ['customerNumber'],
    columns: {
      customerNumber: 'int',
      customerName: 'varchar(50)',
      contactLastName: 'varchar(50)',
      contactFirstName: 'varchar(50)',
      phone: 'varchar(50)',
      addressLine1: 'varchar(50)',
      addressLine2: 'varchar(50)?',
      city: 'varchar(50)',
      state: 'varchar(50)?',
      postalCode: 'varchar(15)?',
      country: 'varchar(50)',
      salesRepEmployeeNumber: 'int?',
      creditLimit: 'decimal(10,2)?',
    },
    refs: {
      salesRep: ['salesRepEmployeeNumber', 'employees'],
    },
  },
  employees: {
    key: ['employeeNumber'],
    columns: {
      employeeNumber: 'int',
      lastName: 'varchar(50)',
      firstName: 'varchar(50)',
      extension: 'varchar(10)',
      email: 'varchar(100)',
      officeCode: 'varchar(10)',
      reportsTo: 'int?',
      jobTitle: 'varchar(50)',
    },
    refs: {
      manager: ['reportsTo', 'employees'],
      office: ['officeCode', 'offices'],
    },
  },
  offices: {
    key: ['officeCode'],
    columns: {
      officeCode: 'varchar(10)',
      city: 'varchar(50)',
      phone: 'varchar(50)',
      addressLine1: 'varchar(50)',
      addressLine2: 'varchar(50)?',
      state: 'varchar(50)?',
      country: 'varchar(50)',
      postalCode: 'varchar(15)',
      territory: 'varchar(10)',
    },
    refs: {},
  },
  orderdetails: {
    key: ['orderNumber', 'productCode'],
    columns: {
      orderNumber: 'int',
      productCode: 'varchar(15)',
      quantityOrdered: 'int',
      priceEach: 'decimal(10,2)',
      orderLineNumber: 'smallint',
    },
    refs: {
      order: ['orderNumber', 'orders'],
      product: ['productCode', 'products'],
    },
  },
  orders: {
    key: ['orderNumber'],
    columns: {
      orderNumber: 'int',
      orderDate: 'date',
      requiredDate: 'date',
      shippedDate: 'date?',
      status: 'varchar(15)',
      comments: 'text?',
      customerNumber: 'int',
    },
    refs: {
      customer: ['customerNumber', 'customers'],
    },
  },
  payments: {
    key: ['customerNumber', 'checkNumber'],
    columns: {
      customerNumber: 'int',
      checkNumber: 'varchar(50)',
      paymentDate: 'date',
      amount: 'decimal(10,2)',
    },
    refs: {
      customer: ['customerNumber', 'customers'],
    },
  },
  productlines: {
    key: ['productLine'],
    columns: {
      productLine: 'varchar(50)',
      textDescription: 'varchar(4000)?',
      htmlDescription: 'mediumtext?',
      image: 'mediumblob?',
    },
    refs: {},
  },
  products: {
    key: ['productCode'],
    columns: {
      productCode: 'varchar(15)',
      productName: 'varchar(70)',
      productLine: 'varchar(50)',
      productScale: 'varchar(10)',
      productVendor: 'varchar(50)',
      productDescription: 'text',
      quantityInStock: 'smallint',
      buyPrice: 'decimal(10,2)',
      MSRP: 'decimal(10,2)',
    },
    refs: {
      line: ['productLine', 'productlines'],
    },
  },
} as const

type Tables = typeof tables
/** A name the compiler can print. */
export interface Database extends Tables {}
export const database: Database = tables

import { defineConfig } from 'starlift'

export default defineConfig({
  source: { dump: process.env.CLASSICMODELS_DUMP ?? './mysqlsampledatabase.sql' },
  pull: {
    names: {
      'products.productLine': 'line',
      'employees.reportsTo': 'manager',
      'customers.salesRepEmployeeNumber': 'salesRep',
    },
  },
})

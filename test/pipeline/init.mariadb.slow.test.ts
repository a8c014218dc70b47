import { initSuite } from './init-suite.ts'

initSuite('MariaDB')

import { liveSuite } from './live-suite.ts'

liveSuite('MariaDB 11.8')

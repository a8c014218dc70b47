import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'

/** Packages that only the server's helper scripts need. */
const UNNEEDED = /^(perl|perl-base|perl-modules.*|libperl.*|libgdbm.*|libdb5.*|debconf|dpkg|tar)$/
const SOURCES = '/etc/apt/sources.list.d/debian.sources'

const nameOf = (program: string): string => program.slice(program.indexOf('/') + 1)

/** A server as a suite of Debian has it. */
interface Packaged {
  readonly suite: string
  readonly packages: readonly string[]
  readonly programs: readonly string[]
}

const MYSQL: Packaged = {
  suite: 'sid',
  packages: ['mysql-server-core', 'mysql-client-core'],
  programs: ['sbin/mysqld', 'bin/mysql', 'bin/mysqldump'],
}

const MARIADB: Packaged = {
  suite: 'trixie',
  packages: ['mariadb-server-core', 'mariadb-client'],
  programs: ['sbin/mariadbd', 'bin/mariadb', 'bin/mariadb-dump'],
}

/** Unpacks Oracle's MySQL 9.7 into a folder, once. Nothing is installed on the machine. With CI=true it must be there. */
export const unpackMySql = (folder: string): boolean => unpackOnce(folder, MYSQL)

/** The same of MariaDB 11.8. */
export const unpackMariaDb118 = (folder: string): boolean => unpackOnce(folder, MARIADB)

function unpackOnce(folder: string, packaged: Packaged): boolean {
  const done = (): boolean => packaged.programs.every((program) => existsSync(join(folder, 'bin', nameOf(program))))
  if (done()) return true
  mkdirSync(dirname(folder), { recursive: true })
  const draft = mkdtempSync(`${folder}-draft-`)
  try {
    unpack(draft, folder, packaged)
    renameSync(draft, folder)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    // Another test process may have been first.
    if (!done() && process.env.CI === 'true') throw error
  }
  return done()
}

/** Built beside its place, which the programs' wrappers name, so that a half-made folder is never used. */
function unpack(draft: string, folder: string, { suite, packages: wanted, programs }: Packaged): void {
  const apt = aptRoot(join(draft, 'apt'), suite)
  const debs = join(draft, 'debs')
  const root = join(draft, 'root')
  for (const each of [debs, root]) mkdirSync(each, { recursive: true })
  execFileSync('apt-get', [...apt, 'update'], { stdio: 'ignore' })
  const plan = execFileSync('apt-get', [...apt, '-s', 'install', ...wanted]).toString()
  const packages = [...plan.matchAll(/^Inst (\S+)/gm)].map(([, name]) => name!).filter((name) => !UNNEEDED.test(name))
  execFileSync('apt-get', [...apt, 'download', ...packages], { cwd: debs, stdio: 'ignore' })
  for (const deb of readdirSync(debs)) execFileSync('dpkg-deb', ['-x', join(debs, deb), root])
  for (const lib of ['lib', 'lib64']) if (!existsSync(join(root, lib))) symlinkSync(`usr/${lib}`, join(root, lib))
  mkdirSync(join(draft, 'bin'))
  for (const program of programs) wrap(join(draft, 'bin', nameOf(program)), join(folder, 'root'), program)
  for (const rest of [debs, join(draft, 'apt')]) rmSync(rest, { recursive: true })
}

/** An apt of its own: the machine's is not touched. */
function aptRoot(folder: string, suite: string): string[] {
  const parts = ['etc/apt/apt.conf.d', 'etc/apt/preferences.d', 'etc/apt/sources.list.d', 'etc/apt/trusted.gpg.d']
  const state = ['var/lib/dpkg', 'var/lib/apt/lists/partial', 'var/cache/apt/archives/partial']
  for (const part of [...parts, ...state]) mkdirSync(join(folder, part), { recursive: true })
  writeFileSync(join(folder, 'var/lib/dpkg/status'), '')
  const mirror = /^URIs: (\S+)/m.exec(existsSync(SOURCES) ? readFileSync(SOURCES, 'utf8') : '')?.[1] ?? oldMirror()
  const key = '/usr/share/keyrings/debian-archive-keyring.gpg'
  const line = `deb [signed-by=${key}] ${mirror} ${suite} main\n`
  writeFileSync(join(folder, 'etc/apt/sources.list'), line)
  const options = [
    `Dir=${folder}`,
    `Dir::State::status=${folder}/var/lib/dpkg/status`,
    'APT::Architecture=amd64',
    'APT::Install-Recommends=false',
    'Acquire::Languages=none',
    'Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false',
    'APT::Sandbox::User=root',
  ]
  return ['-q', ...options.flatMap((option) => ['-o', option])]
}

/** The mirror that apt names in its older kind of list. */
function oldMirror(): string {
  const list = '/etc/apt/sources.list'
  const found = /^deb (?:\[[^\]]*\] )?(\S+)/m.exec(existsSync(list) ? readFileSync(list, 'utf8') : '')?.[1]
  if (found === undefined) throw new Error('apt names no mirror of Debian')
  return found
}

/** The packages bring a C library newer than the machine's: their own loader starts them. */
function wrap(path: string, root: string, program: string): void {
  const libraries = `${root}/usr/lib/x86_64-linux-gnu:${root}/usr/lib/mysql/private`
  const loader = `${root}/usr/lib64/ld-linux-x86-64.so.2`
  writeFileSync(path, `#!/bin/sh\nexec ${loader} --library-path ${libraries} ${root}/usr/${program} "$@"\n`)
  chmodSync(path, 0o755)
}

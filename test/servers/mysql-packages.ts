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
const PROGRAMS = ['sbin/mysqld', 'bin/mysql', 'bin/mysqldump'] as const
const SOURCES = '/etc/apt/sources.list.d/debian.sources'

const nameOf = (program: string): string => program.slice(program.indexOf('/') + 1)

/** Unpacks Oracle's MySQL from packages of Debian sid into a folder, once. Nothing is installed on the machine. With CI=true it must be there. */
export function unpackMySql(folder: string): boolean {
  const done = (): boolean => PROGRAMS.every((program) => existsSync(join(folder, 'bin', nameOf(program))))
  if (done()) return true
  mkdirSync(dirname(folder), { recursive: true })
  const draft = mkdtempSync(`${folder}-draft-`)
  try {
    unpack(draft, folder)
    renameSync(draft, folder)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    // Another test process may have been first.
    if (!done() && process.env.CI === 'true') throw error
  }
  return done()
}

/** Built beside its place, which the programs' wrappers name, so that a half-made folder is never used. */
function unpack(draft: string, folder: string): void {
  const apt = aptRoot(join(draft, 'apt'))
  const debs = join(draft, 'debs')
  const root = join(draft, 'root')
  for (const each of [debs, root]) mkdirSync(each, { recursive: true })
  execFileSync('apt-get', [...apt, 'update'], { stdio: 'ignore' })
  const plan = execFileSync('apt-get', [...apt, '-s', 'install', 'mysql-server-core', 'mysql-client-core']).toString()
  const packages = [...plan.matchAll(/^Inst (\S+)/gm)].map(([, name]) => name!).filter((name) => !UNNEEDED.test(name))
  execFileSync('apt-get', [...apt, 'download', ...packages], { cwd: debs, stdio: 'ignore' })
  for (const deb of readdirSync(debs)) execFileSync('dpkg-deb', ['-x', join(debs, deb), root])
  for (const lib of ['lib', 'lib64']) if (!existsSync(join(root, lib))) symlinkSync(`usr/${lib}`, join(root, lib))
  mkdirSync(join(draft, 'bin'))
  for (const program of PROGRAMS) wrap(join(draft, 'bin', nameOf(program)), join(folder, 'root'), program)
  for (const rest of [debs, join(draft, 'apt')]) rmSync(rest, { recursive: true })
}

/** An apt of its own: the machine's is not touched. */
function aptRoot(folder: string): string[] {
  const parts = ['etc/apt/apt.conf.d', 'etc/apt/preferences.d', 'etc/apt/sources.list.d', 'etc/apt/trusted.gpg.d']
  const state = ['var/lib/dpkg', 'var/lib/apt/lists/partial', 'var/cache/apt/archives/partial']
  for (const part of [...parts, ...state]) mkdirSync(join(folder, part), { recursive: true })
  writeFileSync(join(folder, 'var/lib/dpkg/status'), '')
  const mirror = /^URIs: (\S+)/m.exec(existsSync(SOURCES) ? readFileSync(SOURCES, 'utf8') : '')?.[1] ?? oldMirror()
  const key = '/usr/share/keyrings/debian-archive-keyring.gpg'
  const line = `deb [signed-by=${key}] ${mirror} sid main\n`
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

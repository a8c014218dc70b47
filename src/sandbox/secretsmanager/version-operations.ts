import { randomUUID } from 'node:crypto'
import { ServiceException } from '../protocol/service-exception.ts'
import type { Context, Operations } from '../service.ts'
import {
  alreadyThere,
  CURRENT,
  changeSecret,
  livingSecret,
  notFound,
  PREVIOUS,
  type Secret,
  type SecretVersion,
  secretNamed,
} from './secrets.ts'

type Versions = Secret['versions']

export interface SecretValue {
  readonly SecretString?: string | undefined
  readonly SecretBinary?: Uint8Array | undefined
}

export const versionOperations: Operations<typeof import('@aws-sdk/client-secrets-manager')> = {
  GetSecretValue({ SecretId, VersionId, VersionStage }, context) {
    const secret = livingSecret(context, SecretId)
    const [id, version] = versionOf(secret, { VersionId, VersionStage })
    changeSecret(context, secret, { LastAccessedDate: startOfDay(context.now()) })
    const { stages, ...value } = version
    return { ARN: secret.ARN, Name: secret.Name, VersionId: id, VersionStages: [...stages], ...value }
  },

  PutSecretValue({ SecretId, ClientRequestToken = randomUUID(), VersionStages = [CURRENT], ...value }, context) {
    const secret = livingSecret(context, SecretId)
    const versions = withValue(context, secret.versions, { id: ClientRequestToken, value, stages: VersionStages })
    changeSecret(context, secret, { versions, LastChangedDate: context.now() })
    const { stages } = versions[ClientRequestToken]!
    return { ARN: secret.ARN, Name: secret.Name, VersionId: ClientRequestToken, VersionStages: [...stages] }
  },

  ListSecretVersionIds({ SecretId, IncludeDeprecated = false }, context) {
    const { ARN, Name, versions } = secretNamed(context, SecretId)
    const listed = Object.entries(versions).filter(([, { stages }]) => IncludeDeprecated || stages.length > 0)
    const Versions = listed.map(([VersionId, { stages, CreatedDate }]) => ({
      VersionId,
      VersionStages: [...stages],
      CreatedDate,
    }))
    return { ARN, Name, Versions }
  },

  UpdateSecretVersionStage({ SecretId, VersionStage, RemoveFromVersionId, MoveToVersionId }, context) {
    const secret = livingSecret(context, SecretId)
    for (const id of [RemoveFromVersionId, MoveToVersionId])
      if (id !== undefined && !secret.versions[id]) throw notFound('the specified secret version')
    const holder = Object.entries(secret.versions).find(([, { stages }]) => stages.includes(VersionStage))?.[0]
    if (holder !== undefined && holder !== RemoveFromVersionId && holder !== MoveToVersionId)
      throw new ServiceException(
        'InvalidParameterException',
        `The parameter RemoveFromVersionId can't be empty. Staging label ${VersionStage} is attached to version ${holder}.`,
      )
    const without = detached(secret.versions, [VersionStage], VersionStage === CURRENT)
    const versions = MoveToVersionId === undefined ? without : attached(without, MoveToVersionId, [VersionStage])
    changeSecret(context, secret, { versions, LastChangedDate: context.now() })
    return { ARN: secret.ARN, Name: secret.Name }
  },
}

/**
 * Versions with one more. The same value under the same id is what is there already, another is refused; a label that is given is taken from
 * where it was, and what was current is then the previous one.
 */
export function withValue(
  { now }: Context,
  versions: Versions,
  { id, value, stages }: { id: string; value: SecretValue; stages: readonly string[] },
): Versions {
  const before = versions[id]
  if (before && !sameValue(before, value))
    throw alreadyThere(`You can't use ClientRequestToken ${id} because that value is already in use for a version.`)
  if (before) return versions
  const { SecretString, SecretBinary } = value
  if ((SecretString === undefined) === (SecretBinary === undefined))
    throw new ServiceException('InvalidParameterException', 'Provide either SecretString or SecretBinary.')
  const held = Object.keys(versions).length === 0 ? [...new Set([...stages, CURRENT])] : stages
  const moved = detached(versions, held, held.includes(CURRENT))
  return { ...moved, [id]: { ...value, CreatedDate: now(), stages: held } }
}

const sameValue = (a: SecretValue, b: SecretValue): boolean =>
  a.SecretString === b.SecretString && Buffer.from(a.SecretBinary ?? []).equals(Buffer.from(b.SecretBinary ?? []))

/** Without these labels; where the current one moves, its version is the previous one. */
function detached(versions: Versions, labels: readonly string[], current: boolean): Versions {
  const gone = current ? [...labels, PREVIOUS] : labels
  const left = (version: SecretVersion): SecretVersion => ({
    ...version,
    stages: [
      ...version.stages.filter((stage) => !gone.includes(stage)),
      ...(current && version.stages.includes(CURRENT) ? [PREVIOUS] : []),
    ],
  })
  return Object.fromEntries(Object.entries(versions).map(([id, version]) => [id, left(version)]))
}

function attached(versions: Versions, id: string, labels: readonly string[]): Versions {
  const version = versions[id]!
  const others = version.stages.filter((stage) => stage !== PREVIOUS || !labels.includes(CURRENT))
  return { ...versions, [id]: { ...version, stages: [...new Set([...others, ...labels])] } }
}

function versionOf(
  { versions }: Secret,
  { VersionId, VersionStage }: { VersionId?: string | undefined; VersionStage?: string | undefined },
): readonly [id: string, version: SecretVersion] {
  const stage = VersionStage ?? (VersionId === undefined ? CURRENT : undefined)
  const found = Object.entries(versions).find(
    ([id, { stages }]) =>
      (VersionId === undefined || id === VersionId) && (stage === undefined || stages.includes(stage)),
  )
  const asked = stage === undefined ? `VersionId: ${VersionId}` : `staging label: ${stage}`
  if (!found) throw notFound(`the specified secret value for ${asked}`)
  return found
}

/** AWS says the day of the last reading alone. */
const startOfDay = (date: Date): Date => new Date(Math.floor(date.getTime() / 86_400_000) * 86_400_000)

import { ServiceException } from '../protocol/service-exception.ts'
import { resources } from '../resource.ts'
import type { Context } from '../service.ts'
import { tagging } from '../tags.ts'

export interface SecretVersion {
  readonly CreatedDate: Date
  readonly SecretString?: string | undefined
  readonly SecretBinary?: Uint8Array | undefined
  /** `AWSCURRENT`, `AWSPREVIOUS`, or what its owner calls it. */
  readonly stages: readonly string[]
}

export interface Secret {
  readonly ARN: string
  readonly Name: string
  readonly Description?: string | undefined
  readonly KmsKeyId?: string | undefined
  readonly CreatedDate: Date
  readonly LastChangedDate: Date
  readonly LastAccessedDate?: Date | undefined
  /** Until when it can be restored; from then on it is gone. */
  readonly DeletedDate?: Date | undefined
  readonly policy?: string | undefined
  /** By version id. */
  readonly versions: Readonly<Record<string, SecretVersion>>
}

export const CURRENT = 'AWSCURRENT'
export const PREVIOUS = 'AWSPREVIOUS'

export const notFound = (what = 'the specified secret'): ServiceException =>
  new ServiceException('ResourceNotFoundException', `Secrets Manager can't find ${what}.`)

export const invalidRequest = (message: string): ServiceException =>
  new ServiceException('InvalidRequestException', message)

export const alreadyThere = (message: string): ServiceException =>
  new ServiceException('ResourceExistsException', message)

/** By name. */
export const secrets = resources<Secret>({
  collection: 'secretsmanager/secrets',
  missing: () => notFound(),
  taken: (name) => alreadyThere(`The operation failed because the secret ${name} already exists.`),
})
export const tags = tagging('secretsmanager', () => notFound())

/** Letters and digits that stand after a secret's name in its ARN. */
const SUFFIX = 7

/** By its name, its ARN, or its ARN without what AWS put behind the name. Those whose time has come are gone. */
export function secretNamed(context: Context, id: string): Secret {
  const found = secrets.all(context).find(({ Name, ARN }) => Name === id || ARN === id || ARN.slice(0, -SUFFIX) === id)
  if (!found) throw notFound()
  if (found.DeletedDate === undefined || found.DeletedDate > context.now()) return found
  forget(context, found)
  throw notFound()
}

/** One that is not waiting to be deleted. */
export function livingSecret(context: Context, id: string): Secret {
  const secret = secretNamed(context, id)
  if (secret.DeletedDate === undefined) return secret
  throw invalidRequest("You can't perform this operation on the secret because it was marked for deletion.")
}

export function forget(context: Context, { Name, ARN }: Secret): void {
  secrets.remove(context, Name)
  tags.end(context, ARN)
}

export const changeSecret = (context: Context, { Name }: Secret, members: Partial<Secret>): Secret =>
  secrets.change(context, Name, (before) => ({ ...before, ...members }))

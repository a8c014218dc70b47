import type { ErrorCode } from '../../src/core/error.ts'
import type { Edits } from './shop.ts'

export const SERVED = '  Version 1 (<time> UTC) is still served.'

export interface Failure {
  readonly code: ErrorCode
  readonly title: string
  /** What is changed in a shop of which one version is published. */
  readonly edits?: Edits
  readonly spoil?: (folder: string) => Promise<unknown>
  /** Default: run. */
  readonly args?: readonly string[]
  /** All that is printed, the code left out: what, lines, what is served, and the next step. */
  readonly says: string
}

export const config = (fields: string): Edits => ({ 'starlift.config.ts': [['source:', `${fields}, source:`]] })
export const dump = (from: string, to: string): Edits => ({ 'shop.sql': [[from, to]] })
export const model = (from: string, to: string): Edits => ({ 'star.ts': [[from, to]] })

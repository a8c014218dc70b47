import type { Structure } from './model.ts'

/** The first member that must be there and is not; the SDK lists those first. */
export const missingMember = (
  { members, required = 0 }: Structure,
  value: Readonly<Record<string, unknown>>,
): string | undefined =>
  Object.keys(members)
    .slice(0, required)
    .find((name) => value[name] === undefined)

/** A value that its column cannot hold. */
export class NotAValue extends Error {}

/** Text that is not valid in the character set it is said to be in. */
export class NotText extends Error {}

/** A value that its column cannot hold. */
export class NotAValue extends Error {}

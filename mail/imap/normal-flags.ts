/** Flags as we store them: sorted, without `\Recent`, which is about the session and not the message. */
export function normalFlags(flags: readonly string[]): string[] {
  return flags.filter((flag) => flag.toLowerCase() !== '\\recent').sort()
}

/** Names of variables and captures: how templates and conditions call what a step left. */

const MAX_VALUE_NAME = 32
/** Characters kept of a value. */
export const MAX_VALUE = 2_000
/** Values a rule may set and capture (semantics 2). */
export const MAX_VALUES = 20

/** Letters, digits and underscores, a letter first, and never a name that every object has. */
export function isValueName(name: string): boolean {
  return /^[A-Za-z][A-Za-z0-9_]*$/.test(name) && name.length <= MAX_VALUE_NAME && !(name in {})
}

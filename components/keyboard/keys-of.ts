import { commandOf, type CommandId } from './registry'

/** The first binding of a command, for `Kbd`, `IconButton keys` and menus; undefined when it has none. */
export function keysOf(id: CommandId): string | undefined {
  return commandOf(id).keys[0]
}

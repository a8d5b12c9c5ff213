import { createStore } from '../data/store'
import type { CommandId } from './registry'

/** What a command does here. `false`: not now, let the browser or an outer scope have the key. */
export type Handler = () => unknown

interface Held {
  readonly id: CommandId
  readonly handler: { readonly current: Handler }
}

/** Handlers of what is on screen, oldest first; of two for the same command the newer acts. */
export const handlers = createStore<readonly Held[]>([])

/** Offers a handler until the returned function is called. */
export function offer(held: Held): () => void {
  handlers.update((all) => [...all, held])
  return () => handlers.update((all) => all.filter((other) => other !== held))
}

/** Runs a command as if its key were pressed. False when nothing on screen takes it. */
export function runCommand(id: CommandId): boolean {
  for (const held of handlers.get().toReversed()) {
    if (held.id === id && held.handler.current() !== false) return true
  }
  return false
}

export function liveCommands(): ReadonlySet<CommandId> {
  return new Set(handlers.get().map((held) => held.id))
}

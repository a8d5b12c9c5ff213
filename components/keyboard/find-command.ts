import { isSingleKey } from './chord'
import { COMMANDS, SCOPES, type Command, type CommandId } from './registry'

export interface Situation {
  /** Commands that have a handler now. */
  readonly live: ReadonlySet<CommandId>
  readonly typing: boolean
  readonly inDialog: boolean
  /** False when the person switched single-key shortcuts off. */
  readonly singleKeys: boolean
  /** The first half of a two-key shortcut, if it was just pressed. */
  readonly prefix: string | null
}

/** The command a chord means here, the beginning of one (`prefix`), or nothing. Of several the innermost scope wins. */
export function findCommand(chord: string, situation: Situation): { readonly command: CommandId } | { readonly prefix: string } | null {
  const keys = situation.prefix === null ? chord : `${situation.prefix} ${chord}`
  const possible = COMMANDS.filter((command) => situation.live.has(command.id) && mayFire(command, situation))
  const hits = possible.filter((command) => command.keys.some((binding) => binding === keys && (situation.singleKeys || !isSingleKey(binding))))
  const best = hits.toSorted((a, b) => SCOPES.indexOf(b.scope) - SCOPES.indexOf(a.scope))[0]
  if (best) return { command: best.id }
  const begins = possible.some((command) => command.keys.some((binding) => binding.startsWith(`${keys} `) && situation.singleKeys))
  return begins && situation.prefix === null ? { prefix: keys } : null
}

function mayFire(command: Command, { typing, inDialog }: Situation): boolean {
  if (inDialog && !(command.overDialogs ?? false)) return false
  return !typing || (command.whileTyping ?? false)
}

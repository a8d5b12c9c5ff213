/**
 * Every command with a key, once. Handlers, tooltips, the help sheet and the palette all come from this list; to add a command, add a line here and its
 * label under `shell.commands.<id>` in every language, then call `useCommand` where it acts. A test refuses clashes.
 *
 * Keys name the produced character, not the place on the keyboard: `z`, `#`, `Z` (shift and z), `Enter`, `ctrl+k` (⌘ on a Mac), `g i` (one after the other).
 * What needs AltGr on some layouts has a second binding without it.
 */

/** Inner scopes win over outer ones. A scope is live while something of it is on screen, that is, has a handler. */
export const SCOPES = ['global', 'list', 'mail', 'runs', 'outbox', 'records', 'rules', 'canvas', 'compose'] as const
export type Scope = (typeof SCOPES)[number]

export interface Command {
  readonly id: string
  readonly scope: Scope
  readonly keys: readonly string[]
  /** Also while typing in a field. Never where the browser's own meaning matters to typing (undo, copy, select all). */
  readonly whileTyping?: boolean
  /** Also while a dialog or menu is open. */
  readonly overDialogs?: boolean
  /** Left out of the palette: movements that only make sense where one already is. */
  readonly keyOnly?: boolean
}

export const COMMANDS = [
  { id: 'palette', scope: 'global', keys: ['ctrl+k'], whileTyping: true, overDialogs: true, keyOnly: true },
  { id: 'search', scope: 'global', keys: ['/', 'ctrl+f'] },
  { id: 'help', scope: 'global', keys: ['?'] },
  { id: 'undo', scope: 'global', keys: ['z'] },
  { id: 'redo', scope: 'global', keys: ['Z'] },
  { id: 'up', scope: 'global', keys: ['Escape'], keyOnly: true },
  { id: 'nextRegion', scope: 'global', keys: ['F6'], whileTyping: true, keyOnly: true },
  { id: 'previousRegion', scope: 'global', keys: ['shift+F6'], whileTyping: true, keyOnly: true },
  { id: 'goInbox', scope: 'global', keys: ['g i'] },
  { id: 'goStarred', scope: 'global', keys: ['g s'] },
  { id: 'goSent', scope: 'global', keys: ['g t'] },
  { id: 'goRules', scope: 'global', keys: ['g r'] },
  { id: 'goRuns', scope: 'global', keys: ['g l'] },
  { id: 'goOutbox', scope: 'global', keys: ['g o'] },
  { id: 'goLeads', scope: 'global', keys: ['g p'] },
  { id: 'goTickets', scope: 'global', keys: ['g h'] },
  { id: 'goSettings', scope: 'global', keys: ['g ,'] },
  { id: 'theme', scope: 'global', keys: [] },
  { id: 'signOut', scope: 'global', keys: [] },

  { id: 'list.next', scope: 'list', keys: ['j', 'ArrowDown'], keyOnly: true },
  { id: 'list.previous', scope: 'list', keys: ['k', 'ArrowUp'], keyOnly: true },
  { id: 'list.open', scope: 'list', keys: ['Enter', 'o'], keyOnly: true },
  { id: 'list.select', scope: 'list', keys: ['x'], keyOnly: true },
  { id: 'list.extendDown', scope: 'list', keys: ['J'], keyOnly: true },
  { id: 'list.extendUp', scope: 'list', keys: ['K'], keyOnly: true },
  { id: 'list.selectAll', scope: 'list', keys: ['ctrl+a'], keyOnly: true },
  { id: 'list.back', scope: 'list', keys: ['u'], keyOnly: true },

  { id: 'mail.compose', scope: 'mail', keys: ['c'] },
  { id: 'mail.archive', scope: 'mail', keys: ['e'] },
  { id: 'mail.trash', scope: 'mail', keys: ['#', 'Delete'] },
  { id: 'mail.spam', scope: 'mail', keys: ['!'] },
  { id: 'mail.star', scope: 'mail', keys: ['s'] },
  { id: 'mail.reply', scope: 'mail', keys: ['r'] },
  { id: 'mail.replyAll', scope: 'mail', keys: ['a'] },
  { id: 'mail.forward', scope: 'mail', keys: ['f'] },
  { id: 'mail.tag', scope: 'mail', keys: ['l'] },
  { id: 'mail.move', scope: 'mail', keys: ['v'] },
  { id: 'mail.snooze', scope: 'mail', keys: ['h', 'b'] },
  { id: 'mail.assign', scope: 'mail', keys: ['i'] },
  { id: 'mail.run', scope: 'mail', keys: [] },
  { id: 'mail.read', scope: 'mail', keys: ['I'] },
  { id: 'mail.unread', scope: 'mail', keys: ['U'] },
  { id: 'mail.nextMessage', scope: 'mail', keys: ['n'], keyOnly: true },
  { id: 'mail.previousMessage', scope: 'mail', keys: ['p'], keyOnly: true },
  { id: 'mail.archiveNext', scope: 'mail', keys: [']', 'alt+ArrowDown'] },
  { id: 'mail.archivePrevious', scope: 'mail', keys: ['[', 'alt+ArrowUp'] },
  { id: 'mail.why', scope: 'mail', keys: ['w'] },
  { id: 'mail.makeRule', scope: 'mail', keys: ['W'] },

  { id: 'compose.send', scope: 'compose', keys: ['ctrl+Enter'], whileTyping: true },
  { id: 'compose.cc', scope: 'compose', keys: ['ctrl+shift+c'], whileTyping: true },
  { id: 'compose.bcc', scope: 'compose', keys: ['ctrl+shift+b'], whileTyping: true },
  { id: 'compose.close', scope: 'compose', keys: ['Escape'], whileTyping: true },

  { id: 'runs.nextStep', scope: 'runs', keys: [']', 'alt+ArrowDown'], keyOnly: true },
  { id: 'runs.previousStep', scope: 'runs', keys: ['[', 'alt+ArrowUp'], keyOnly: true },
  { id: 'runs.nextFailure', scope: 'runs', keys: ['n'] },
  { id: 'runs.rerun', scope: 'runs', keys: ['R'] },
  { id: 'runs.openMail', scope: 'runs', keys: ['m'] },
  { id: 'runs.view', scope: 'runs', keys: ['c'] },

  { id: 'outbox.nextFailure', scope: 'outbox', keys: ['n'] },
  { id: 'outbox.retry', scope: 'outbox', keys: ['R'] },
  { id: 'outbox.openMail', scope: 'outbox', keys: ['m'] },

  { id: 'records.reply', scope: 'records', keys: ['r'] },
  { id: 'records.note', scope: 'records', keys: ['n'] },
  { id: 'records.stage', scope: 'records', keys: ['v'] },

  { id: 'rules.new', scope: 'rules', keys: ['c'] },
  { id: 'rules.pause', scope: 'rules', keys: ['p'] },

  { id: 'canvas.add', scope: 'canvas', keys: ['n'] },
  { id: 'canvas.edit', scope: 'canvas', keys: ['Enter'], keyOnly: true },
  { id: 'canvas.walkDown', scope: 'canvas', keys: ['ArrowDown'], keyOnly: true },
  { id: 'canvas.walkUp', scope: 'canvas', keys: ['ArrowUp'], keyOnly: true },
  { id: 'canvas.walkLeft', scope: 'canvas', keys: ['ArrowLeft'], keyOnly: true },
  { id: 'canvas.walkRight', scope: 'canvas', keys: ['ArrowRight'], keyOnly: true },
  { id: 'canvas.nudgeDown', scope: 'canvas', keys: ['alt+ArrowDown'], keyOnly: true },
  { id: 'canvas.nudgeUp', scope: 'canvas', keys: ['alt+ArrowUp'], keyOnly: true },
  { id: 'canvas.nudgeLeft', scope: 'canvas', keys: ['alt+ArrowLeft'], keyOnly: true },
  { id: 'canvas.nudgeRight', scope: 'canvas', keys: ['alt+ArrowRight'], keyOnly: true },
  { id: 'canvas.selectDownstream', scope: 'canvas', keys: ['shift+ArrowDown'] },
  { id: 'canvas.selectUpstream', scope: 'canvas', keys: ['shift+ArrowUp'] },
  { id: 'canvas.test', scope: 'canvas', keys: ['ctrl+Enter'], whileTyping: true },
  { id: 'canvas.disable', scope: 'canvas', keys: ['d'] },
  { id: 'canvas.rename', scope: 'canvas', keys: ['F2'] },
  { id: 'canvas.duplicate', scope: 'canvas', keys: ['ctrl+d'] },
  { id: 'canvas.copy', scope: 'canvas', keys: ['ctrl+c'] },
  { id: 'canvas.cut', scope: 'canvas', keys: ['ctrl+x'] },
  { id: 'canvas.paste', scope: 'canvas', keys: ['ctrl+v'] },
  { id: 'canvas.delete', scope: 'canvas', keys: ['Delete', 'Backspace'] },
  { id: 'canvas.deleteAndHeal', scope: 'canvas', keys: ['ctrl+Delete'] },
  { id: 'canvas.tidy', scope: 'canvas', keys: ['alt+T'] },
  { id: 'canvas.zoomReset', scope: 'canvas', keys: ['0'] },
  { id: 'canvas.zoomFit', scope: 'canvas', keys: ['1'] },
  { id: 'canvas.zoomSelection', scope: 'canvas', keys: ['2'] },
  { id: 'canvas.undo', scope: 'canvas', keys: ['ctrl+z'] },
  { id: 'canvas.redo', scope: 'canvas', keys: ['ctrl+shift+z', 'ctrl+y'] },
  { id: 'canvas.save', scope: 'canvas', keys: ['ctrl+s'], whileTyping: true },
  { id: 'canvas.publish', scope: 'canvas', keys: [] },
] as const satisfies readonly Command[]

export type CommandId = (typeof COMMANDS)[number]['id']

/** The command of an id. */
export function commandOf(id: CommandId): Command {
  const found = COMMANDS.find((command) => command.id === id)
  if (found === undefined) throw new RangeError(`no command named ${id}`)
  return found
}

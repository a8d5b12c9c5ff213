import type { GraphNode } from '../graph'
import type { AnyConfig } from '../node-type'
import { multiline, quoted, SUBJECT_MARK } from './script-text'
import type { Demands } from './script-text'

/** What a step comes to in a script. `place` says where the mail goes, which is said last, when its flags are known. */
export type WrittenAction = { readonly does: 'commands'; readonly commands: readonly string[] } | { readonly does: 'place'; readonly command: string } | { readonly does: 'stop' } | { readonly does: 'stopLater' } | null

export interface ActionSetting {
  readonly demands: Demands
  /** Null for a folder that nobody chose. */
  pathOf(ref: string): string | null
  /** In seconds, from the step's or the rule's own interval for each sender; null: none. */
  readonly interval: number | null
}

/** Null where Sieve has no words for it. */
export function writeAction({ type }: Pick<GraphNode, 'type'>, config: AnyConfig, setting: ActionSetting): WrittenAction {
  const { demands } = setting
  const words = (name: string): string => (typeof config[name] === 'string' ? config[name] : '')
  switch (type) {
    case 'message.mark':
      return flag(config['read'] === true, '\\Seen', demands)
    case 'message.star':
      return flag(config['starred'] === true, '\\Flagged', demands)
    case 'tag.add':
    case 'tag.remove': {
      // RFC 9051: a keyword is an atom.
      if (!/^[^\s\\(){%*"\]\p{Cc}[]+$/u.test(words('tag')) || /[^\p{ASCII}]/u.test(words('tag'))) return null
      demands.changed('tagAsKeyword')
      return flag(type === 'tag.add', words('tag'), demands)
    }
    case 'mailbox.move': {
      const path = setting.pathOf(words('mailboxRef'))
      return path === null ? null : path.toLowerCase() === 'inbox' ? { does: 'place', command: 'keep;' } : into(path, demands)
    }
    case 'message.archive':
      demands.changed('roleFolder')
      return into('Archive', demands)
    case 'message.spam':
      demands.changed('roleFolder')
      return into('Junk', demands)
    case 'mail.redirect': {
      const to = Array.isArray(config['to']) ? config['to'].map(String) : []
      demands.need('copy')
      return { does: 'commands', commands: to.map((address) => `redirect :copy ${quoted(address, demands)};`) }
    }
    case 'mail.autoReply':
      return vacation(words('subject'), words('text'), config['evenUnaddressed'] === true, setting)
    case 'flow.stop':
      return { does: 'stop' }
    case 'rules.stop':
      return { does: 'stopLater' }
    default:
      return null
  }
}

function flag(on: boolean, name: string, demands: Demands): WrittenAction {
  demands.need('imap4flags')
  return { does: 'commands', commands: [`${on ? 'addflag' : 'removeflag'} ${quoted(name, demands)};`] }
}

function into(path: string, demands: Demands): WrittenAction {
  demands.need('fileinto')
  return { does: 'place', command: `fileinto ${quoted(path, demands)};` }
}

const DAY = 86_400

function vacation(subject: string, text: string, evenUnaddressed: boolean, { demands, interval }: ActionSetting): WrittenAction {
  const [heading, reason] = [scriptText(subject), scriptText(text)]
  if (heading === null || reason === null) return null
  demands.need('vacation')
  if (interval === null) demands.changed('answersDaily')
  else if (interval % DAY !== 0) demands.need('vacation-seconds')
  if (evenUnaddressed) demands.changed('answersAddressed')
  const often = interval === null ? ':days 1' : interval % DAY === 0 ? `:days ${interval / DAY}` : `:seconds ${interval}`
  return { does: 'commands', commands: [`vacation ${often} :subject ${quoted(heading.replace(/\s+/g, ' '), demands)} ${multiline(reason, demands)};`] }
}

/** A template that holds nothing but the subject; null for one that knows more of the mail. */
function scriptText(template: string): string | null {
  const marked = template.replace(/\{\{-?\s*subject\s*-?\}\}/g, SUBJECT_MARK)
  const plain = marked.replace(/\{\{ "(\{\{|\{%)" \}\}/g, (_, opening: string) => opening.replace('{', '\u0001'))
  return /\{\{|\{%/.test(plain) ? null : plain.replaceAll('\u0001', '{')
}

/** Whether a step's texts need the subject to be remembered. */
export function remembersSubject(config: unknown): boolean {
  return JSON.stringify(config).search(/\{\{-?\s*subject\s*-?\}\}/) >= 0
}

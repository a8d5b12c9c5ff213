// Rules that came from a script, run over a mail one after the other as the engine runs those of one account, with nothing performed.

import { readMessage } from '../../mail/read-message'
import { compile } from '../../rules/compile'
import type { Plan } from '../../rules/rule-plan'
import { dryRun } from '../../rules/dry-run'
import type { World } from '../../rules/effects'
import type { RulesFile } from '../../rules/exchange/file'
import type { MessageFacts } from '../../rules/facts'
import type { SieveDecision } from './sieve-server'
import { mail, REFERENCES, world } from './drawn-rules'

/** Where a mail ended, what was put on it, whom it went to, whether it was answered. */
export interface Ended {
  readonly folder: string
  readonly flags: readonly string[]
  readonly redirected: readonly string[]
  readonly answered: boolean
}

const FIXED = { Junk: 'Junk', Archive: 'Archive' }

export function plansOf(file: RulesFile): readonly Plan[] {
  const mailboxes = Object.fromEntries(file.references.mailboxes.map(({ ref, path }) => [ref, { name: path, accountRef: 'account-1' }]))
  return file.rules.map(({ graph }) => {
    const compiled = compile(graph, { ...REFERENCES, mailboxes })
    if ('problems' in compiled) throw new Error(`does not compile: ${JSON.stringify(compiled.problems)} ${JSON.stringify(graph)}`)
    return compiled.plan
  })
}

/** The facts of a mail as it comes in by SMTP. */
export async function factsOf({ raw, from }: { readonly raw: string; readonly from: string }): Promise<MessageFacts> {
  return mail({ ...(await readMessage(Buffer.from(raw), from)).content, ownAddresses: ['me@northwind.example'] })
}

export function endOf(file: RulesFile, facts: MessageFacts): Ended {
  const names: Readonly<Record<string, string>> = { inbox: 'INBOX', ...FIXED, ...Object.fromEntries(file.references.mailboxes.map(({ ref, path }) => [ref, path])) }
  let now: World = world({ mailboxNames: names, roleMailboxes: { junk: 'Junk', archive: 'Archive' } })
  const redirected = new Set<string>()
  let answered = false
  for (const plan of plansOf(file)) {
    const run = dryRun(plan, facts, now, { now: facts.receivedAt ?? '' })
    for (const effect of run.effects) {
      if (effect.kind === 'message.move') now = { ...now, mailboxRef: effect.mailboxRef, movedBy: 'an earlier rule' }
      if (effect.kind === 'message.file') now = { ...now, mailboxRef: effect.role === 'junk' ? 'Junk' : 'Archive', movedBy: 'an earlier rule' }
      if (effect.kind === 'message.mark') now = { ...now, flags: toggled(now.flags, '\\Seen', effect.read) }
      if (effect.kind === 'message.star') now = { ...now, flags: toggled(now.flags, '\\Flagged', effect.starred) }
      if (effect.kind === 'tag.add') now = { ...now, tags: toggled(now.tags, effect.tag, true) }
      if (effect.kind === 'tag.remove') now = { ...now, tags: toggled(now.tags, effect.tag, false) }
      if (effect.kind === 'mail.redirect') for (const { address } of effect.to) redirected.add(address)
      if (effect.kind === 'mail.reply') answered = true
    }
    if (run.match.hit && run.match.stopsLater === true) break
  }
  return { folder: names[now.mailboxRef ?? ''] ?? '', flags: [...now.flags, ...now.tags].map((flag) => flag.toLowerCase()).toSorted(), redirected: [...redirected].toSorted(), answered }
}

function toggled(all: readonly string[], one: string, on: boolean): readonly string[] {
  const others = all.filter((other) => other !== one)
  return on ? [...others, one] : others
}

/** In what an end is not what the server decided; null when it is. `isOnce`: no command filed a mail that another had filed, of which rules keep one. */
export function differenceOf(ended: Ended, decided: SieveDecision, isOnce: boolean): string | null {
  const say = (what: string) => `${what}: ${JSON.stringify({ ended, decided })}`
  if (ended.redirected.join() !== decided.redirected.join()) return say('sent on elsewhere')
  if (ended.answered !== decided.answered) return say('answered otherwise')
  const [only, second] = decided.stored
  if (only === undefined) return ended.folder === 'Trash' || (ended.folder === 'INBOX' && decided.redirected.length > 0) ? null : say('kept')
  if (second !== undefined || !isOnce) return decided.stored.some(({ folder }) => folder === ended.folder) ? null : say('in none of its folders')
  if (only.folder !== ended.folder) return say('in another folder')
  return only.flags.join() === ended.flags.join() ? null : say('other flags')
}

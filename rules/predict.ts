import type { Effect, EffectKind, EffectOf, Receipt, World } from './effects'
import type { MessageFacts } from './facts'
import type { Sentence, SentenceValue } from './node-type'

/** What doing an effect would come to in a given world, without doing it. Performers ask the same function before they act. */
export type Prediction =
  | { readonly would: 'do'; readonly describe: Sentence }
  | { readonly would: 'no change'; readonly describe: Sentence }
  | { readonly would: 'reuse'; readonly ref: string; readonly describe: Sentence }
  | { readonly would: 'skip'; readonly reason: 'suppressed' | 'moved by another rule'; readonly detail: string; readonly describe: Sentence }
  | { readonly would: 'fail'; readonly reason: 'mailboxGone' | 'userGone'; readonly describe: Sentence }

/** The flag a star is (RFC 9051 2.3.2). */
const FLAGGED = '\\Flagged'

export function predict(effect: Effect, world: World): Prediction {
  switch (effect.kind) {
    case 'tag.add': {
      const values = { tag: { ref: 'tag', id: effect.tag } } as const
      return world.tags.includes(effect.tag) ? noChange('effect.tagAdd.noChange', values) : act('effect.tagAdd.do', values)
    }
    case 'message.star': {
      const name = effect.starred ? 'star' : 'unstar'
      return world.flags.includes(FLAGGED) === effect.starred ? noChange(`effect.${name}.noChange`) : act(`effect.${name}.do`)
    }
    case 'message.move':
      return predictMove(effect, world)
    case 'record.create':
      return predictRecord(effect, world)
    case 'user.notify': {
      if (!Object.hasOwn(world.userNames, effect.userRef)) return { would: 'fail', reason: 'userGone', describe: say('effect.userNotify.fail') }
      return act('effect.userNotify.do', { user: { ref: 'user', id: effect.userRef }, text: { text: effect.text } })
    }
    case 'mail.reply': {
      const { suppression } = world
      if (suppression === null) return act('effect.mailReply.do', { address: { text: effect.to.address }, subject: { text: effect.subject } })
      const reason = { sentence: say(`suppression.${keyOf(suppression)}`) }
      return { would: 'skip', reason: 'suppressed', detail: suppression, describe: say('effect.mailReply.skip', { reason }) }
    }
  }
}

/** What the performer of a predicted effect would bring back. Things that would be made have no id yet. */
export function receiptOf(effect: EffectKind, prediction: Prediction): Receipt {
  switch (prediction.would) {
    case 'do':
      return { effect, result: 'done', change: effect === 'record.create' ? 'created' : 'changed' }
    case 'no change':
      return { effect, result: 'done', change: 'no change' }
    case 'reuse':
      return { effect, result: 'done', change: 'reused', ref: prediction.ref }
    case 'skip':
      return { effect, result: 'skipped', reason: prediction.reason, detail: prediction.detail }
    case 'fail':
      return { effect, result: 'failed', code: prediction.reason }
  }
}

export interface Scene {
  readonly facts: MessageFacts
  readonly world: World
}

/** The scene once the effect was done, so that the next step of a dry run sees what the real one would see. */
export function afterwards(effect: Effect, prediction: Prediction, { facts, world }: Scene): Scene {
  if (prediction.would !== 'do') return { facts, world }
  switch (effect.kind) {
    case 'tag.add': {
      const tags = [...world.tags, effect.tag]
      return { facts: { ...facts, tags }, world: { ...world, tags } }
    }
    case 'message.star': {
      const others = world.flags.filter((flag) => flag !== FLAGGED)
      const flags = effect.starred ? [...others, FLAGGED] : others
      return { facts: { ...facts, flags }, world: { ...world, flags } }
    }
    case 'message.move': {
      const mailboxName = world.mailboxNames[effect.mailboxRef] ?? null
      return { facts: { ...facts, mailboxRef: effect.mailboxRef, mailboxName }, world: { ...world, mailboxRef: effect.mailboxRef } }
    }
    case 'record.create': {
      const made = { ref: '', type: effect.recordType, number: 0 }
      return { facts, world: { ...world, openRecords: [...world.openRecords, made] } }
    }
    case 'mail.reply':
      return { facts, world: { ...world, suppression: 'already answered' } }
    case 'user.notify':
      return { facts, world }
  }
}

function predictMove(effect: EffectOf<'message.move'>, world: World): Prediction {
  const mailbox = { ref: 'mailbox', id: effect.mailboxRef } as const
  if (!Object.hasOwn(world.mailboxNames, effect.mailboxRef)) return { would: 'fail', reason: 'mailboxGone', describe: say('effect.messageMove.fail') }
  if (typeof world.movedBy === 'string') {
    return { would: 'skip', reason: 'moved by another rule', detail: world.movedBy, describe: say('effect.messageMove.skip', { rule: { text: world.movedBy } }) }
  }
  return world.mailboxRef === effect.mailboxRef ? noChange('effect.messageMove.noChange', { mailbox }) : act('effect.messageMove.do', { mailbox })
}

function predictRecord(effect: EffectOf<'record.create'>, world: World): Prediction {
  const open = effect.reuseOfThread ? world.openRecords.find(({ type }) => type === effect.recordType) : undefined
  if (open === undefined) return act(`effect.recordCreate.${effect.recordType}`, { title: { text: effect.title } })
  const phrase = open.ref === '' ? `effect.recordReuse.${effect.recordType}JustMade` : `effect.recordReuse.${effect.recordType}`
  return { would: 'reuse', ref: open.ref, describe: say(phrase, { number: { count: open.number } }) }
}

type Values = Readonly<Record<string, SentenceValue>>

function say(phrase: string, values: Values = {}): Sentence {
  return [{ phrase, values }]
}

function act(phrase: string, values: Values = {}): Prediction {
  return { would: 'do', describe: say(phrase, values) }
}

function noChange(phrase: string, values: Values = {}): Prediction {
  return { would: 'no change', describe: say(phrase, values) }
}

/** “own address” as a key of the catalogue: `ownAddress`. */
export function keyOf(code: string): string {
  return code.replace(/[^A-Za-z0-9]+(.)/g, (_, letter: string) => letter.toUpperCase())
}

import type { Effect, EffectKind, EffectOf, Receipt, World } from './effects'
import { hasTag, predictAssign, predictFile, predictMark, predictSnooze, predictUntag, roleMailbox, SEEN } from './predict-filing'
import { predictPassing, predictReply, predictRun, predictSend } from './predict-mail'
import { afterCreate, afterLink, afterReuse, afterUpdate, predictLink, predictRecord, predictUpdate } from './predict-records'
import { predictCall, predictFollowUp, predictNotice, predictPost, predictUserMail } from './predict-telling'
import { act, noChange, partIsOff, say, type Prediction, type Scene } from './prediction'

export { keyOf, type Prediction, type Scene } from './prediction'

/** The flag a star is (RFC 9051 2.3.2). */
const FLAGGED = '\\Flagged'

/** What doing an effect would come to. Performers see to the same as it happens. */
export function predict(effect: Effect, world: World): Prediction {
  switch (effect.kind) {
    case 'tag.add': {
      const values = { tag: { ref: 'tag', id: effect.tag } } as const
      return hasTag(world.tags, effect.tag) ? noChange('effect.tagAdd.noChange', values) : act('effect.tagAdd.do', values)
    }
    case 'message.star': {
      const name = effect.starred ? 'star' : 'unstar'
      return world.flags.includes(FLAGGED) === effect.starred ? noChange(`effect.${name}.noChange`) : act(`effect.${name}.do`)
    }
    case 'message.move':
      return predictMove(effect, world)
    case 'record.create':
      return predictRecord(effect, world)
    case 'user.notify':
      return predictNotice(effect, world)
    case 'mail.reply':
      return predictReply(effect, world)
    case 'tag.remove':
      return predictUntag(effect, world)
    case 'message.mark':
      return predictMark(effect, world)
    case 'message.file':
      return predictFile(effect, world)
    case 'message.snooze':
      return predictSnooze(effect, world)
    case 'message.assign':
      return predictAssign(effect, world)
    case 'followUp.create':
      return predictFollowUp(effect, world)
    case 'user.mail':
      return predictUserMail(effect, world)
    case 'channel.post':
      return predictPost(effect, world)
    case 'web.post':
    case 'http.request':
      return predictCall(effect, world)
    case 'record.update':
      return predictUpdate(effect, world)
    case 'record.link':
      return predictLink(effect, world)
    case 'mail.send':
      return predictSend(effect, world)
    case 'mail.forward':
    case 'mail.redirect':
      return predictPassing(effect, world)
    case 'rule.run':
      return predictRun(effect, world)
  }
}

/** What the performer of a predicted effect would bring back. Things that would be made have no id yet. */
export function receiptOf(effect: EffectKind, prediction: Prediction): Receipt {
  switch (prediction.would) {
    case 'do':
      return { effect, result: 'done', change: MAKES.has(effect) || prediction.makes === true ? 'created' : 'changed' }
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

/** Effects that always leave something new behind. */
const MAKES: ReadonlySet<EffectKind> = new Set<EffectKind>(['record.create', 'mail.reply', 'user.mail', 'followUp.create', 'mail.send', 'mail.forward', 'mail.redirect', 'rule.run'])

/** The scene once the effect was done, so that the next step of a dry run sees what the real one would see. */
export function afterwards(effect: Effect, prediction: Prediction, { facts, world }: Scene): Scene {
  if (prediction.would === 'reuse' && effect.kind === 'record.create') return afterReuse(effect, { facts, world })
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
    case 'record.create':
      return afterCreate(effect, { facts, world })
    case 'record.update':
      return afterUpdate(effect, { facts, world })
    case 'record.link':
      return afterLink(effect, { facts, world })
    case 'tag.remove': {
      const tags = world.tags.filter((name) => !hasTag([name], effect.tag))
      return { facts: { ...facts, tags }, world: { ...world, tags } }
    }
    case 'message.mark': {
      const others = world.flags.filter((flag) => flag !== SEEN)
      const flags = effect.read ? [...others, SEEN] : others
      return { facts: { ...facts, flags }, world: { ...world, flags } }
    }
    case 'message.file': {
      const mailboxRef = roleMailbox(effect.role, world)
      return { facts: { ...facts, mailboxRef, mailboxName: world.mailboxNames[mailboxRef ?? ''] ?? null }, world: { ...world, mailboxRef } }
    }
    case 'message.snooze':
      return { facts, world: { ...world, snoozedUntil: effect.until } }
    case 'message.assign':
      return { facts, world: { ...world, assigneeRef: effect.userRef } }
    case 'channel.post':
      return { facts, world: { ...world, channels: [...(world.channels ?? []), effect.channel] } }
    case 'user.notify':
    case 'user.mail':
    case 'followUp.create':
    case 'web.post':
    case 'http.request':
    // Several answers of a rule to one mail are meant; what stands in the way of another is an answer to another mail of the conversation.
    case 'mail.reply':
    case 'mail.send':
    case 'mail.forward':
    case 'mail.redirect':
    case 'rule.run':
      return { facts, world }
  }
}

function predictMove(effect: EffectOf<'message.move'>, world: World): Prediction {
  const mailbox = { ref: 'mailbox', id: effect.mailboxRef } as const
  if (!Object.hasOwn(world.mailboxNames, effect.mailboxRef)) return partIsOff('no mailbox', 'effect.messageMove.gone')
  if (typeof world.movedBy === 'string') {
    return { would: 'skip', reason: 'moved by another rule', detail: world.movedBy, describe: say('effect.messageMove.skip', { rule: { text: world.movedBy } }) }
  }
  return world.mailboxRef === effect.mailboxRef ? noChange('effect.messageMove.noChange', { mailbox }) : act('effect.messageMove.do', { mailbox })
}

import type { Effect, Receipt } from './effects'
import { hasTag, roleMailbox, SEEN } from './predict-filing'
import type { Scene } from './prediction'

/** What a rule did: the effect as it was planned, and what came of it. */
export interface Done {
  readonly effect: Effect
  readonly receipt: Receipt
}

const FLAGGED = '\\Flagged'

/**
 * The scene as it was before what is listed was done, the latest last: today's, with what an execution itself did taken back, as far as that can be told. What was there
 * before a value was set is not known and counts as nothing. The other way round of `afterwards`.
 */
export function rewind(scene: Scene, done: readonly Done[]): Scene {
  return done.toReversed().reduce((at, { effect, receipt }) => (receipt.result === 'done' && receipt.change !== 'no change' ? before(at, effect, receipt) : at), scene)
}

function before(scene: Scene, effect: Effect, receipt: Extract<Receipt, { result: 'done' }>): Scene {
  const { facts, world } = scene
  const withTags = (tags: readonly string[]): Scene => ({ facts: { ...facts, tags }, world: { ...world, tags } })
  const withFlag = (flag: string, on: boolean): Scene => {
    const others = world.flags.filter((held) => held !== flag)
    const flags = on ? [...others, flag] : others
    return { facts: { ...facts, flags }, world: { ...world, flags } }
  }
  switch (effect.kind) {
    case 'tag.add':
      return withTags(world.tags.filter((tag) => !hasTag([tag], effect.tag)))
    case 'tag.remove':
      return withTags(hasTag(world.tags, effect.tag) ? world.tags : [...world.tags, effect.tag])
    case 'message.star':
      return withFlag(FLAGGED, !effect.starred)
    case 'message.mark':
      return withFlag(SEEN, !effect.read)
    case 'message.move':
      return world.mailboxRef === effect.mailboxRef ? whereMailArrives(scene) : scene
    case 'message.file':
      return world.mailboxRef === roleMailbox(effect.role, world) ? whereMailArrives(scene) : scene
    case 'message.assign':
      return world.assigneeRef === effect.userRef ? { facts, world: { ...world, assigneeRef: null } } : scene
    case 'message.snooze':
      return { facts, world: { ...world, snoozedUntil: null } }
    case 'channel.post':
      return receipt.change === 'created' ? { facts, world: { ...world, channels: (world.channels ?? []).filter((name) => name.toLowerCase() !== effect.channel.toLowerCase()) } } : scene
    case 'record.create':
      return receipt.change === 'created' ? withoutRecord(scene, receipt.ref ?? '') : scene
    case 'record.update':
      return beforeUpdate(scene, effect, receipt.ref)
    case 'record.link':
      return beforeLink(scene, receipt.ref)
    case 'user.notify':
    case 'user.mail':
    case 'followUp.create':
    case 'web.post':
    case 'http.request':
    case 'mail.reply':
    case 'mail.send':
    case 'mail.forward':
    case 'mail.redirect':
    case 'rule.run':
      return scene
  }
}

/** Nobody wrote down where it was; mail arrives in INBOX (RFC 9051 5.1). */
function whereMailArrives({ facts, world }: Scene): Scene {
  const inbox = Object.entries(world.mailboxNames).find(([, name]) => name.toUpperCase() === 'INBOX')
  return { facts: { ...facts, mailboxRef: inbox?.[0] ?? null, mailboxName: inbox?.[1] ?? null }, world: { ...world, mailboxRef: inbox?.[0] ?? null } }
}

function withoutRecord({ facts, world }: Scene, ref: string | undefined): Scene {
  const openRecords = world.openRecords.filter((record) => record.ref !== ref)
  const linkable = world.linkable?.filter((record) => record.ref !== ref)
  const record = facts.record?.ref === ref ? null : facts.record
  return { facts: { ...facts, record }, world: { ...world, openRecords, ...(linkable === undefined ? {} : { linkable }), ...(openRecords.length === 0 ? { recordContact: null } : {}) } }
}

/** What was set is taken for unknown, so that setting it again counts as a change. */
function beforeUpdate({ facts, world }: Scene, { stage, title, assigneeRef, fields }: Extract<Effect, { kind: 'record.update' }>, ref: string | undefined): Scene {
  const openRecords = world.openRecords.map((record) => {
    if (record.ref !== ref) return record
    const { stage: hasStage, title: hasTitle, assigneeRef: hasAssignee, fields: hasFields = {}, ...bare } = record
    return {
      ...bare,
      ...(stage !== undefined || hasStage === undefined ? {} : { stage: hasStage }),
      ...(title !== undefined || hasTitle === undefined ? {} : { title: hasTitle }),
      ...(assigneeRef !== undefined || hasAssignee === undefined ? {} : { assigneeRef: hasAssignee }),
      fields: Object.fromEntries(Object.entries(hasFields).filter(([name]) => !Object.hasOwn(fields ?? {}, name))),
    }
  })
  return { facts, world: { ...world, openRecords } }
}

function beforeLink(scene: Scene, ref: string | undefined): Scene {
  const bare = withoutRecord(scene, ref)
  const { linkable } = scene.world
  return linkable === undefined ? bare : { ...bare, world: { ...bare.world, linkable: linkable.map((record) => (record.ref === ref ? { ...record, isLinked: false } : record)) } }
}

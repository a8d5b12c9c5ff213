import type { EffectOf, World } from './effects'
import type { OpenRecord } from './record'
import type { RecordFact } from './facts'
import { act, noChange, partIsOff, say, type Prediction, type Scene } from './prediction'
import { chooseRecord } from './record-name'
import { withFields } from './record-values'

/** Predictions of what becomes of records. */

export function predictRecord(effect: EffectOf<'record.create'>, world: World): Prediction {
  const open = effect.reuseOfThread ? world.openRecords.find(({ type }) => type === effect.recordType) : undefined
  if (open === undefined && world.hasTooManyRecords === true) return { would: 'skip', reason: 'loop guard', detail: 'too many records', describe: say('effect.recordCreate.skip') }
  if (open === undefined) return act(`effect.recordCreate.${effect.recordType}`, { title: { text: effect.title } })
  const phrase = open.ref === '' ? `effect.recordReuse.${effect.recordType}JustMade` : `effect.recordReuse.${effect.recordType}`
  return { would: 'reuse', ref: open.ref, describe: say(phrase, { number: { count: open.number } }) }
}

export function predictUpdate(effect: EffectOf<'record.update'>, { openRecords, userNames }: World): Prediction {
  const { recordType, stage, title, fields, assigneeRef } = effect
  const record = openRecords.find(({ type }) => type === recordType)
  if (record === undefined) return partIsOff('no record', 'effect.recordUpdate.skip')
  const isMember = assigneeRef !== undefined && (assigneeRef === '' || Object.hasOwn(userNames, assigneeRef))
  if (assigneeRef !== undefined && !isMember && stage === undefined && title === undefined && fields === undefined) return partIsOff('no user', 'effect.recordUpdate.skip')
  const phrase = record.ref === '' ? `effect.recordUpdate.${recordType}JustMade` : `effect.recordUpdate.${recordType}`
  const values = { number: { count: record.number } }
  return isAsWanted(effect, record, isMember) ? noChange('effect.recordUpdate.noChange') : act(phrase, values)
}

/** Where not all is known of the record, the change is taken for one. */
function isAsWanted({ stage, title, fields, assigneeRef }: EffectOf<'record.update'>, record: OpenRecord, isMember: boolean): boolean {
  const has = { stage: record.stage, title: record.title, assignee: record.assigneeRef }
  if (stage !== undefined && stage !== has.stage) return false
  if (title !== undefined && title !== has.title) return false
  if (isMember && assigneeRef !== (has.assignee ?? '')) return false
  return Object.entries(fields ?? {}).every(([name, value]) => (record.fields?.[name] ?? '') === value)
}

/** The scene once the record was made. A conversation has one open record of a type: a further one is nobody's but the mail's, and conditions do not see it. */
export function afterCreate(effect: EffectOf<'record.create'>, { facts, world }: Scene): Scene {
  const { recordType, stage = 'new', title, assigneeRef = null, fields = {}, contact } = effect
  const made = { ref: '', type: recordType, number: 0, stage, title, assigneeRef, fields: withFields({}, fields) }
  const isFurther = world.openRecords.some(({ type }) => type === recordType)
  const linkable = [{ ...made, contact: contact?.address.toLowerCase() ?? '', isOpen: true, isLinked: !isFurther }, ...(world.linkable ?? [])]
  if (isFurther) return { facts, world: { ...world, linkable } }
  return { facts: { ...facts, record: made }, world: { ...world, linkable, recordContact: contact?.address ?? null, openRecords: [made, ...world.openRecords] } }
}

/** The scene once an open record was found instead: as it was, but for the values that are set on a reused one too. */
export function afterReuse({ recordType, stage, assigneeRef, fields, updateReused }: EffectOf<'record.create'>, scene: Scene): Scene {
  if (updateReused !== true) return scene
  return afterUpdate({ kind: 'record.update', recordType, ...(stage === undefined ? {} : { stage }), ...(assigneeRef === undefined ? {} : { assigneeRef }), ...(fields === undefined ? {} : { fields }) }, scene)
}

/** The scene once the change was made. A record that was closed is the mail's no more. */
export function afterUpdate(effect: EffectOf<'record.update'>, { facts, world }: Scene): Scene {
  const meant = world.openRecords.find(({ type }) => type === effect.recordType)
  if (meant === undefined) return { facts, world }
  const changed = changedRecord(effect, meant)
  const isOpen = changed.stage !== 'done' && changed.stage !== 'lost'
  const openRecords = world.openRecords.flatMap((record) => (record !== meant ? [record] : isOpen ? [changed] : []))
  const linkable = world.linkable?.map((record) => (record.isLinked && record.ref === meant.ref && record.type === meant.type ? { ...record, ...changed, isOpen } : record))
  const isSeen = facts.record?.ref === meant.ref && facts.record.type === meant.type
  return { facts: isSeen ? { ...facts, record: factOf(isOpen ? changed : openRecords[0]) } : facts, world: { ...world, openRecords, ...(linkable === undefined ? {} : { linkable }) } }
}

/** The scene once the mail was put to a record: it is one of the mail's from then on, behind its own. */
export function afterLink(effect: EffectOf<'record.link'>, { facts, world }: Scene): Scene {
  const chosen = chooseRecord(effect, world.linkable ?? [])
  if (chosen === null) return { facts, world }
  const linkable = (world.linkable ?? []).map((record) => (record === chosen ? { ...record, isLinked: true } : record))
  if (!chosen.isOpen) return { facts, world: { ...world, linkable } }
  return { facts: { ...facts, record: facts.record ?? factOf(chosen) }, world: { ...world, linkable, openRecords: [...world.openRecords, chosen], recordContact: world.recordContact ?? chosen.contact } }
}

function changedRecord({ stage, title, fields, assigneeRef }: EffectOf<'record.update'>, record: OpenRecord): OpenRecord {
  return {
    ...record,
    ...(stage === undefined ? {} : { stage }),
    ...(title === undefined ? {} : { title }),
    ...(assigneeRef === undefined ? {} : { assigneeRef: assigneeRef === '' ? null : assigneeRef }),
    ...(fields === undefined ? {} : { fields: withFields(record.fields ?? {}, fields) }),
  }
}

function factOf(record: OpenRecord | undefined): RecordFact | null {
  if (record === undefined) return null
  const { ref, type, number, stage = '', title = '', assigneeRef = null, fields = {} } = record
  return { ref, type, number, stage, title, assigneeRef, fields }
}

export function predictLink(effect: EffectOf<'record.link'>, { linkable = [] }: World): Prediction {
  const record = chooseRecord(effect, linkable)
  if (record === null) return partIsOff('no such record', 'effect.recordLink.skip')
  const values = { number: { count: record.number } }
  return record.isLinked ? noChange(`effect.recordLink.${record.type}NoChange`, values) : act(`effect.recordLink.${record.type}`, values)
}

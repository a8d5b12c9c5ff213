import type { EffectOf, World } from './effects'
import { act, noChange, partIsOff, say, type Prediction } from './prediction'
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

type OpenRecord = World['openRecords'][number]

/** Where not all is known of the record, the change is taken for one. */
function isAsWanted({ stage, title, fields, assigneeRef }: EffectOf<'record.update'>, record: OpenRecord, isMember: boolean): boolean {
  const has = { stage: record.stage, title: record.title, assignee: record.assigneeRef }
  if (stage !== undefined && stage !== has.stage) return false
  if (title !== undefined && title !== has.title) return false
  if (isMember && assigneeRef !== (has.assignee ?? '')) return false
  return Object.entries(fields ?? {}).every(([name, value]) => (record.fields?.[name] ?? '') === value)
}

/** The record once the change was made. */
export function changedRecord({ stage, title, fields, assigneeRef }: EffectOf<'record.update'>, record: OpenRecord): OpenRecord {
  return {
    ...record,
    ...(stage === undefined ? {} : { stage }),
    ...(title === undefined ? {} : { title }),
    ...(assigneeRef === undefined ? {} : { assigneeRef: assigneeRef === '' ? null : assigneeRef }),
    ...(fields === undefined ? {} : { fields: withFields(record.fields ?? {}, fields) }),
  }
}

export function predictLink(effect: EffectOf<'record.link'>, { linkable = [] }: World): Prediction {
  const record = chooseRecord(effect, linkable)
  if (record === null) return partIsOff('no such record', 'effect.recordLink.skip')
  const values = { number: { count: record.number } }
  return record.isLinked ? noChange(`effect.recordLink.${record.type}NoChange`, values) : act(`effect.recordLink.${record.type}`, values)
}

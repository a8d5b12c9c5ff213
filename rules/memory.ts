import { canonical } from './canonical'
import type { Plan } from './rule-plan'
import type { EffectKind, Receipt, World } from './effects'
import type { MessageFacts, RecordFact } from './facts'
import { isUncut } from './kept'
import type { Compared } from './node-type'
import type { StepId, StepState } from './plan/plan'
import type { Scene } from './prediction'
import type { Outputs } from './values'

/**
 * What an execution saw and left, so that its mail can be tried on another version as it was then. What cannot change is stored with the mail; of what can, the
 * operands that were compared are in the ledger, and those its own effects did not touch before are laid over what is so now.
 */
export interface Memory {
  /** When the execution began, ISO 8601 in UTC. */
  readonly begunAt: string
  /** The scene with what was seen before anything was done. */
  begin(scene: Scene): Scene
  /** The scene with what was seen at a step; as given where the execution did not come to it. */
  at(step: StepId, scene: Scene): Scene
  /** When the execution came to a step, ISO 8601 in UTC; null: it did not. */
  timeOf(step: StepId): string | null
  /** What a step left, where the other version has the same step; null: nothing, or it is another. */
  outputsOf(step: StepId): Outputs | null
  /** Fields of conditions whose values of then are known, as comparisons are stored under. */
  readonly fields: ReadonlySet<string>
}

/** A row of the ledger, as far as it is remembered. Rows are in the order they were written. */
export interface RememberedStep {
  readonly stepId: StepId
  readonly state: StepState
  readonly startedAt: string
  readonly compared: readonly Compared[] | null
  readonly receipts: readonly Receipt[] | null
  readonly outputs: Outputs | null
}

/** `ran` is the plan of the execution, `tried` the one that is asked about. */
export function remember(rows: readonly RememberedStep[], begunAt: string, { ran, tried }: { readonly ran: Plan; readonly tried: Plan }): Memory {
  const seen = seenAt(rows)
  const times = new Map(rows.map(({ stepId, startedAt }) => [stepId, startedAt]))
  const firstDeed = rows.findIndex((row) => touchedBy(row).length > 0)
  const beginning = rows.slice(0, firstDeed < 0 ? rows.length : firstDeed).toReversed().flatMap(({ stepId }) => seen.get(stepId) ?? [])
  return {
    begunAt,
    begin: (scene) => recalled(scene, beginning),
    at: (step, scene) => recalled(scene, seen.get(step) ?? []),
    timeOf: (step) => times.get(step) ?? null,
    outputsOf: (step) => (isSameStep(ran, tried, step) ? (rows.find(({ stepId, state }) => stepId === step && state === 'done')?.outputs ?? null) : null),
    fields: new Set([...seen.values()].flatMap((values) => values.map(({ field }) => field))),
  }
}

/** Whether a step is set alike in both plans: what it left then it would leave again. */
function isSameStep(a: Plan, b: Plan, step: StepId): boolean {
  const [one, other] = [a.nodes[step], b.nodes[step]]
  return one !== undefined && other !== undefined && one.type === other.type && canonical(one.config) === canonical(other.config)
}

/** One operand as it was compared. `name` is what the field needs the name of. */
interface Seen {
  readonly field: string
  readonly id: string
  readonly name: string
  readonly values: readonly string[]
}

function seenAt(rows: readonly RememberedStep[]): ReadonlyMap<StepId, readonly Seen[]> {
  const touched = new Set<string>()
  const found = new Map<StepId, readonly Seen[]>()
  for (const row of rows) {
    found.set(row.stepId, (row.compared ?? []).flatMap(seenIn).filter(({ id }) => !touched.has(id)))
    for (const id of touchedBy(row)) touched.add(id)
  }
  return found
}

function seenIn({ kind, field = '', actual }: Compared): readonly Seen[] {
  if (kind !== 'test' || actual === null || !isUncut(actual)) return []
  const [id = '', ...name] = field.split(':')
  return Object.hasOwn(RECALL, id) ? [{ field, id, name: name.join(':'), values: actual }] : []
}

const OF_RECORD = ['recordType', 'recordStage', 'recordNumber', 'recordTitle', 'recordAssignee', 'recordField']
const OF_TALK = ['isAnswered', 'threadLastOutboundAt', 'threadMessageCount', 'contactKnown']

/** Fields of conditions that read otherwise once an effect was done. */
const TOUCHES: Readonly<Partial<Record<EffectKind, readonly string[]>>> = {
  'tag.add': ['tag'],
  'tag.remove': ['tag'],
  'message.star': ['isStarred', 'keyword'],
  'message.mark': ['isRead', 'keyword'],
  'message.move': ['mailbox'],
  'message.file': ['mailbox', 'keyword'],
  'record.create': [...OF_RECORD, 'contactKnown'],
  'record.update': OF_RECORD,
  'record.link': [...OF_RECORD, 'contactKnown'],
  'mail.reply': OF_TALK,
  'mail.send': OF_TALK,
  'mail.forward': OF_TALK,
  'mail.redirect': OF_TALK,
}

function touchedBy({ receipts }: RememberedStep): readonly string[] {
  return (receipts ?? []).flatMap((receipt) => (receipt.result === 'done' && receipt.change !== 'no change' ? (TOUCHES[receipt.effect] ?? []) : []))
}

function recalled({ facts, world }: Scene, seen: readonly Seen[]): Scene {
  const then = seen.reduce((so, { id, name, values }) => RECALL[id]?.(so, values, name) ?? so, facts)
  const isElsewhere = then.mailboxName !== facts.mailboxName
  const mailboxRef = isElsewhere ? refOf(world, then.mailboxName) : facts.mailboxRef
  const recalledFacts = { ...then, mailboxRef }
  return { facts: recalledFacts, world: { ...world, tags: then.tags, flags: then.flags, ...(isElsewhere ? { mailboxRef } : {}) } }
}

function refOf({ mailboxNames }: World, name: string | null): string | null {
  return Object.entries(mailboxNames).find(([, known]) => known === name)?.[0] ?? null
}

type Recall = (facts: MessageFacts, values: readonly string[], name: string) => MessageFacts

const isTrue = ([value]: readonly string[]) => value === 'true'
const withFlag = (facts: MessageFacts, flag: string, on: boolean): MessageFacts => {
  const others = facts.flags.filter((held) => held.toLowerCase() !== flag.toLowerCase())
  return { ...facts, flags: on ? [...others, flag] : others }
}
const ofRecord = (change: (record: RecordFact, value: string, name: string) => RecordFact): Recall => (facts, [value], name) => ({ ...facts, record: value === undefined ? facts.record : change(facts.record ?? NO_RECORD, value, name) })

const NO_RECORD: RecordFact = { ref: '', type: '', number: 0, stage: '', title: '', assigneeRef: null, fields: {} }

/** How each field that can change is put back to what was read of it: the other way round of `FIELDS`. */
const RECALL: Readonly<Record<string, Recall>> = {
  contactKnown: (facts, values) => ({ ...facts, contactKnown: isTrue(values) }),
  isRead: (facts, values) => withFlag(facts, '\\Seen', isTrue(values)),
  isStarred: (facts, values) => withFlag(facts, '\\Flagged', isTrue(values)),
  keyword: (facts, values, name) => withFlag(facts, name, isTrue(values)),
  tag: (facts, values) => ({ ...facts, tags: values }),
  mailbox: (facts, [name = null]) => ({ ...facts, mailboxName: name }),
  isReply: (facts, values) => ({ ...facts, isReply: isTrue(values) }),
  isAnswered: (facts, values) => (isTrue(values) ? { ...facts, isAnswered: true } : { ...withFlag(facts, '\\Answered', false), isAnswered: false }),
  threadMessageCount: (facts, [count]) => (count === undefined ? facts : { ...facts, threadMessageCount: Number(count) }),
  threadLastInboundAt: (facts, [at = null]) => ({ ...facts, threadLastInboundAt: at }),
  threadLastOutboundAt: (facts, [at = null]) => ({ ...facts, threadLastOutboundAt: at }),
  recordType: (facts, [type]) => (type === undefined ? { ...facts, record: null } : { ...facts, record: { ...(facts.record ?? NO_RECORD), type } }),
  recordStage: (facts, [stage]) => (stage === undefined ? { ...facts, record: null } : { ...facts, record: { ...(facts.record ?? NO_RECORD), stage } }),
  recordNumber: (facts, [number]) => (number === undefined ? { ...facts, record: null } : { ...facts, record: { ...(facts.record ?? NO_RECORD), number: Number(number) } }),
  recordTitle: ofRecord((record, title) => ({ ...record, title })),
  recordAssignee: (facts, [assigneeRef = null]) => (facts.record === null ? facts : { ...facts, record: { ...facts.record, assigneeRef } }),
  recordField: ofRecord((record, value, name) => ({ ...record, fields: { ...record.fields, [name]: value } })),
}

/** Whether what a field reads can change after a mail was stored. */
export function canChange(field: string): boolean {
  return Object.hasOwn(RECALL, field.split(':')[0] ?? '')
}

import type { Plan } from './rule-plan'
import { testsOf, treesIn } from './condition-tree'
import type { FieldId } from './fields'
import { loadNode } from './plan-node'

/** Parts of a stored mail that cost something to read, by what of the facts they fill. */
export const PARTS = ['headers', 'text', 'place', 'tags', 'talk', 'contact', 'record'] as const
export type Part = (typeof PARTS)[number]

/** The parts that somebody reads; facts read without a part have it empty. */
export type Needs = Readonly<Record<Part, boolean>>

/** What the conditions that are decided when a mail comes in need of it, over all these plans. @throws PlanError when this version cannot run one of them. */
export function leadingNeeds(plans: readonly Plan[]): Needs {
  const configs = plans.flatMap((plan) => plan.leading.map((id) => loadNode(plan, id).config))
  return needing(configs.flatMap((config) => treesIn(config)).flatMap((tree) => testsOf(tree)).flatMap(({ test }) => NEEDED[test.field]))
}

/** What walking these plans to their ends, effects foretold, needs of a mail they match: no step but a condition ever reads the text. @throws PlanError when this version cannot run one of them. */
export function walkNeeds(plans: readonly Plan[]): Needs {
  const steps = plans.flatMap((plan) => plan.skeleton.steps.map(({ id }) => loadNode(plan, id)))
  const tests = steps.flatMap(({ config }) => treesIn(config)).flatMap((tree) => testsOf(tree))
  // What is sent or passed on depends on how the mail travelled, and a wait may go by a date in a header field.
  const readsHeaders = steps.some(({ type }) => type.role === 'wait' || (type.role === 'action' && type.effects.some((effect) => effect.startsWith('mail.'))))
  return needing([...tests.flatMap(({ test }) => NEEDED[test.field]), 'place', 'tags', 'record', ...(readsHeaders ? (['headers'] as const) : [])])
}

function needing(parts: readonly Part[]): Needs {
  const has = (part: Part) => parts.includes(part)
  return { headers: has('headers'), text: has('text'), place: has('place'), tags: has('tags'), talk: has('talk'), contact: has('contact'), record: has('record') }
}

const NOTHING: readonly Part[] = []

/** By field, what of a mail must have been read before it can be asked. */
export const NEEDED: Readonly<Record<FieldId, readonly Part[]>> = {
  from: NOTHING,
  fromName: NOTHING,
  fromDomain: NOTHING,
  replyTo: NOTHING,
  envelopeFrom: NOTHING,
  contactKnown: ['contact'],
  spf: ['headers'],
  dkim: ['headers'],
  dmarc: ['headers'],
  to: NOTHING,
  toOnly: NOTHING,
  cc: NOTHING,
  recipientDomain: NOTHING,
  recipientCount: NOTHING,
  alias: ['headers'],
  subject: NOTHING,
  text: ['text'],
  header: ['headers'],
  language: ['text'],
  size: NOTHING,
  hasAttachment: NOTHING,
  attachmentCount: NOTHING,
  attachmentName: NOTHING,
  attachmentType: NOTHING,
  attachmentSize: NOTHING,
  isAutomatic: NOTHING,
  mailClass: NOTHING,
  isRead: ['place'],
  isStarred: ['place'],
  keyword: ['place'],
  tag: ['tags'],
  mailbox: ['place'],
  isReply: ['talk'],
  isAnswered: ['place', 'talk'],
  threadMessageCount: ['talk'],
  threadLastInboundAt: ['talk'],
  threadLastOutboundAt: ['talk'],
  recordType: ['record'],
  recordStage: ['record'],
  recordNumber: ['record'],
  recordTitle: ['record'],
  recordAssignee: ['record'],
  recordField: ['record'],
  receivedAt: NOTHING,
  sentAt: NOTHING,
  receivedWeekday: NOTHING,
  receivedTime: NOTHING,
  receivedInHours: NOTHING,
  now: NOTHING,
  nowWeekday: NOTHING,
  nowTime: NOTHING,
  nowInHours: NOTHING,
  value: NOTHING,
}

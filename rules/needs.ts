import type { Plan } from './compile'
import { testsOf, treesIn } from './condition-tree'
import type { FieldId } from './fields'
import { loadNode } from './plan-node'

/** Parts of a stored mail that cost something to read, by what of the facts they fill. */
export const PARTS = ['headers', 'text', 'place', 'tags', 'talk', 'contact', 'record'] as const
export type Part = (typeof PARTS)[number]

/** The parts that somebody reads; facts read without a part have it empty. */
export type Needs = Readonly<Record<Part, boolean>>

export const EVERYTHING: Needs = needing(PARTS)

/** What the conditions that are decided when a mail comes in need of it, over all these plans. @throws PlanError when this version cannot run one of them. */
export function leadingNeeds(plans: readonly Plan[]): Needs {
  const configs = plans.flatMap((plan) => plan.leading.map((id) => loadNode(plan, id).config))
  return needing(configs.flatMap((config) => treesIn(config)).flatMap((tree) => testsOf(tree)).flatMap(({ test }) => NEEDED[test.field]))
}

function needing(parts: readonly Part[]): Needs {
  const has = (part: Part) => parts.includes(part)
  return { headers: has('headers'), text: has('text'), place: has('place'), tags: has('tags'), talk: has('talk'), contact: has('contact'), record: has('record') }
}

const NOTHING: readonly Part[] = []

/** By field, what of a mail must have been read before it can be asked. */
const NEEDED: Readonly<Record<FieldId, readonly Part[]>> = {
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
